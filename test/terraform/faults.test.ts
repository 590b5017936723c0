import { INSTANCE, POLICY, ROLE, SERVER, SLEEP, VAULT } from './kit';
import { adopting, Estate, importExisting, LOOSE, messageOf, oneServer, orphans } from './lifecycle-kit';
import { PropagationWait, Retention, StorageSize } from '../../src';
import type { Fault } from '../../src/twin';
import { Client } from '../twin/client';

/** What is in the path of each request about a thing. The first that matches is struck: inner things come first. */
const PATHS = {
  instance: '/backupInstances/psql-orders',
  policy: '/backupPolicies/vault-recoverable-1-year',
  vault: '/backupVaults/bv-shop',
  role: '/flexibleServers/psql-orders/providers/Microsoft.Authorization/roleAssignments/',
  server: '/flexibleServers/psql-orders',
  group: '/resourceGroups/rg-shop',
};
type Thing = keyof typeof PATHS;
const THINGS = Object.keys(PATHS) as Thing[];

const ADDRESSES: Record<Thing, string> = {
  instance: `${INSTANCE}.orders_BackupInstance`,
  policy: `${POLICY}.vault_Recoverable-1-year`,
  vault: `${VAULT}.vault`,
  role: `${ROLE}.orders_BackupRole-vault`,
  server: `${SERVER}.orders`,
  group: 'azurerm_resource_group.group',
};
const WAIT = `${SLEEP}.orders_BackupRoleWait-vault`;

/** What befalls a request, whichever that is. */
type Misfortune = Omit<Fault, 'method' | 'path'>;

/** One fault for each thing, for its first request of a method. */
function oneEach(method: string, fault: Misfortune, things: readonly Thing[] = THINGS): Fault[] {
  return things.map((thing) => ({ ...fault, method, path: PATHS[thing] }));
}

/** Sends faults into a run, and has each of them strike. */
async function strike<T>({ twin }: Estate, faults: readonly Fault[], run: () => Promise<T>): Promise<T> {
  for (const fault of faults) twin.addFault(fault);
  const result = await run();
  expect(twin.faults.pending).toEqual([]);
  return result;
}

const kinds = (addresses: string[]): string[] => addresses.map((address) => address.split('.')[0]).sort();

it.concurrent.each<[string, Misfortune, Misfortune]>([
  ['throttles', { kind: 'throttled' }, { kind: 'throttled' }],
  ['is unavailable', { kind: 'unavailable' }, { kind: 'unavailable', status: 500 }],
  ['is slow', { kind: 'slow', seconds: 2 }, { kind: 'slow', seconds: 2 }],
])('an estate is made and deleted at the first attempt while Azure %s', (_, reading, writing) =>
  Estate.live({}, async (estate) => {
    const polls = { ...reading, method: 'GET', path: '/operations/', times: 3 };
    estate.write(oneServer());
    await strike(estate, [...oneEach('GET', reading), ...oneEach('PUT', writing), polls], () => estate.apply());
    await strike(estate, oneEach('DELETE', writing), () => estate.destroy());
  }),
);

it.concurrent('a broken connection ends the apply with an error that names the resource, and the next goes on', () =>
  Estate.live({}, async (estate) => {
    estate.write(oneServer());
    for (const things of [['group'], ['vault', 'server'], ['policy', 'role'], ['instance']] as Thing[][]) {
      const message = await strike(estate, oneEach('PUT', { kind: 'reset' }, things), () => estate.failedApply());
      expect(message).toContain('HTTP response was nil; connection may have been reset');
      for (const thing of things) expect(message).toContain(`(${ADDRESSES[thing]}`);
      expect(orphans(estate)).toEqual([]);
    }
    await estate.apply();
  }),
);

it.concurrent('a connection that breaks while an operation is watched leaves what has to be imported', () =>
  Estate.live({}, async (estate) => {
    estate.write(oneServer());
    const reset: Fault = { kind: 'reset', method: 'GET', path: '/operations/', times: 2 };
    const message = await strike(estate, [reset], () => estate.failedApply());
    for (const thing of ['vault', 'server'] as const) expect(message).toContain(`(${ADDRESSES[thing]}`);

    const imported = await importExisting(estate, await estate.failedApply());
    expect(imported.sort()).toEqual([ADDRESSES.vault, ADDRESSES.server].sort());
    await estate.apply();
  }),
);

it.concurrent('what Azure accepts and then fails to make is made by the next apply', () =>
  Estate.live({}, async (estate) => {
    estate.write(oneServer());
    for (const things of [['vault', 'server'], ['instance']] as Thing[][]) {
      const faults = oneEach('PUT', { kind: 'failedOperation' }, things);
      const message = await strike(estate, faults, () => estate.failedApply());
      expect(message).toContain('Code: "InternalServerError"');
      for (const thing of things) expect(message).toContain(`(${ADDRESSES[thing]}`);
      expect(orphans(estate)).toEqual([]);
    }
    expect(await estate.apply()).toEqual({ [ADDRESSES.instance]: 'create' });
  }),
);

