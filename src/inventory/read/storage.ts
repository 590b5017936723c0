import { entity, Reading } from './reading';
import { ArmScope } from '../arm-scope';
import { ContainerFacts, NetworkRulesFacts, StorageAccountFacts, VaultFacts } from '../entities';
import { Fact, known, Link, unknown } from '../fact';
import { ACCOUNTS, VAULTS } from '../resource-types';
import { SourceResource } from '../source';
import { Reference, Value } from '../value';

/** Storage accounts with their firewalls, which may be blocks or resources of their own, and containers. */
export class StorageReader {
  public readonly accounts = new Map<string, StorageAccountFacts>();
  private readonly accountsByName = new Map<string, StorageAccountFacts>();
  public readonly containers: readonly ContainerFacts[];
  private readonly containersByName = new Map<string, ContainerFacts>();
  private readonly rulesByAccount = new Map<string, SourceResource>();
  private rulesOfUnknown: SourceResource | undefined;

  public constructor(
    private readonly reading: Reading,
    private readonly vaults: ReadonlyMap<string, VaultFacts>,
    sources: Readonly<Record<'accounts' | 'networkRules' | 'containers', readonly SourceResource[]>>,
  ) {
    for (const rules of sources.networkRules) {
      const account = reading.ids.link(rules.attribute('storage_account_id'), ACCOUNTS);
      if (account.state === 'resolved') this.rulesByAccount.set(account.target, rules);
      else if (account.state === 'unknown') this.rulesOfUnknown ??= rules;
    }
    for (const source of sources.accounts) {
      const account = this.account(source);
      this.accounts.set(account.key, account);
      if (account.name.state === 'known') this.accountsByName.set(account.name.value, account);
    }
    this.containers = sources.containers.map((source) => this.container(source));
    for (const container of this.containers) {
      const { account, name } = container;
      if (account.state === 'resolved' && name.state === 'known') {
        this.containersByName.set(`${account.target.key}/${name.value}`, container);
      }
    }
  }

  /** An id that is written out may name an account or a container of this estate. */
  public resolve(scope: ArmScope): ArmScope {
    if (scope.kind !== 'storageId' || !scope.account.literal) return scope;
    const account = this.accountsByName.get(scope.account.text);
    if (account === undefined) return scope;
    if (scope.container === undefined) return { kind: 'storageAccount', key: account.key };
    const container = this.containersByName.get(`${account.key}/${scope.container.text}`);
    return container === undefined ? scope : { kind: 'container', key: container.key };
  }

  private container(source: SourceResource): ContainerFacts {
    const id = source.attribute('storage_account_id');
    return {
      ...entity(source),
      kind: 'container',
      name: this.reading.resolver.string(source.attribute('name')),
      account:
        id === undefined || id === null
          ? this.accountByName(source.attribute('storage_account_name'))
          : this.reading.link(id, this.accounts, ACCOUNTS),
    };
  }

  /** azurerm up to 4 takes the name of the account, which is unique in all of Azure. */
  private accountByName(value: Value): Link<StorageAccountFacts> {
    const direct = value instanceof Reference ? this.accounts.get(value.key) : undefined;
    if (direct !== undefined) return { state: 'resolved', target: direct };
    const name = this.reading.resolver.string(value);
    if (name.state !== 'known') return name;
    const target = this.accountsByName.get(name.value);
    return target === undefined ? { state: 'outside', id: name.value } : { state: 'resolved', target };
  }

  private account(source: SourceResource): StorageAccountFacts {
    const { reading } = this;
    const { resolver } = reading;
    const boolean = (name: string) => resolver.boolean(source.attribute(name));
    return {
      ...entity(source),
      kind: 'storageAccount',
      name: resolver.string(source.attribute('name')),
      place: reading.places.of(source),
      location: reading.region(source.attribute('location')),
      crossTenantReplication: boolean('cross_tenant_replication_enabled'),
      publicNetworkAccess: boolean('public_network_access_enabled'),
      networkRules: this.networkRules(source),
    };
  }

  private networkRules(account: SourceResource): Fact<NetworkRulesFacts> {
    const own = this.rulesByAccount.get(account.key);
    if (own !== undefined) return known(this.rules((name) => own.attribute(name)));
    const block = this.reading.resolver.block(account.attribute('network_rules'));
    if (block.state === 'known') return known(this.rules((name) => block.value[name]));
    return block.state === 'absent' && this.rulesOfUnknown !== undefined
      ? unknown(`${this.rulesOfUnknown.address} may be its rules: which account they are for is not known yet`)
      : block;
  }

  private rules(attribute: (name: string) => Value): NetworkRulesFacts {
    const { resolver } = this.reading;
    const access = resolver.blocks(attribute('private_link_access'));
    return {
      defaultAction: resolver.string(attribute('default_action')),
      bypass: resolver.strings(attribute('bypass')),
      resources:
        access.state === 'known'
          ? known(access.value.map((rule) => this.reading.link(rule.endpoint_resource_id, this.vaults, VAULTS)))
          : access,
    };
  }
}
