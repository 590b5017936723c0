import { estateOf, GROUP_ID, INSTANCE, OWN, POLICY, ref, resource, SERVER, SUB, VAULT } from './kit';
import { SourceResource } from '../../src/inventory/source';
import { Template, Unknown } from '../../src/inventory/value';

const SERVER_ID = `${GROUP_ID}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg`;
const VAULT_ID = `${GROUP_ID}/providers/Microsoft.DataProtection/backupVaults/bv`;
const LITERAL = { subscription: { text: SUB, literal: true } };

function server(over: Partial<SourceResource> = {}, values: Record<string, unknown> = {}): SourceResource {
  return resource(SERVER, { name: 'pg', resource_group_name: 'rg', location: 'westeurope', ...values }, over);
}

function instance(values: Record<string, unknown>): SourceResource {
  return resource(INSTANCE, { name: 'i', ...values } as never);
}

describe('an id that is written out', () => {
  test('meets the server that its subscription, group and name make', () => {
    const [found] = estateOf(server(LITERAL), instance({ server_id: SERVER_ID.toUpperCase() })).instances;
    expect(found.server).toMatchObject({ state: 'resolved', target: { address: SERVER } });
  });

  test.each<[string, SourceResource]>([
    ['the subscription is not known', server()],
    ['the name is not known', server(LITERAL, { name: new Unknown('it is a variable') })],
    ['it is one of several', server({ ...LITERAL, repeated: true })],
    ['it is another server', server(LITERAL, { name: 'other' })],
  ])('stands for itself where %s', (_, managed) => {
    const estate = estateOf(managed, instance({ server_id: SERVER_ID }));
    expect(estate.instances[0].server).toMatchObject({
      state: 'resolved',
      target: { origin: 'described', address: SERVER_ID },
    });
    expect(estate.servers).toHaveLength(2);
  });

  test('meets what has been applied, whatever it is called here', () => {
    const estate = estateOf(
      server({}, { id: SERVER_ID }),
      resource(VAULT, { id: VAULT_ID }),
      resource(POLICY, { id: `${VAULT_ID}/backupPolicies/weekly`, vault_id: VAULT_ID }),
      instance({ server_id: SERVER_ID, vault_id: VAULT_ID, backup_policy_id: `${VAULT_ID}/backupPolicies/Weekly` }),
    );
    const [{ server: one, vault, policy }] = estate.instances;
    expect([one.state, vault.state, policy.state]).toEqual(['resolved', 'resolved', 'resolved']);
    expect(estate.policies[0].vault).toMatchObject({ target: { address: VAULT } });
  });

  test('meets a policy of a vault whose id is made', () => {
    const estate = estateOf(
      resource(VAULT, { name: 'bv', resource_group_name: 'rg' }, LITERAL),
      resource(POLICY, { name: 'weekly', vault_id: ref(VAULT) }),
      instance({ backup_policy_id: `${VAULT_ID}/backupPolicies/weekly`, vault_id: VAULT_ID }),
    );
    expect(estate.instances[0].policy).toMatchObject({ state: 'resolved', target: { address: POLICY } });
  });

  test('of the wrong kind is nothing that is known', () => {
    const estate = estateOf(server({}, { id: SERVER_ID }), instance({ server_id: SERVER_ID, vault_id: SERVER_ID }));
    expect(estate.instances[0].vault).toEqual({
      state: 'unknown',
      why: `${SERVER_ID} is not a resource of the expected type`,
    });
  });
});

describe('the subscription of a provider that names none', () => {
  const scope = `/subscriptions/${SUB}/resourceGroups/rg`;
  const assignment = resource('azurerm_role_assignment.r', { scope, role_definition_name: 'Reader' });

  test.each<[string, SourceResource | undefined, string]>([
    ['nothing says it', undefined, OWN.text],
    ['a resource of it has its id', resource('azurerm_resource_group.rg', { id: scope }), SUB],
    ['it is asked for', resource('data.azurerm_client_config.me', { subscription_id: SUB }), SUB],
    [
      'another provider has its id',
      resource('azurerm_resource_group.rg', { id: scope }, { subscription: { text: '${other}', literal: false } }),
      OWN.text,
    ],
    [
      'something that may lie anywhere has an id',
      resource('azurerm_management_lock.l', { id: `${scope}/locks/l` }),
      OWN.text,
    ],
  ])('%s', (_, teacher, text) => {
    const estate = estateOf(...(teacher === undefined ? [] : [teacher]), server(), assignment);
    expect(estate.servers[0].place.subscription?.text).toBe(text);
  });
});

