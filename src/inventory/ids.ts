import { ArmScope, Place, ScopedKind, Symbolic } from './arm-scope';
import { ClusterNames } from './cluster-names';
import { NamedResource, ResourceKind } from './entities';
import { ABSENT, Fact, known, Link, unknown } from './fact';
import { kindBelow, kindOfPath, KINDS } from './kind-of-id';
import { Resolver } from './resolver';
import { OTHER_TYPES, TYPES } from './resource-types';
import { DescribedResource, SourceDocument, SourceResource } from './source';
import { alike, OneOf, Reference, Template, Unknown, Value } from './value';

/** The path of a type below its resource group, where azurerm makes it from the group and a name. */
const PATHS: ReadonlyMap<string, string> = new Map<string, string>([
  [TYPES.server, 'Microsoft.DBforPostgreSQL/flexibleServers'],
  [TYPES.vault, 'Microsoft.DataProtection/backupVaults'],
  [TYPES.cluster, 'Microsoft.DBforPostgreSQL/serverGroupsv2'],
  [TYPES.storageAccount, 'Microsoft.Storage/storageAccounts'],
]);

/** The argument that holds the parent's id, and the path below it. */
const CHILDREN: ReadonlyMap<string, { readonly parent: string; readonly path: string }> = new Map([
  [TYPES.policy as string, { parent: 'vault_id', path: 'backupPolicies' }],
  [TYPES.container as string, { parent: 'storage_account_id', path: 'blobServices/default/containers' }],
]);

/** Types whose ids are known, or can be put together. */
const NAMED_TYPES: readonly string[] = [TYPES.azapi, ...PATHS.keys(), ...CHILDREN.keys()];

const MAY_HAVE_PARENT: ReadonlySet<string> = new Set([TYPES.azapi, TYPES.server, TYPES.vault]);

/** ARM nests no deeper. */
const MAX_PARENTS = 8;

/** Attributes that are the resource's id in Azure. */
const ID_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'resource_manager_id']);

/** Follows ids: to the resource that one names, and to the place that it lies in. */
export class Ids {
  private readonly describedById = new Map<string, DescribedResource>();
  private readonly adopted = new Set<DescribedResource>();
  private managedById: ReadonlyMap<string, string> | undefined;
  private clusterNames: ClusterNames | undefined;
  private ownSubscriptions: ReadonlyMap<string, Symbolic> | undefined;

