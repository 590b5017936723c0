import { join } from 'path';
import { EXAMPLES, variablesOf } from './kit';
import { Estate } from './lifecycle-kit';
import { APPLY, BEGIN, HELD_BY_SOFT_DELETE, Outside } from './outside';
import { EngineName } from '../../tools/terraform/toolchain';

const SHOP_SUBSCRIPTION = '8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10';
const BACKUP_SUBSCRIPTION = '3d0e5b9a-4a6f-4d10-8e2f-4c3a2f0e4c8b';
const FLEXIBLE_SERVER = 'Microsoft.DBforPostgreSQL/flexibleServers';

/** What an example refers to and doesn't make, and how long soft delete keeps its vaults once their instances are deleted. */
interface Life {
  readonly outside?: (outside: Outside) => Promise<void>;
  readonly variables?: Record<string, string>;
  readonly keptDays?: number;
}

const SHOP_GROUPS = `/subscriptions/${SHOP_SUBSCRIPTION}/resourceGroups`;
const COMPANY_VAULT = `/subscriptions/${BACKUP_SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-company`;

const LIVES: Record<string, Life> = {
  'existing-servers': {
    async outside(outside) {
      await outside.vault(COMPANY_VAULT, '5f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53c');
      await outside.policy(`${COMPANY_VAULT}/backupPolicies/company-default`);
      for (const name of ['psql-orders', 'psql-carts']) {
        await outside.server(`${SHOP_GROUPS}/rg-shop/providers/${FLEXIBLE_SERVER}/${name}`, { version: '16' });
      }
    },
  },
  full: {
    outside: (outside) => outside.aroundFull(variablesOf(join(EXAMPLES, 'full'))),
    // That of the example says what it is for, and is too simple for Azure.
    variables: { batch_password: 'Only-for-a-test-1' },
    keptDays: 30,
  },
  'platform-module': { keptDays: 14 },
  quickstart: { keptDays: 14 },
  'raw-resources': { keptDays: 14 },
};

it.concurrent.each<[string, EngineName]>([
  // That of the cluster is told in geo-cluster.test.ts: it is locked, and has two stacks.
  ...Object.keys(LIVES).map((example): [string, EngineName] => [example, 'terraform']),
  ['full', 'opentofu'],
  ['quickstart', 'opentofu'],
])('example %s is made, left alone by the next plan, and deleted with %s', (example, engine) =>
  Estate.live({ engine, twin: { startAt: BEGIN } }, async (estate) => {
    const { outside: prepare, keptDays, ...life } = LIVES[example];
    const outside = new Outside(estate.twin);
    await prepare?.(outside);
    outside.advanceTo(APPLY);
    estate.give();
    const folder = join(EXAMPLES, example);
    const [stack, ...others] = Object.values(await estate.terraform.synthesizeApp(folder));
    expect(others).toEqual([]);
    estate.use(stack, { variables: { ...variablesOf(folder), ...life.variables } });
    await estate.apply();

    if (keptDays !== undefined) {
      expect(await estate.failedDestroy()).toMatch(HELD_BY_SOFT_DELETE);
      estate.passDays(keptDays);
    }
    await estate.destroy();
  }),
);
