import { estateOf, findingsOf, shown } from './kit';
import { InstanceFacts } from '../../../src/inventory/entities';
import { BackupInventory } from '../../../src/inventory/inventory';
import { JsonObject } from '../../../src/validation/readers/json';
import { readText } from '../../../src/validation/readers/read';

/** Modules that are given a map of servers; the plan shows what it is made from, and not what is where in it. */
const PICKED = 'picked';

/** The instances that a rule has something to say of, without the types: `module.with["first"]`. */
async function said(rule: string, text = shown(PICKED)): Promise<readonly string[]> {
  const { document } = await readText(PICKED, text);
  return findingsOf(rule, document).map(short);
}

function short(finding: string): string {
  return finding
    .replace('.module.one', '')
    .replace(/\.?azurerm_data_protection_backup_instance_postgresql_flexible_server\.this/, '')
    .replace('azurerm_postgresql_flexible_server.', '')
    .replace('azurerm_role_assignment.', '');
}

/** The plan with something else in it. */
function changed(change: (plan: any) => void): string {
  const plan = JSON.parse(shown(PICKED)) as JsonObject;
  change(plan);
  return JSON.stringify(plan);
}

const both = (outcome: string, ...modules: string[]) =>
  modules.flatMap((name) => [`${outcome} module.${name}["first"]`, `${outcome} module.${name}["second"]`]);

describe('a server that is one of several', () => {
  let estate: BackupInventory;
  beforeAll(async () => {
    estate = await estateOf(shown(PICKED));
  });

  const serverOf = ({ server }: InstanceFacts) => (server.state === 'resolved' ? server.target : undefined);

  test('is known by what they have in common', () => {
    const instance = estate.instances.find(({ address }) => address.startsWith('module.with.module.one["first"]'))!;
    const server = serverOf(instance);
    expect(server).toMatchObject({
      address: 'azurerm_postgresql_flexible_server.this["with_1"] or azurerm_postgresql_flexible_server.this["with_2"]',
      version: { state: 'known', value: '16' },
      location: { state: 'known', value: 'westeurope' },
      place: { resourceGroup: { text: 'rg-picked', literal: true } },
    });
    const why = {
      state: 'unknown',
      why: 'it comes from one of several: azurerm_postgresql_flexible_server.this["with_1"].id, azurerm_postgresql_flexible_server.this["with_2"].id',
    };
    expect([server?.name, server?.storageMb, server?.createMode]).toEqual([why, why, { state: 'absent' }]);
  });

  test('is the same only where it is taken from the same place', () => {
    const servers = estate.instances.map((instance) => serverOf(instance)?.key);
    expect(new Set(servers).size).toBe(8);
    expect(estate.servers).toHaveLength(8);
  });

  test('has the roles that are assigned on what is taken from there', async () => {
    expect(await said('PGB101')).toEqual([...both('undecided', 'outside'), ...both('violated', 'without')]);
    // On the group of all of them.
    expect(await said('PGB102')).toEqual([]);
    expect(await said('PGB103')).toEqual([
      // Of the one role it is known that nobody waits for it, of the other it isn't.
      ...both('undecided', 'outside'),
      ...both('violated', 'keyed', 'outside', 'with', 'without'),
    ]);
    expect(await said('PGB106')).toEqual([]);
    expect(await said('PGB108')).toEqual([]);
  });

  test('is judged where they are alike, and by the instance', async () => {
    expect(await said('PGB401')).toEqual(both('undecided', 'with'));
    expect(await said('PGB403')).toEqual([]);
    const old = changed(({ resource_changes: changes }) => {
      for (const { index, change } of changes) if (/^without/.test(index)) change.after.create_mode = 'Replica';
    });
    expect(await said('PGB404', old)).toEqual(both('violated', 'without'));
  });

  test('keeps to one of several policies', async () => {
    expect(await said('PGB409')).toEqual([]);
    expect(await said('PGB905')).toEqual(both('undecided', 'keyed'));
  });

  test('may be the one that another instance protects', async () => {
    expect(await said('PGB410')).toEqual(both('undecided', 'keyed', 'outside', 'with', 'without'));
  });

  test('may be each of them, and none besides', async () => {
    const servers = ['keyed_1', 'keyed_2', 'outside_1', 'outside_2', 'with_1', 'with_2', 'without_1', 'without_2'];
    expect(await said('PGB901')).toEqual(servers.map((name) => `undecided this["${name}"]`));
    const without = changed((plan) => {
      delete plan.configuration.root_module.module_calls.without;
      plan.resource_changes = plan.resource_changes.filter(
        (each: any) => !/^module\.without/.test(each.module_address),
      );
    });
    expect((await said('PGB901', without)).filter((each) => each.startsWith('violated'))).toEqual([
      'violated this["without_1"]',
      'violated this["without_2"]',
    ]);
  });

  test('is not told where more is said than where it is taken from', async () => {
    const chosen = changed(({ configuration }) => {
      const { one } = configuration.root_module.module_calls.with.module.module_calls;
      for (const { type, expressions } of one.module.resources) {
        if (type === 'azurerm_role_assignment') expressions.scope.references.push('var.name');
      }
    });
    expect((await said('PGB101', chosen)).filter((each) => /with\[/.test(each))).toEqual(both('undecided', 'with'));
  });

  test('is two assignments of a role, or one twice', async () => {
    const twice = changed(({ resource_changes: changes, configuration }) => {
      const { resources } = configuration.root_module.module_calls.keyed.module;
      const role = resources.find(({ type }: any) => type === 'azurerm_role_assignment');
      resources.push({ ...role, name: 'again', address: 'azurerm_role_assignment.again' });
      for (const change of [...changes]) {
        if (!/^module\.keyed\.azurerm_role_assignment/.test(change.address)) continue;
        changes.push({ ...change, name: 'again', address: change.address.replace('.this[', '.again[') });
      }
    });
    expect(await said('PGB108', twice)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^undecided module\.keyed/)]),
    );
    expect((await said('PGB108', twice)).filter((each) => each.startsWith('violated'))).toEqual([]);
  });

  test('is one, with roles for one of several principals', async () => {
    const oneServer = (plan: any) => {
      const { references } = plan.configuration.root_module.module_calls.keyed.expressions.servers;
      references.splice(0, references.length, ...references.filter((text: string) => text.includes('keyed_1')));
    };
    expect(await said('PGB108', changed(oneServer))).toEqual(['violated module.keyed.this["second"]']);
    const severalPrincipals = changed((plan) => {
      oneServer(plan);
      const { resource_changes: changes, configuration } = plan;
      const { resources, module_calls: calls } = configuration.root_module;
      const isVault = ({ type, module_address: module }: any) => /_backup_vault$/.test(type) && module === undefined;
      const other = (vault: any) => ({ ...vault, name: 'other', address: vault.address.replace(/this$/, 'other') });
      changes.push(other(changes.find(isVault)));
      resources.push(other(resources.find(isVault)));
      calls.keyed.expressions.vault.references.push('azurerm_data_protection_backup_vault.other');
    });
    expect((await said('PGB108', severalPrincipals)).filter((each) => /^violated/.test(each))).toEqual([]);
    expect(await said('PGB108', severalPrincipals)).toContain('undecided module.keyed.this["second"]');
  });
});