it.concurrent('what was made though the answer was lost is imported', () =>
  Estate.live({}, async (estate) => {
    estate.write(oneServer());
    const waves: [Thing[], string[]][] = [
      [
        ['vault', 'server'],
        [VAULT, SERVER],
      ],
      [
        ['policy', 'role'],
        [POLICY, ROLE],
      ],
      [['instance'], [INSTANCE]],
    ];
    for (const [things, types] of waves) {
      const faults = oneEach('PUT', { kind: 'lostAnswer' }, things);
      const message = await strike(estate, faults, () => estate.failedApply());
      for (const thing of things) expect(message).toContain(`(${ADDRESSES[thing]}`);
      expect(kinds(await importExisting(estate, await estate.failedApply()))).toEqual(types);
      expect(orphans(estate)).toEqual([]);
    }
    await estate.apply();
  }),
);

it.concurrent('what was made though the answer was lost is adopted by a provider that is told to', () =>
  Estate.live({}, async (estate) => {
    estate.write(oneServer());
    await strike(estate, oneEach('PUT', { kind: 'lostAnswer' }, ['group']), () => estate.failedApply());
    estate.write(adopting(oneServer()));
    for (const things of [['vault', 'server'], ['policy', 'role'], ['instance']] as Thing[][]) {
      await strike(estate, oneEach('PUT', { kind: 'lostAnswer' }, things), () => estate.failedApply());
    }
    await estate.apply();
    // Once all is in the state, the provider need no longer be told.
    estate.write(oneServer());
    await estate.expectSettled();
  }),
);

it.concurrent('a change that was done though the answer was lost is found done', () =>
  Estate.live({}, async (estate) => {
    estate.write(oneServer());
    await estate.apply();
    const tags = { tier: 'gold' };
    const more = { storage: StorageSize.gibibytes(256), tags, recoverableFor: Retention.years(2) };
    estate.write(oneServer({ ...LOOSE, tags }, more));
    const faults = [
      ...oneEach('PUT', { kind: 'lostAnswer' }, ['vault']),
      ...oneEach('PATCH', { kind: 'lostAnswer' }, ['server']),
    ];
    const first = await strike(estate, faults, () => estate.failedApply());
    expect(first).toContain(`(${ADDRESSES.vault}`);
    expect(first).toContain(`(${ADDRESSES.server}`);
    const fault = oneEach('PUT', { kind: 'lostAnswer' }, ['instance']);
    const second = await strike(estate, fault, () => estate.failedApply());
    expect(second).toContain(`(${ADDRESSES.instance}`);
    // All that is left is the policy that nobody is under any more.
    expect(await estate.apply()).toEqual({ [ADDRESSES.policy]: 'delete' });
  }),
);

it.concurrent('what was deleted though the answer was lost is gone after the next destroy', () =>
  Estate.live({}, async (estate) => {
    estate.write(oneServer());
    await estate.apply();
    for (const things of [['instance'], ['policy', 'role'], ['vault', 'server'], ['group']] as Thing[][]) {
      const faults = oneEach('DELETE', { kind: 'lostAnswer' }, things);
      const message = await strike(estate, faults, () => estate.failedDestroy());
      expect(message).toContain('HTTP response was nil; connection may have been reset');
      for (const thing of things) expect(message).toContain(PATHS[thing].slice(1));
    }
    await estate.destroy();
  }),
);

it.concurrent(
  'a deletion that fails in Azure is waited for until somebody interrupts it, and done by the next destroy',
  () =>
    Estate.live({}, async (estate) => {
      estate.write(oneServer());
      await estate.apply();
      estate.twin.addFault({ kind: 'failedOperation', method: 'DELETE', path: PATHS.instance });
      const running = await estate.runner.startDestroy();
      await estate.requested('DELETE', PATHS.instance);
      await estate.requested('GET', PATHS.instance, 3);
      running.kill('SIGINT');
      expect(await messageOf(running)).toContain('polling after BackupInstancesDelete: context canceled');
      expect(estate.namesOf('backupInstances')).toEqual(['psql-orders']);
      await estate.destroy();
    }),
);

it.concurrent('protection that comes before its role has spread fails, and the next apply configures it anew', () =>
  Estate.live({ twin: { rbacDelaySeconds: 600 } }, async (estate) => {
    estate.write(oneServer({}));
    const message = await estate.failedApply();
    expect(message).toContain("unexpected state 'ProtectionError', wanted target 'ProtectionConfigured'");
    expect(message).toContain(`(${ADDRESSES.instance}`);
    // The provider keeps the reason to itself; Azure tells it.
    const id = estate.idOf('backupInstances', 'psql-orders');
    const { body } = await new Client(estate.twin).send('GET', id, undefined, { apiVersion: '2025-07-01' });
    expect(body.properties.protectionErrorDetails.code).toBe('UserErrorMissingRequiredPermissions');

    estate.passDays(1);
    expect(await estate.apply()).toEqual({ [ADDRESSES.instance]: 'delete then create' });
  }),
);

it.concurrent('protection that waits until its role has spread is configured at the first attempt', () =>
  Estate.live({ twin: { rbacDelaySeconds: 30 } }, async (estate) => {
    // The provider itself waits for some 20 seconds after it has assigned a role.
    estate.write(oneServer({ propagationWait: PropagationWait.seconds(15) }), { fullWaits: true });
    expect(await estate.apply()).toMatchObject({ [WAIT]: 'create', [ADDRESSES.instance]: 'create' });
  }),
);
