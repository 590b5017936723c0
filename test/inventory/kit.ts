import { assemble } from '../../src/inventory/assemble';
import { BackupInventory } from '../../src/inventory/inventory';
import { SourceResource } from '../../src/inventory/source';
import { Reference, referencesIn, Value } from '../../src/inventory/value';

export const SUB = '00000000-0000-0000-0000-000000000001';
export const GROUP_ID = `/subscriptions/${SUB}/resourceGroups/rg`;
/** The subscription of a provider that says none. */
export const OWN = { text: '${environment}', literal: false };

export function resource(
  address: string,
  values: Record<string, Value>,
  over: Partial<SourceResource> = {},
): SourceResource {
  const [data, type] = /^(data\.)?(\w+)\./.exec(address)!.slice(1);
  const dependencies = () => referencesIn(values).map(({ key }) => key);
  return {
    key: `estate|${address}`,
    address,
    type,
    mode: data === undefined ? 'managed' : 'data',
    subscription: OWN,
    repeated: false,
    notes: {},
    attribute: (name) => values[name],
    declaredDependencies: () => [],
    dependencies,
    ...over,
  };
}

export function ref(address: string, attribute = 'id'): Reference {
  return new Reference(`estate|${address}`, [attribute]);
}

export function estateOf(...resources: readonly SourceResource[]): BackupInventory {
  return assemble({ resources, described: [], azurerm: [] });
}

export const VAULT = 'azurerm_data_protection_backup_vault.v';
export const POLICY = 'azurerm_data_protection_backup_policy_postgresql_flexible_server.p';
export const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server.i';
export const SERVER = 'azurerm_postgresql_flexible_server.s';