  public constructor(
    document: SourceDocument,
    private readonly resolver: Resolver,
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

  public symbol(value: Value): Symbolic | undefined {
    const found = this.resolver.follow(value);
    if (typeof found === 'string') return { text: found, literal: true };
    if (found instanceof Unknown && found.references.length > 0) {
      // The subscription of the provider in use has a symbol of its own, so that ids put together by hand compare.
      const source = this.resolver.resource(found.references[0].key);
      if (source !== undefined && isOwnSubscription(source, found.references[0])) return this.subscriptionOf(source);
    }
    const literal = found instanceof Template && this.resolver.string(found).state === 'known';
    const text = this.resolver.identity(found);
    return text === undefined ? undefined : { text, literal };
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
    const words = this.segments(value).map((segment) => segment.text.toLowerCase());
    if (words[0] === 'subscriptions' && words[4] === 'providers') return known({ kind: kindOfPath(words), text });
    // What its author calls a server is one, whatever the id will be.
    const described = this.describedById.get(this.sameText(found));
    if (described?.kind === 'server' && !this.adopted.has(described)) return known({ kind: 'flexibleServer', text });
    return unknown(found instanceof Unknown ? found.why : `${text} is not an ARM id`);
  }

  public place(resource: SourceResource): Place {
    return this.placeOf(resource, 0);
  }

  /** Where an ARM id, literal or put together, lies. */
  public placeOfId(id: Value): Place {
    return this.placeBehind(id, 0);
  }

  /**
   * What the scope of a role, a lock or an alert names.
   * @param kindOf the kind of a resource of the estate that others are for
   */
  public scope(value: Value, kindOf: (key: string) => ScopedKind | undefined): ArmScope {
    const named = this.named(value)?.key ?? this.describedById.get(this.sameText(value))?.key;
    const kind = named === undefined ? undefined : kindOf(named);
    if (named !== undefined && kind !== undefined) return { kind, key: named };
    const segments = this.segments(value);
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

  /** The subscription that a resource lies in: as literal as the estate knows it. */
  public subscriptionOf(source: SourceResource): Symbolic {
    const { subscription } = source;
    if (subscription.literal) return subscription;
    this.ownSubscriptions ??= this.learnSubscriptions();
    return this.ownSubscriptions.get(subscription.text) ?? subscription;
  }

  private placeOf(resource: SourceResource, hops: number): Place {
    const id = resource.attribute('id');
    if (typeof id === 'string' && id.startsWith('/subscriptions/')) return this.placeBehind(id, hops);
    // Servers and vaults may be azapi's too.
    const hasParent = MAY_HAVE_PARENT.has(resource.type);
    const parent = hasParent ? resource.attribute('parent_id') : undefined;
    if (parent !== undefined && parent !== null) return this.placeBehind(parent, hops);
    return {
      subscription: this.subscriptionOf(resource),
      resourceGroup: this.symbol(resource.attribute('resource_group_name')),
    };
  }

  private placeBehind(id: Value, hops: number): Place {
    const found = this.resolver.follow(id);
    const target = found instanceof Reference ? this.resolver.resource(found.key) : undefined;
    if (target !== undefined && !this.isGroup(target)) {
      // A parent may name itself.
      return hops < MAX_PARENTS ? this.placeOf(target, hops + 1) : {};
    }
    const segments = this.segments(found);
    return segments[0]?.text.toLowerCase() === 'subscriptions'
      ? {
          subscription: segments[1],
          resourceGroup: segments[2]?.text.toLowerCase() === 'resourcegroups' ? segments[3] : undefined,
        }
      : {};
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
        return { kind: 'other', text, subscription: this.subscriptionOf(parent) };
      }
      const account = this.symbol(parent.attribute('name')) ?? { text: parent.key, literal: false };
      const literal = !container[1].includes('${');
      const place = this.place(parent);
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
    return this.clusterNames.find(this.segments(id));
  }

  private indexClusters(): ClusterNames {
    const clusters = [TYPES.cluster, TYPES.azapi].flatMap((type) => this.all(type)).filter(({ repeated }) => !repeated);
    return new ClusterNames(
      clusters
        .filter((resource) => this.kindOfResource(resource) === 'cluster')
        .map((resource) => ({
          key: resource.key,
          name: this.symbol(resource.attribute('name')),
          place: this.place(resource),
        })),
    );
  }

  private isGroup(source: SourceResource): boolean {
    return source.type === OTHER_TYPES.resourceGroup || this.isAzapi(source, 'microsoft.resources/resourcegroups');
  }

  /** @param type of the API, in lower case */
  private isAzapi(source: SourceResource, type: string): boolean {
    if (source.type !== TYPES.azapi) return false;
    return this.resolver.text(source.attribute('type')).toLowerCase().startsWith(`${type}@`);
  }

  private kindOfResource(source: SourceResource): ResourceKind {
    const kind = KINDS.get(source.type);
    if (kind !== undefined) return kind;
    return this.isAzapi(source, 'microsoft.dbforpostgresql/servergroupsv2') ? 'cluster' : 'other';
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
      const { subscription, resourceGroup } = this.place(resource);
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

  /** What the provider's own subscription is shows in what was made in it or asked of it. */
  private learnSubscriptions(): ReadonlyMap<string, Symbolic> {
    const learned = new Map<string, Symbolic>();
    const learn = (resource: SourceResource, name: string, subscriptionIn: (text: string) => string | undefined) => {
      const { subscription } = resource;
      if (subscription.literal || learned.has(subscription.text)) return;
      const value = resource.attribute(name);
      const text = typeof value === 'string' ? subscriptionIn(value) : undefined;
      if (text !== undefined) learned.set(subscription.text, { text, literal: true });
    };
    const configs = [
      ...(this.byType.get(OTHER_TYPES.clientConfig) ?? []),
      ...(this.byType.get(OTHER_TYPES.subscription) ?? []).filter(isOwnSubscriptionData),
    ];
    for (const resource of configs) learn(resource, 'subscription_id', (text) => text);
    for (const type of [OTHER_TYPES.resourceGroup, ...PATHS.keys()]) {
      for (const resource of this.byType.get(type) ?? []) {
        learn(resource, 'id', (id) => /^\/subscriptions\/([^/]+)\//i.exec(id)?.[1]);
      }
    }
    return learned;
  }

  /** An id as path segments, with the ids of groups and subscriptions written out. */
  private segments(value: Value): Symbolic[] {
    const found = this.resolver.follow(value);
    const parts = found instanceof Template ? found.parts : [found];
    const segments: Symbolic[] = [];
    let open: Symbolic | undefined;
    const close = () => {
      if (open !== undefined && open.text !== '') segments.push(open);
      open = undefined;
    };
    const append = (symbol: Symbolic) => {
      open = open === undefined ? symbol : { text: open.text + symbol.text, literal: open.literal && symbol.literal };
    };
    for (const part of parts) {
      const resolved = this.resolver.follow(part as Value);
      if (typeof resolved === 'string') {
        resolved.split('/').forEach((word, index) => {
          if (index > 0) close();
          if (word !== '') append({ text: word, literal: true });
        });
        continue;
      }
      const expanded = resolved instanceof Reference ? this.expandId(resolved) : undefined;
      if (expanded !== undefined) segments.push(...expanded);
      else append(this.symbol(resolved) ?? { text: '${…}', literal: false });
    }
    close();
    return segments;
  }

  private expandId(reference: Reference): Symbolic[] | undefined {
    const target = this.resolver.resource(reference.key);
    const word = (text: string): Symbolic => ({ text, literal: true });
    if (target === undefined || reference.attribute[0] !== 'id') return undefined;
    const id = target.attribute('id');
    if (typeof id === 'string' && id.startsWith('/')) return id.split('/').slice(1).map(word);
    if (this.isGroup(target)) {
      const name = this.symbol(target.attribute('name')) ?? { text: `\${${reference.key}}`, literal: false };
      const { subscription } = this.place(target);
      return [word('subscriptions'), subscription ?? this.subscriptionOf(target), word('resourceGroups'), name];
    }
    if (target.type === OTHER_TYPES.subscription) {
      return [word('subscriptions'), this.symbol(target.attribute('subscription_id')) ?? this.subscriptionOf(target)];
    }
    return undefined;
  }
}

/** Quick to tell of what is none: every server and vault is asked. */
function mayNameCluster(id: Value): boolean {
  const parts = id instanceof Template ? id.parts : [id];
  return parts.some((part) => typeof part === 'string' && /\/servergroupsv2\//i.test(part));
}

/** A subscription that is read without being named is the provider's own. */
function isOwnSubscriptionData(source: SourceResource): boolean {
  if (source.mode !== 'data' || source.type !== OTHER_TYPES.subscription) return false;
  return source.written !== undefined && source.written('subscription_id') === undefined;
}

function isOwnSubscription(source: SourceResource, reference: Reference): boolean {
  return (
    source.mode === 'data' &&
    (source.type === OTHER_TYPES.clientConfig || source.type === OTHER_TYPES.subscription) &&
    reference.attribute[0] === 'subscription_id'
  );
}
