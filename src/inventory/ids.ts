import { ArmScope, ScopedKind } from './arm-scope';
import { ClusterNames, ManagedNames, namedBy, NamedPlace } from './cluster-names';
import { NamedResource, ResourceKind } from './entities';
import { ABSENT, Fact, known, Link, unknown } from './fact';
import { kindBelow, kindOfPath, KINDS } from './kind-of-id';
import { PATHS, Places } from './places';
import { armType, CLUSTER, isEither } from './read/azapi';
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

/** Ids of what is found by its name. */
const NAMED_IDS = /\/(serverGroupsv2|flexibleServers|backupVaults)\//i;

/** Those of it whose names are their own within a group alone. */
const NAMED_IN_GROUPS: ReadonlyMap<string, string> = new Map([
  ['flexibleservers', TYPES.server],
  ['backupvaults', TYPES.vault],
]);

/** Follows ids to the resources that they name. */
export class Ids {
  private readonly describedById = new Map<string, DescribedResource>();
  private readonly describedByKey = new Map<string, DescribedResource>();
  private readonly adopted = new Set<DescribedResource>();
  private managedById: ReadonlyMap<string, string> | undefined;
  private clusterNames: ClusterNames | undefined;
  private readonly managedNames = new Map<string, ManagedNames>();

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
    if (found instanceof Unknown && (found.references.length === 0 || this.resolver.identity(found) === undefined)) {
      return { state: 'unknown', why: found.why };
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
    if (named !== undefined) return withText(this.kindOfResource(named), text);
    const words = this.places.segments(value).map((segment) => segment.text.toLowerCase());
    if (words[0] === 'subscriptions' && words[4] === 'providers') {
      // Of a type that is put in by Terraform nothing is known.
      const isOpen = words.slice(5, 7).some((word) => word.includes('${'));
      return isOpen
        ? unknown(`the type in ${text} is known when Terraform plans`)
        : known({ kind: kindOfPath(words), text });
    }
    const below = found instanceof Template ? this.kindBelowResource(found) : undefined;
    if (below !== undefined) return withText(below, text);
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
    const vault = namedBy(segments, 'backupvaults');
    const mentions = vault === undefined ? [] : this.managed(TYPES.vault).perhaps(vault);
    if (mentions.length > 0) return { kind: 'unknown', why: `which vault ${text} is isn't known yet`, mentions };
    if (words[0] === 'subscriptions') return { kind: 'other', text, subscription: segments[1] };
    if (words[0] === 'providers') return { kind: 'other', text };
    return this.scopeByReference(value, text, kindOf);
  }

  /** Keys of the servers managed here that one which is only read or named may be. */
  public perhapsManaged(key: string): readonly string[] {
    const wanted = this.namedPlaceOf(key);
    return wanted === undefined ? [] : this.managed(TYPES.server).perhaps(wanted);
  }

  private describe(described: DescribedResource): void {
    this.describedById.set(this.sameText(described.id), described);
    this.describedByKey.set(described.key, described);
  }

  private namedPlaceOf(key: string): NamedPlace | undefined {
    const described = this.describedByKey.get(key);
    if (described !== undefined) return namedBy(this.places.segments(described.id), 'flexibleservers');
    const source = this.resolver.resource(key);
    return source && this.namedPlace(source);
  }

  private namedPlace(source: SourceResource): NamedPlace {
    return { name: this.places.symbol(source.attribute('name')), place: this.places.of(source) };
  }

  /** What a text that begins with the id of a resource names. */
  private kindBelowResource({ parts: [first, ...rest] }: Template): Fact<ResourceKind> | undefined {
    const parent = first instanceof Reference ? this.named(first) : undefined;
    if (parent === undefined) return undefined;
    const kind = this.kindOfResource(parent);
    if (kind.state !== 'known' || kind.value === 'backup') return kind;
    return known(kindBelow(kind.value, rest.map((part) => this.resolver.text(part)).join('')));
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
      if (direct !== undefined) return this.managedOne(direct);
    }
    const found = this.resolver.follow(value);
    const key = found instanceof Reference ? found.key : this.keyOfId(found);
    const source = key === undefined ? undefined : this.resolver.resource(key);
    return source && this.managedOne(source);
  }

  /** The same server where it is managed, of one that is only read here. */
  private managedOne(source: SourceResource): SourceResource {
    if (source.type !== TYPES.server || source.mode !== 'data' || source.repeated) return source;
    const key = this.managed(TYPES.server).find(this.namedPlace(source));
    return (key === undefined ? undefined : this.resolver.resource(key)) ?? source;
  }

  private keyOfId(id: Value): string | undefined {
    if (typeof id === 'string' && id.startsWith('/')) {
      this.managedById ??= this.indexIds();
      const key = this.managedById.get(id.toLowerCase());
      if (key !== undefined) return key;
    }
    const type = namedType(id);
    if (type === undefined) return undefined;
    const wanted = namedBy(this.places.segments(id), type);
    if (wanted === undefined) return undefined;
    const inGroups = NAMED_IN_GROUPS.get(type);
    if (inGroups !== undefined) return this.managed(inGroups).find(wanted);
    this.clusterNames ??= this.indexClusters();
    return this.clusterNames.find(wanted);
  }

  private managed(type: string): ManagedNames {
    let names = this.managedNames.get(type);
    if (names === undefined) {
      const managed = this.all(type).filter(({ mode }) => mode === 'managed');
      names = new ManagedNames(
        // Of several behind one block none is certain.
        managed.map((source) => ({
          key: source.key,
          ...this.namedPlace(source),
          ...(source.repeated && { name: undefined }),
        })),
      );
      this.managedNames.set(type, names);
    }
    return names;
  }

  private indexClusters(): ClusterNames {
    const clusters = [TYPES.cluster, TYPES.azapi].flatMap((type) => this.all(type)).filter(({ repeated }) => !repeated);
    return new ClusterNames(
      clusters
        .filter((resource) => isEither(this.resolver, resource, TYPES.cluster, CLUSTER))
        .map((resource) => ({ key: resource.key, ...this.namedPlace(resource) })),
    );
  }

  private kindOfResource(source: SourceResource): Fact<ResourceKind> {
    if (source.type === TYPES.azapiUpdate) return unknown(`${source.address} has the id of what it updates`);
    if (source.type !== TYPES.azapi) return known(KINDS.get(source.type) ?? 'other');
    const type = armType(this.resolver, source);
    if (type.state !== 'known') return unknown(`the type of ${source.address} is not known yet`);
    return known(kindOfType(type.value.type));
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
function namedType(id: Value): string | undefined {
  for (const part of id instanceof Template ? id.parts : [id]) {
    const [, type] = (typeof part === 'string' && NAMED_IDS.exec(part)) || [];
    if (type !== undefined) return type.toLowerCase();
  }
  return undefined;
}

/** What the API calls a type, as if it stood in an id. */
function kindOfType(type: string): ResourceKind {
  const [provider, ...types] = type.split('/');
  return kindOfPath(['', '', '', '', '', provider, ...types.flatMap((word) => [word, 'name'])]);
}

function withText(kind: Fact<ResourceKind>, text: string): Fact<NamedResource> {
  return kind.state === 'known' ? known({ kind: kind.value, text }) : kind;
}
