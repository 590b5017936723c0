import { estateOf, findingsOf, resource, shown } from './kit';
import { assemble } from '../../../src/inventory/assemble';
import { combine } from '../../../src/inventory/combine';
import { SourceDocument } from '../../../src/inventory/source';
import { readSources } from '../../../src/validation/readers/read';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
const VAULT = 'azurerm_data_protection_backup_vault';
const SERVER = 'azurerm_postgresql_flexible_server';
const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';

async function documents(...texts: string[]): Promise<SourceDocument[]> {
  const inputs = await readSources(texts.map((text, at) => ({ name: `input-${at}`, text })));
  return inputs.map(({ document }) => document);
}

test('one document is itself', async () => {
  const [document] = await documents(shown('ways'));
  expect(combine([document])).toBe(document);
});

describe('a plan and the state before it', () => {
  let plan: SourceDocument;
  let state: SourceDocument;
  beforeAll(async () => {
    [state, plan] = await documents(shown('changes-state'), shown('changes'));
  });

  test('are one estate, in either order', () => {
    for (const both of [
      [state, plan],
      [plan, state],
    ]) {
      const addresses = combine(both).resources.map(({ key }) => key);
      // What the plan replaces has no id that could meet; what it keeps or takes away does.
      expect(addresses.filter((key) => key.includes('shop["stock"]'))).toEqual([
        `input-1|${INSTANCE}.shop["stock"]`,
        `input-1|${SERVER}.shop["stock"]`,
      ]);
      expect(addresses.filter((key) => key.includes('carts'))).toEqual([]);
    }
  });

  test('what the one knows under its own name depends on what the other knows', () => {
    const estate = assemble(combine([state, plan]));
    const instance = estate.instances.find(({ address }) => address === `${INSTANCE}.shop["stock"]`)!;
    expect(instance.server).toMatchObject({ state: 'resolved', target: { key: `input-1|${SERVER}.shop["stock"]` } });
    const alias = [...combine([state, plan]).aliases!].find(([key]) => key === `input-0|${SERVER}.shop["stock"]`);
    expect(alias?.[1]).toBe(resource(plan, `${SERVER}.shop["stock"]`));
  });
});

test('a server in one plan and its vault in another meet by their ids, before either exists', async () => {
  const place = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup`;
  const provider = `provider "azurerm" {\n  subscription_id = "${SUBSCRIPTION}"\n}\n`;
  const backup = `${provider}resource "${VAULT}" "v" {
  name = "bv-company"
  resource_group_name = "rg-backup"
  location = "northeurope"
  redundancy = "GeoRedundant"
  identity {
    type = "SystemAssigned"
  }
}`;
  const shop = `${provider}resource "${SERVER}" "s" {
  name = "pg-orders"
  resource_group_name = "rg-shop"
  location = "westeurope"
}
resource "${INSTANCE}" "i" {
  server_id = ${SERVER}.s.id
  vault_id = "${place}/providers/Microsoft.DataProtection/BackupVaults/BV-company"
}`;
  const both = await documents(backup, shop);
  expect(findingsOf('PGB403', ...both)).toEqual([`violated ${INSTANCE}.i`]);
  // Alone the vault is somewhere else, and nothing is known of it.
  expect(findingsOf('PGB403', both[1])).toEqual([`undecided ${INSTANCE}.i`]);
});

test('two that are different stay two', async () => {
  const estate = await estateOf(shown('ways'), shown('several'));
  expect(estate.servers.length).toBe(3 + 4);
});
