import { estateOf, findingsOf, refusal, resource, shown } from './kit';
import { readText } from '../../../src/validation/readers/read';

const SERVER = 'azurerm_postgresql_flexible_server';
const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';

test('ids meet, whatever their case', async () => {
  const state = JSON.parse(shown('changes-state'));
  const instance = state.values.root_module.resources.find(({ type }: any) => type === INSTANCE);
  instance.values.server_id = instance.values.server_id.toUpperCase();
  const estate = await estateOf(JSON.stringify(state));
  expect(estate.instances.map(({ server, vault, policy }) => [server.state, vault.state, policy.state])).toEqual(
    Array.from({ length: 3 }, () => ['resolved', 'resolved', 'resolved']),
  );
  expect(estate.assignments.map(({ vault, scope }) => `${vault.state} ${scope.kind}`)).toEqual([
    'resolved server',
    'resolved server',
    'resolved server',
    'resolved resourceGroup',
  ]);
});

test('the order is the one that was recorded', async () => {
  const estate = await estateOf(shown('changes-state'));
  expect(estate.dependsOn(estate.instances[0], estate.assignments[0])).toBe(true);
  expect(estate.dependsOn(estate.assignments[0], estate.instances[0])).toBe(false);
});

test('what was imported has no record, so that its order is open', async () => {
  const state = JSON.parse(shown('changes-state'));
  for (const each of state.values.root_module.resources) if (each.type === INSTANCE) delete each.depends_on;
  const { document } = await readText('state.json', JSON.stringify(state));
  expect(findingsOf('PGB103', document).map((finding) => finding.split(' ')[0])).toEqual(Array(3).fill('undecided'));
});

test('a state is no plan: nothing changes, and no constraint is known', async () => {
  const { kind, document } = await readText('state.json', shown('changes-state'));
  expect(kind).toBe('state');
  expect(document.azurerm).toEqual([]);
  expect(document.removed).toBeUndefined();
  expect(document.resources.every(({ change }) => change === undefined)).toBe(true);
});

test('what isn’t set is absent, though it stands there as an empty text', async () => {
  const state = JSON.parse(shown('changes-state'));
  const server = state.values.root_module.resources.find(({ type }: any) => type === SERVER);
  Object.assign(server.values, { delegated_subnet_id: '', replication_role: null, tags: { a: '' } });
  const { document } = await readText('state.json', JSON.stringify(state));
  const found = resource(document, server.address);
  expect(found.attribute('delegated_subnet_id')).toBeUndefined();
  expect(found.attribute('replication_role')).toBeUndefined();
  expect({ ...(found.attribute('tags') as object) }).toEqual({ a: undefined });
});

test('azurerm’s `false` for an argument that was left out is no argument', async () => {
  const state = JSON.parse(shown('changes-state'));
  const vaults = state.values.root_module.resources.filter(({ type }: any) => type.endsWith('_backup_vault'));
  for (const vault of vaults) {
    Object.assign(vault.values, { redundancy: 'LocallyRedundant', cross_region_restore_enabled: false });
  }
  const { document } = await readText('state.json', JSON.stringify(state));
  expect(vaults).toHaveLength(4);
  expect(findingsOf('PGB501', document)).toEqual([]);
});

test('a write-only password leaves its version', async () => {
  const { document } = await readText('state.json', shown('full-state'));
  expect(findingsOf('PGB902', document)).toEqual([expect.stringMatching(/^undecided .*ledger/)]);
});

test('nothing has been applied yet', async () => {
  const { kind, document } = await readText('state.json', '{"format_version":"1.0"}');
  expect(kind).toBe('state');
  expect(document.resources).toEqual([]);
});

