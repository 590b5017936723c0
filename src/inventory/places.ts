import { Place, Symbolic } from './arm-scope';
import { isEither, RESOURCE_GROUP } from './read/azapi';
import { Resolver } from './resolver';
import { OTHER_TYPES, TYPES } from './resource-types';
import { SourceResource } from './source';
import { Reference, Template, Unknown, Value } from './value';

/** The path of a type below its resource group, where azurerm makes it from the group and a name. */
export const PATHS: ReadonlyMap<string, string> = new Map<string, string>([
  [TYPES.server, 'Microsoft.DBforPostgreSQL/flexibleServers'],
  [TYPES.vault, 'Microsoft.DataProtection/backupVaults'],
  [TYPES.cluster, 'Microsoft.DBforPostgreSQL/serverGroupsv2'],
  [TYPES.storageAccount, 'Microsoft.Storage/storageAccounts'],
]);

const MAY_HAVE_PARENT: ReadonlySet<string> = new Set([TYPES.azapi, TYPES.server, TYPES.vault]);

/** ARM nests no deeper. */
const MAX_PARENTS = 8;

/** Where things lie in Azure: in which subscription, and in which resource group. */
export class Places {
  private ownSubscriptions: ReadonlyMap<string, Symbolic> | undefined;

  public constructor(
    private readonly resolver: Resolver,
    private readonly byType: ReadonlyMap<string, readonly SourceResource[]>,
  ) {}

  /** What a name can be compared by; undefined where nothing is known of it. */
  public symbol(value: Value): Symbolic | undefined {
    const found = this.resolver.follow(value);
    if (typeof found === 'string') return { text: found, literal: true };
    if (found instanceof Unknown && found.references.length > 0) {
      // The subscription of the provider in use has a symbol of its own, so that ids put together by hand compare.
      const [first] = found.references;
      const source = found.origin === first.identity ? this.resolver.resource(first.key) : undefined;
      if (source !== undefined && isOwnSubscription(source, first)) return this.subscriptionOf(source);
    }
    const literal = found instanceof Template && this.resolver.string(found).state === 'known';
    const text = this.resolver.identity(found);
    return text === undefined ? undefined : { text, literal };
  }

  /** Where a resource lies by what is said of it. */
  public of(resource: SourceResource): Place {
    return this.placeOf(resource, 0);
  }

  /** Where an ARM id, literal or put together, lies. */
  public ofId(id: Value): Place {
    return this.placeBehind(id, 0);
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

  private isGroup(source: SourceResource): boolean {
    return isEither(this.resolver, source, OTHER_TYPES.resourceGroup, RESOURCE_GROUP);
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
  public segments(value: Value): Symbolic[] {
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
      const { subscription } = this.of(target);
      return [word('subscriptions'), subscription ?? this.subscriptionOf(target), word('resourceGroups'), name];
    }
    if (target.type === OTHER_TYPES.subscription) {
      return [word('subscriptions'), this.symbol(target.attribute('subscription_id')) ?? this.subscriptionOf(target)];
    }
    return undefined;
  }
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
