import { ArmScope, ScopedKind } from './arm-scope';
import { ClusterNames } from './cluster-names';
import { NamedResource, ResourceKind } from './entities';
import { ABSENT, Fact, known, Link, unknown } from './fact';
import { kindBelow, kindOfPath, KINDS } from './kind-of-id';
import { PATHS, Places } from './places';
import { CLUSTER, isEither } from './read/azapi';
import { Resolver } from './resolver';
import { OTHER_TYPES, TYPES } from './resource-types';
import { DescribedResource, SourceDocument, SourceResource } from './source';
import { alike, OneOf, Reference, Template, Unknown, Value } from './value';

/** The argument that holds the parent's id, and the path below it. */
const CHILDREN: ReadonlyMap<string, { readonly parent: string; readonly path: string }> = new Map([
  [TYPES.policy as string, { parent: 'vault_id', path: 'backupPolicies' }],
  [TYPES.container as string, { parent: 'storage_account_id', path: 'blobServices/default/containers' }],
]);

/** Types whose ids are known, or can be put together. */
const NAMED_TYPES: readonly string[] = [TYPES.azapi, ...PATHS.keys(), ...CHILDREN.keys()];

/** Attributes that are the resource's id in Azure. */
const ID_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'resource_manager_id']);

/** Follows ids to the resources that they name. */
export class Ids {
  private readonly describedById = new Map<string, DescribedResource>();
  private readonly adopted = new Set<DescribedResource>();
  private managedById: ReadonlyMap<string, string> | undefined;
  private clusterNames: ClusterNames | undefined;

  public constructor(
    document: SourceDocument,
    private readonly resolver: Resolver,
    private readonly places: Places,
    private readonly byType: ReadonlyMap<string, readonly SourceResource[]>,
  ) {
    for (const described of document.described) this.describe(described);
  }

  /** Every resource of a Terraform type. */
  public all(type: string): readonly SourceResource[] {
    return this.byType.get(type) ?? [];
  }

  /** From now on the id names this, of which nobody has said anything. */
  public adopt(described: DescribedResource): void {
    this.describe(described);
    this.adopted.add(described);
  }

  /** The resource of one of `types` that an id argument names. */
  public link(value: Value, types: ReadonlySet<string>): Link<string> {
    const named = this.named(value);
    if (named !== undefined) {
      if (types.has(named.type)) return { state: 'resolved', target: named.key };
      return { state: 'unknown', why: `${this.resolver.text(value)} is not a resource of the expected type` };
    }
    const found = this.resolver.follow(value);
    if (found === undefined || found === null) return { state: 'absent' };
    if (found instanceof Reference) {
      return { state: 'unknown', why: `${found} is not a resource of the expected type` };
    }
    // What isn't managed here may be named by an id, a variable or a function: the same text is the same thing.
    const id = this.resolver.text(found);
    const described = this.describedById.get(this.sameText(found));
    if (described !== undefined) return { state: 'resolved', target: described.key };
    // What is worked out of those that are managed here is one of them, and no other.
    if (
      found instanceof Unknown &&
      found.references.some(({ key }) => types.has(this.resolver.resource(key)?.type ?? ''))
    ) {
      return { state: 'unknown', why: found.why };
    }
    if (found instanceof Unknown && found.references.length === 0) return { state: 'unknown', why: found.why };
    return { state: 'outside', id };
  }