describe('a state file as Terraform stores it', () => {
  const stored = (more: object = {}) =>
    JSON.stringify({
      version: 4,
      terraform_version: '1.11.4',
      serial: 1,
      lineage: 'x',
      resources: [
        {
          module: 'module.a["x"]',
          mode: 'managed',
          type: SERVER,
          name: 'this',
          instances: [
            { index_key: 'b', attributes: { name: 'pg-b' }, dependencies: ['azurerm_resource_group.g'] },
            { index_key: 0, attributes: { name: 'pg-0' } },
            { attributes: { name: 'old' }, deposed: 'ab12' },
          ],
        },
        {
          mode: 'data',
          type: 'azurerm_client_config',
          name: 'me',
          instances: [{ attributes: { subscription_id: 's' } }],
        },
      ],
      ...more,
    });

  test('is read as it is shown', async () => {
    const { kind, document } = await readText('terraform.tfstate', stored());
    expect(kind).toBe('state');
    expect(document.resources.map(({ address, mode }) => [address, mode])).toEqual([
      [`module.a["x"].${SERVER}.this["b"]`, 'managed'],
      [`module.a["x"].${SERVER}.this[0]`, 'managed'],
      ['data.azurerm_client_config.me', 'data'],
    ]);
    expect(document.resources[0].attribute('name')).toBe('pg-b');
  });

  describe('bodies of azapi', () => {
    const GEO_API = 'Microsoft.DBforPostgreSQL/serverGroupsv2@2022-11-08';
    const body = { properties: { enableGeoBackup: true, nodeCount: 2, firewall: ['a'] } };
    const type = ['object', { properties: ['object', { enableGeoBackup: 'bool', nodeCount: 'number' }] }];
    const read = (attributes: object | undefined, made = 'azapi_resource') =>
      readText(
        'terraform.tfstate',
        stored({
          resources: [{ mode: 'managed', type: made, name: 'tenants', instances: [{ attributes }] }],
        }),
      );
    const geo = { type: GEO_API, name: 'tenants', location: 'uksouth' };

    test.each<[string, unknown]>([
      ['azapi 2 keeps with their type', { value: body, type }],
      ['azapi 2 is given as texts', { value: JSON.stringify(body), type: 'string' }],
      ['azapi 1 keeps as texts', JSON.stringify(body)],
      ['stand there as they are', body],
    ])('are read, where %s', async (_, kept) => {
      const { document } = await read({ ...geo, body: kept });
      expect(findingsOf('PGB804', document)).toEqual(['violated azapi_resource.tenants']);
      expect(findingsOf('PGB801', document)).toEqual(['violated azapi_resource.tenants']);
    });

    test.each<[string, unknown, unknown]>([
      ['a list', ['list', 'string'], ['a']],
      ['a map of sets', ['map', ['set', 'number']], { a: [1] }],
      ['a tuple', ['tuple', ['string', 'bool']], ['a', true]],
      ['nothing known', 'dynamic', null],
    ])('are whatever their type says: %s', async (_, of, value) => {
      const { document } = await read({ output: { value, type: of } }, 'azapi_update_resource');
      const { attribute } = document.resources[0];
      const output = attribute.call(document.resources[0], 'output');
      expect(JSON.parse(JSON.stringify(output ?? null))).toEqual(value);
    });

    test.each<[string, unknown]>([
      ['more beside them', { value: 'a', type: 'string', name: 'b' }],
      ['no type of Terraform', { value: 'a', type: 'Microsoft.Network/virtualNetworks' }],
      ['no type of what it holds', { value: ['a'], type: ['list'] }],
      ['a list that is no type', { value: ['a'], type: ['a', 'b'] }],
      ['no value', { type: 'string' }],
    ])('may have members of these names: %s', async (_, output) => {
      const { document } = await read({ output });
      expect(document.resources[0].attribute('output')).toMatchObject(output as object);
    });

    test('are of azapi alone, and may be missing', async () => {
      const tags = { value: 'a', type: 'string' };
      const { document } = await read({ tags }, SERVER);
      expect(document.resources[0].attribute('tags')).toMatchObject(tags);
      expect((await read(undefined)).document.resources[0].attribute('body')).toBeUndefined();
    });

    test('may hold a password that was written, or was given', async () => {
      const password = { properties: { administratorLoginPassword: 'Horse-7-battery' } };
      const kept = await read({ ...geo, body: { value: password, type } });
      expect(findingsOf('PGB902', kept.document)).toEqual(['undecided azapi_resource.tenants']);
      const sensitive_body_version = { 'properties.administratorLoginPassword': '1' };
      const gone = await read({ ...geo, body: { value: body, type }, sensitive_body: null, sensitive_body_version });
      expect(findingsOf('PGB902', gone.document)).toEqual(['undecided azapi_resource.tenants']);
      const none = await read({ ...geo, body: { value: body, type }, sensitive_body: null });
      expect(findingsOf('PGB902', none.document)).toEqual([]);
    });
  });

  test('of another version is refused', async () => {
    expect(await refusal(() => readText('terraform.tfstate', stored({ version: 3 })))).toBe(
      'terraform.tfstate: is a state of a version that is not known: `version` must be 4, got: 3; run `terraform show -json` and check what it prints',
    );
  });

  test('that is encrypted is refused', async () => {
    expect(await refusal(() => readText('s', '{"serial":1,"lineage":"x","meta":{},"encrypted_data":"…"}'))).toBe(
      's: is encrypted; run `terraform show -json` and check what it prints',
    );
  });
});
