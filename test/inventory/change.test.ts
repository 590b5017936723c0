import { INSTANCE, resource, SERVER, VAULT } from './kit';
import { assemble } from '../../src/inventory/assemble';
import { ChangeAction, SourceResource } from '../../src/inventory/source';
import { actionsText, isDestroyed, isNew } from '../../src/rules/change';

const ID = '/subscriptions/x/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';

function changed(
  source: SourceResource,
  actions: readonly ChangeAction[],
  before: Record<string, string> = {},
): SourceResource {
  return { ...source, change: { actions, before: (name) => before[name], replacePaths: [] } };
}

function estate(resources: readonly SourceResource[], removed: readonly SourceResource[] = []) {
  return assemble({ resources, removed, described: [], azurerm: [] });
}

test.each<[readonly ChangeAction[], boolean, boolean]>([
  [['create'], true, false],
  [['update'], false, false],
  [['no-op'], false, false],
  [['delete', 'create'], true, true],
  [['create', 'delete'], true, true],
])('%j: new %s, destroyed %s', (actions, isNewServer, destroyed) => {
  const [server] = estate([changed(resource(SERVER, {}), actions)]).servers;
  expect([isNew(server), isDestroyed(server)]).toEqual([isNewServer, destroyed]);
  expect(actionsText(server)).toBe(actions.join(', then '));
});

test('forms without a plan know whether something is new where it has an id', () => {
  const server = (values: Record<string, string>) => estate([resource(SERVER, values)]).servers[0];
  expect(isNew(server({}))).toBe('unknown');
  expect(isNew(server({ id: ID }))).toBe(false);
  expect(isNew(estate([resource('data.azurerm_postgresql_flexible_server.d', {})]).servers[0])).toBe(false);
  expect(isDestroyed(server({}))).toBe(false);
});

test('what is there before is read as such; what is new has no before', () => {
  const before = { immutability: 'Locked' };
  const [vault] = estate([changed(resource(VAULT, { immutability: 'Unlocked' }), ['update'], before)]).vaults;
  expect(vault.immutability).toEqual({ state: 'known', value: 'Unlocked' });
  expect(vault.before!().immutability).toEqual({ state: 'known', value: 'Locked' });
  expect(estate([changed(resource(VAULT, {}), ['create'])]).vaults[0].before).toBeUndefined();
  expect(estate([resource(VAULT, {})]).vaults[0].before).toBeUndefined();
});

test('what a plan takes away is no part of the estate, and brings nothing into it', () => {
  const { servers, instances, vaults, removed } = estate(
    [],
    [
      changed(resource(SERVER, {}), ['delete'], { id: ID, name: 'pg' }),
      changed(resource(INSTANCE, {}), ['delete'], { server_id: ID }),
    ],
  );
  expect([servers, instances, vaults]).toEqual([[], [], []]);
  expect(removed.servers[0].name).toEqual({ state: 'known', value: 'pg' });
  expect(removed.instances[0].serverId).toEqual({ state: 'known', value: ID });
  expect(removed.instances[0].server).toEqual({ state: 'outside', id: ID });
  expect(isDestroyed(removed.servers[0])).toBe(true);
});