describe('a place', () => {
  const CLUSTER = 'azapi_resource.c';
  const TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview';

  test('is that of the parent, however it is written', () => {
    const place = (parent_id: never) =>
      estateOf(
        resource('azurerm_resource_group.rg', { name: 'rg' }, LITERAL),
        resource(CLUSTER, { type: TYPE, name: 'c', parent_id }),
      ).clusters[0].place;
    const expected = { subscription: { text: SUB, literal: true }, resourceGroup: { text: 'rg', literal: true } };
    expect(place(ref('azurerm_resource_group.rg') as never)).toEqual(expected);
    expect(place(GROUP_ID as never)).toEqual(expected);
    expect(place(new Template(['/subscriptions/', SUB, '/resourceGroups/rg']) as never)).toEqual(expected);
    expect(place(undefined as never)).toEqual({ subscription: OWN, resourceGroup: undefined });
  });

  test('is nowhere where parents go in a circle', () => {
    const estate = estateOf(
      resource(CLUSTER, { type: TYPE, parent_id: ref('azapi_resource.d') }),
      resource('azapi_resource.d', { type: TYPE, parent_id: ref(CLUSTER) }),
    );
    expect(estate.clusters.map(({ place }) => place)).toEqual([{}, {}]);
  });
});

describe('what an id names', () => {
  test.each<[string, unknown, string]>([
    ['a server', ref(SERVER), 'flexibleServer'],
    ['a database below it', new Template([ref(SERVER), '/databases/orders']), 'flexibleServerDatabase'],
    ['something else below it', new Template([ref(SERVER), '/backups/x']), 'other'],
    ['anything in a vault', new Template([ref(VAULT), '/backupInstances/i']), 'backup'],
    ['a vault', VAULT_ID, 'backup'],
    ['a resource of another kind', ref('azurerm_resource_group.rg'), 'other'],
    ['a resource group', GROUP_ID, 'unknown'],
    ['a variable', new Unknown('it is a variable'), 'unknown'],
    ['nothing', undefined, 'absent'],
  ])('%s', (_, value, kind) => {
    const estate = estateOf(
      server({}, { source_server_id: value as never }),
      resource(VAULT, {}),
      resource('azurerm_resource_group.rg', {}),
    );
    const { source } = estate.servers[0];
    expect(source.state === 'known' ? source.value.kind : source.state).toBe(kind);
  });
});

describe('what a role is on', () => {
  test.each<[string, unknown, object]>([
    ['a server', ref(SERVER), { kind: 'server' }],
    ['an account', ref('azurerm_storage_account.a'), { kind: 'storageAccount' }],
    [
      'a container by the id that azurerm 4 has for it',
      ref('azurerm_storage_container.c', 'resource_manager_id'),
      { kind: 'container' },
    ],
    [
      'a container, put together',
      new Template([ref('azurerm_storage_account.a'), '/blobServices/default/containers/restore']),
      { kind: 'container' },
    ],
    [
      'something else in an account',
      new Template([ref('azurerm_storage_account.a'), '/queueServices/default']),
      { kind: 'other' },
    ],
    ['an account elsewhere', `${GROUP_ID}/providers/Microsoft.Storage/storageAccounts/other`, { kind: 'storageId' }],
    ['the root', '/', { kind: 'managementGroup' }],
    ['a management group', ref('azurerm_management_group.m'), { kind: 'managementGroup' }],
    ['a key vault', ref('azurerm_key_vault.k'), { kind: 'other', subscription: OWN }],
    [
      'a mix of several',
      new Unknown('it is put together', [ref(SERVER), ref('azurerm_key_vault.k')]),
      { kind: 'unknown', mentions: [`estate|${SERVER}`] },
    ],
    ['no id', 'here', { kind: 'unknown', why: 'here is not an ARM id' }],
  ])('%s', (_, scope, expected) => {
    const estate = estateOf(
      server(),
      resource('azurerm_storage_account.a', { name: 'st' }),
      resource('azurerm_storage_container.c', {
        name: 'restore',
        storage_account_id: ref('azurerm_storage_account.a'),
      }),
      resource('azurerm_management_group.m', {}),
      resource('azurerm_key_vault.k', {}),
      resource('azurerm_role_assignment.r', { scope: scope as never, role_definition_name: 'Reader' }),
    );
    expect(estate.assignments[0].scope).toMatchObject(expected);
  });
});