  /** What an id names, managed here or not. */
  public kindOf(value: Value): Fact<NamedResource> {
    const found = this.resolver.follow(value);
    if (found === undefined || found === null) return ABSENT;
    const text = this.resolver.text(found);
    if (found instanceof OneOf) {
      const facts = found.candidates.map((candidate) => this.kindOf(candidate));
      const kind = alike(facts.map((fact) => (fact.state === 'known' ? fact.value.kind : undefined)));
      return kind === undefined ? unknown(found.why) : known({ kind, text });
    }
    const named = this.named(value);
    if (named !== undefined) return known({ kind: this.kindOfResource(named), text });
    const whole = found instanceof Template ? found : undefined;
    const parent = whole?.parts[0] instanceof Reference ? this.named(whole.parts[0]) : undefined;
    if (parent !== undefined) {
      const kind = this.kindOfResource(parent);
      const rest =
        whole?.parts
          .slice(1)
          .map((part) => this.resolver.text(part))
          .join('') ?? '';
      return known({ kind: kind === 'backup' ? kind : kindBelow(kind, rest), text });
    }
    const words = this.places.segments(value).map((segment) => segment.text.toLowerCase());
    if (words[0] === 'subscriptions' && words[4] === 'providers') return known({ kind: kindOfPath(words), text });
    // What its author calls a server is one, whatever the id will be.
    const described = this.describedById.get(this.sameText(found));
    if (described?.kind === 'server' && !this.adopted.has(described)) return known({ kind: 'flexibleServer', text });
    return unknown(found instanceof Unknown ? found.why : `${text} is not an ARM id`);
  }

  /**
   * What the scope of a role, a lock or an alert names.
   * @param kindOf the kind of a resource of the estate that others are for
   */
  public scope(value: Value, kindOf: (key: string) => ScopedKind | undefined): ArmScope {
    const named = this.named(value)?.key ?? this.describedById.get(this.sameText(value))?.key;
    const kind = named === undefined ? undefined : kindOf(named);
    if (named !== undefined && kind !== undefined) return { kind, key: named };
    const segments = this.places.segments(value);
    const words = segments.map((segment) => segment.text.toLowerCase());
    if (words[0] === 'subscriptions' && segments.length === 2) {
      return { kind: 'subscription', subscription: segments[1] };
    }
    if (words[0] === 'subscriptions' && words[2] === 'resourcegroups' && segments.length === 4) {
      return { kind: 'resourceGroup', place: { subscription: segments[1], resourceGroup: segments[3] } };
    }
    const text = this.resolver.text(value);
    // The root of a tenant lies above all management groups.
    if (text === '/' || (words[0] === 'providers' && words[1] === 'microsoft.management')) {
      return { kind: 'managementGroup', text };
    }
    const place = { subscription: segments[1], resourceGroup: segments[3] };
    if (words[0] === 'subscriptions' && words[6] === 'flexibleservers' && segments.length === 8) {
      return { kind: 'serverId', place, name: segments[7], text };
    }
    if (words[0] === 'subscriptions' && words[6] === 'storageaccounts') {
      const container = words[10] === 'containers' ? segments[11] : undefined;
      return { kind: 'storageId', place, account: segments[7], container, text };
    }
    if (words[0] === 'subscriptions') return { kind: 'other', text, subscription: segments[1] };
    if (words[0] === 'providers') return { kind: 'other', text };
    return this.scopeByReference(value, text, kindOf);
  }

  private describe(described: DescribedResource): void {
    this.describedById.set(this.sameText(described.id), described);
  }

  private scopeByReference(value: Value, text: string, kindOf: (key: string) => ScopedKind | undefined): ArmScope {
    const found = this.resolver.follow(value);
    const [first, ...rest] = found instanceof Template ? found.parts : [found];
    const parent = first instanceof Reference ? this.resolver.resource(first.key) : undefined;
    if (parent?.type === OTHER_TYPES.managementGroup) return { kind: 'managementGroup', text };
    if (parent !== undefined) {
      const below = rest.map((part) => this.resolver.text(part)).join('');
      const container = /^\/blobServices\/default\/containers\/([^/]+)$/i.exec(below);
      if (container === null || parent.type !== TYPES.storageAccount) {
        return { kind: 'other', text, subscription: this.places.subscriptionOf(parent) };
      }
      const account = this.places.symbol(parent.attribute('name')) ?? { text: parent.key, literal: false };
      const literal = !container[1].includes('${');
      const place = this.places.of(parent);
      return { kind: 'storageId', place, account, container: { text: container[1], literal }, text };
    }
    const mentions = found instanceof Unknown ? found.references.map(({ key }) => key) : [];
    const why = found instanceof Unknown ? found.why : `${text} is not an ARM id`;
    return { kind: 'unknown', why, mentions: mentions.filter((key) => kindOf(key) !== undefined) };
  }

