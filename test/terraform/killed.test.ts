import { INSTANCE } from './kit';
import { adopting, ENGINES, Estate, importExisting, messageOf, oneServer, orphans } from './lifecycle-kit';

/** Requests after which Terraform has some seconds to wait, and is killed. */
const MOMENTS = [
  ['a vault is being made', '/backupVaults/bv-shop'],
  ['a role has to spread', '/roleAssignments/'],
  ['protection is being configured', '/backupInstances/psql-orders'],
] as const;
const CASES = ENGINES.flatMap((engine) => MOMENTS.map(([moment, path]) => ({ engine, moment, path })));

/**
 * Kills Terraform and its providers once Azure has answered a request. Terraform empties its file before it writes the new
 * state: killed in between, it would have lost sight of everything, and there would be nothing to heal.
 */
async function kill(estate: Estate, command: 'startApply' | 'startDestroy', method: string, path: string) {
  const running = await estate.runner[command]();
  await estate.requested(method, path);
  await estate.stateAtRest();
  running.kill('SIGKILL');
  expect(await messageOf(running)).toContain('ended by SIGKILL');
}

it.concurrent.each(CASES)('$engine heals what it left when it was killed while $moment', ({ engine, path }) =>
  Estate.live({ engine, freshProviders: true }, async (estate) => {
    estate.write(oneServer());
    estate.twin.addFault({ kind: 'slow', method: 'PUT', path: '/backupVaults/bv-shop', seconds: 5 });
    await kill(estate, 'startApply', 'PUT', path);
    expect(orphans(estate)).toContainEqual(expect.stringContaining(path));

    expect(await estate.failedApply()).toContain('already exists - to be managed via Terraform');
    estate.write(adopting(oneServer()));
    await estate.apply();
    expect(estate.namesOf('backupInstances')).toEqual(['psql-orders']);
    await estate.destroy();
  }),
);

it.concurrent('Terraform needs no more than an import where it was killed before it could save', () =>
  Estate.live({ freshProviders: true }, async (estate) => {
    estate.write(oneServer());
    await kill(estate, 'startApply', 'PUT', '/backupInstances/');
    expect(await importExisting(estate, await estate.failedApply())).toEqual([`${INSTANCE}.orders_BackupInstance`]);
    expect(await estate.apply()).toEqual({});
  }),
);

it.concurrent.each(ENGINES)('%s ends a destroy that was killed', (engine) =>
  Estate.live({ engine, freshProviders: true }, async (estate) => {
    estate.write(oneServer());
    await estate.apply();
    await kill(estate, 'startDestroy', 'DELETE', '/backupInstances/');
    expect(estate.namesOf('backupVaults')).toEqual(['bv-shop']);
    await estate.destroy();
  }),
);