test('what modules ask of azurerm is not shown in a plan', async () => {
  const silent = changed(({ configuration }) => {
    delete configuration.provider_config.azurerm.version_constraint;
  });
  expect(await said('PGB511', silent)).toEqual(['undecided terraform.required_providers.azurerm']);
  const alone = JSON.parse(silent) as any;
  delete alone.configuration.root_module.module_calls;
  expect(await said('PGB511', JSON.stringify(alone))).toEqual(['violated terraform.required_providers.azurerm']);
});

describe('one of several that are numbered', () => {
  const SERVER = 'azurerm_postgresql_flexible_server';
  const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
  /** `many[count.index]` and `many[count.index + 1]` are printed alike. */
  const plan = (servers: number, instances: number) => {
    const parts = (type: string, index: number) => ({
      ...{ address: `${type}.a[${index}]`, mode: 'managed', type, name: 'a', index },
      provider_name: 'registry.terraform.io/hashicorp/azurerm',
    });
    const created = (type: string, count: number, after: (index: number) => object) =>
      [...Array(count).keys()].map((index) => ({
        ...parts(type, index),
        change: {
          actions: ['create'],
          before: null,
          after: after(index),
          after_unknown: { id: true, server_id: true },
        },
      }));
    const configured = (type: string, count: number, expressions: object) => ({
      ...{ address: `${type}.a`, mode: 'managed', type, name: 'a', provider_config_key: 'azurerm' },
      count_expression: { constant_value: count },
      expressions,
    });
    return JSON.stringify({
      format_version: '1.2',
      resource_changes: [
        ...created(SERVER, servers, (index) => ({ name: `pg-${index}`, storage_mb: index === 0 ? 4194304 : 32768 })),
        ...created(INSTANCE, instances, (index) => ({ name: `i-${index}` })),
      ],
      configuration: {
        root_module: {
          resources: [
            configured(SERVER, servers, {}),
            configured(INSTANCE, instances, { server_id: { references: [`${SERVER}.a`, 'count.index'] } }),
          ],
        },
      },
    });
  };
  const large = async (servers: number, instances: number) =>
    findingsOf('PGB401', (await readText('plan.json', plan(servers, instances))).document);

  test('is the one of the same number where there are as many', async () => {
    expect(await large(2, 2)).toEqual([`violated ${SERVER}.a[0]`]);
  });

  test('may be any where there are more', async () => {
    expect(await large(2, 1)).toEqual([`undecided ${INSTANCE}.a[0]`]);
  });
});