  /** Equal only for what is the same thing: two functions of one list are two things. */
  private sameText(id: Value): string {
    const found = this.resolver.follow(id);
    return this.resolver.identity(found) ?? this.resolver.text(found);
  }

  /** The resource of this estate whose id a value is. */
  private named(value: Value): SourceResource | undefined {
    if (value instanceof Reference && ID_ATTRIBUTES.has(value.attribute[0])) {
      const direct = this.resolver.resource(value.key);
      if (direct !== undefined) return direct;
    }
    const found = this.resolver.follow(value);
    if (found instanceof Reference) return this.resolver.resource(found.key);
    const key = this.keyOfId(found);
    return key === undefined ? undefined : this.resolver.resource(key);
  }

  private keyOfId(id: Value): string | undefined {
    if (typeof id === 'string' && id.startsWith('/')) {
      this.managedById ??= this.indexIds();
      const key = this.managedById.get(id.toLowerCase());
      if (key !== undefined) return key;
    }
    if (!mayNameCluster(id)) return undefined;
    this.clusterNames ??= this.indexClusters();
    return this.clusterNames.find(this.places.segments(id));
  }

  private indexClusters(): ClusterNames {
    const clusters = [TYPES.cluster, TYPES.azapi].flatMap((type) => this.all(type)).filter(({ repeated }) => !repeated);
    return new ClusterNames(
      clusters
        .filter((resource) => this.kindOfResource(resource) === 'cluster')
        .map((resource) => ({
          key: resource.key,
          name: this.places.symbol(resource.attribute('name')),
          place: this.places.of(resource),
        })),
    );
  }

  private kindOfResource(source: SourceResource): ResourceKind {
    const kind = KINDS.get(source.type);
    if (kind !== undefined) return kind;
    return isEither(this.resolver, source, TYPES.cluster, CLUSTER) ? 'cluster' : 'other';
  }

  /** An estate that is applied knows its ids; of others what is written out makes them. */
  private indexIds(): ReadonlyMap<string, string> {
    const byId = new Map<string, string>();
    for (const type of NAMED_TYPES) {
      for (const resource of this.byType.get(type) ?? []) {
        const id = this.idOf(resource);
        if (id !== undefined) byId.set(id, resource.key);
      }
    }
    return byId;
  }

  private idOf(resource: SourceResource): string | undefined {
    const child = CHILDREN.get(resource.type);
    const path = PATHS.get(resource.type);
    if (child === undefined && path === undefined && resource.type !== TYPES.azapi) return undefined;
    const id = resource.attribute('id');
    if (typeof id === 'string') return id.toLowerCase();
    if (resource.repeated) return undefined;
    const name = this.resolver.string(resource.attribute('name'));
    if (name.state !== 'known') return undefined;
    if (path !== undefined) {
      const { subscription, resourceGroup } = this.places.of(resource);
      if (subscription?.literal !== true || resourceGroup?.literal !== true) return undefined;
      return `/subscriptions/${subscription.text}/resourceGroups/${resourceGroup.text}/providers/${path}/${name.value}`.toLowerCase();
    }
    const parent = child === undefined ? undefined : this.idOfParent(resource.attribute(child.parent));
    return parent === undefined ? undefined : `${parent}/${child?.path}/${name.value}`.toLowerCase();
  }

  private idOfParent(value: Value): string | undefined {
    const found = this.resolver.follow(value);
    if (typeof found === 'string') return found;
    const parent = found instanceof Reference ? this.resolver.resource(found.key) : undefined;
    return parent === undefined || !PATHS.has(parent.type) ? undefined : this.idOf(parent);
  }
}

/** Quick to tell of what is none: every server and vault is asked. */
function mayNameCluster(id: Value): boolean {
  const parts = id instanceof Template ? id.parts : [id];
  return parts.some((part) => typeof part === 'string' && /\/servergroupsv2\//i.test(part));
}
