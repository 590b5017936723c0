import { readdirSync } from 'fs';
import { join } from 'path';
import {
  addressAt,
  BACKUP_ROLE,
  configuredAt,
  counts,
  EXAMPLES,
  managed,
  planned,
  plannedAt,
  READER_ROLE,
  realTerraform,
  references,
  variablesOf,
  INSTANCE,
  POLICY,
  VAULT,
  VAULT_KEY,
  SERVER,
  ADMINISTRATOR,
  ROLE,
  SLEEP,
  GROUP,
  ROLE_DEFINITION,
  STORAGE_ACCOUNT,
  CONTAINER,
  LIFECYCLE,
  ACTION_GROUP,
  ALERT_PROCESSING,
  METRIC_ALERT,
  AZAPI,
  LOCK,
} from './kit';
import { SUBSCRIPTION_ID, TENANT_ID } from '../../tools/terraform/endpoint';
import { Plan, PlanResult, TerraformRunner } from '../../tools/terraform/terraform';

const FLEXIBLE_SERVER = 'Microsoft.DBforPostgreSQL/flexibleServers';

/** Resources that each stack of each example comes to. */
const RESOURCES: Record<string, Record<string, Record<string, number>>> = {
  'existing-servers': { protection: { [INSTANCE]: 2, [POLICY]: 1, [ROLE]: 3, [SLEEP]: 2 } },
  full: {
    finance: {
      [GROUP]: 3,
      [VAULT]: 2,
      [VAULT_KEY]: 1,
      [POLICY]: 3,
      [SERVER]: 4,
      [ADMINISTRATOR]: 2,
      [ROLE]: 7,
      [SLEEP]: 5,
      [INSTANCE]: 4,
    },
  },
  'geo-cluster': {
    recovery: { [AZAPI]: 2, [LOCK]: 1, [ACTION_GROUP]: 1, [METRIC_ALERT]: 2 },
    tenants: { [AZAPI]: 3, [LOCK]: 1, [GROUP]: 1, [ACTION_GROUP]: 1, [METRIC_ALERT]: 2 },
  },
  'platform-module': {
    databases: { [GROUP]: 6, [VAULT]: 1, [POLICY]: 2, [SERVER]: 5, [ROLE]: 10, [SLEEP]: 5, [INSTANCE]: 5 },
  },
  quickstart: {
    shop: {
      [GROUP]: 2,
      [VAULT]: 1,
      [POLICY]: 2,
      [SERVER]: 2,
      [ROLE]: 5,
      [ROLE_DEFINITION]: 1,
      [SLEEP]: 2,
      [INSTANCE]: 2,
      [STORAGE_ACCOUNT]: 1,
      [CONTAINER]: 1,
      [LIFECYCLE]: 1,
      [ACTION_GROUP]: 1,
      [ALERT_PROCESSING]: 1,
      [METRIC_ALERT]: 2,
    },
  },
  'raw-resources': { inventory: { [GROUP]: 1, [VAULT]: 1, [POLICY]: 1, [SERVER]: 1, [ROLE]: 2, [INSTANCE]: 1 } },
};

const terraform = realTerraform({ providers: ['azurerm', 'time', 'azapi'] });
const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const stacksOf = once((example) => terraform.runApp(join(EXAMPLES, example)));
const plansOf = once(async (example) => {
  const plans: Record<string, PlanResult> = {};
  for (const [stack, runner] of Object.entries(await stacksOf(example))) {
    plans[stack] = await runner.plan({ variables: variablesOf(join(EXAMPLES, example)) });
  }
  return plans;
});

/** Each example is run and planned once, whichever of its tests comes first. */
function once<T>(action: (example: string) => Promise<T>): (example: string) => Promise<T> {
  const results: Record<string, Promise<T>> = {};
  return (example) => (results[example] ??= action(example));
}

it('has an expectation for each example and no other', () => {
  expect(examples.sort()).toEqual(Object.keys(RESOURCES).sort());
});

describe.each(examples)('example %s', (example) => {
  it('is validated by the real providers without a word', async () => {
    for (const runner of Object.values<TerraformRunner>(await stacksOf(example))) {
      expect(await runner.validate()).toEqual([]);
    }
  });

  it('is planned without a warning, resource by resource', async () => {
    const found: Record<string, Record<string, number>> = {};
    for (const [stack, { plan, warnings }] of Object.entries(await plansOf(example))) {
      expect(warnings).toEqual([]);
      expect(managed(plan).filter(({ change }) => change.actions.join() !== 'create')).toEqual([]);
      found[stack] = counts(plan);
    }
    expect(found).toEqual(RESOURCES[example]);
  });

  it('makes every instance wait for both of its roles', async () => {
    for (const { plan } of Object.values(await plansOf(example))) {
      for (const address of Object.keys(planned(plan, INSTANCE))) {
        const waits: string[] = configuredAt(plan, address).depends_on;
        const roles = waits.flatMap((wait) =>
          wait.startsWith(`${SLEEP}.`) ? configuredAt(plan, wait).depends_on : [wait],
        );
        const guids = roles.map((role) => planned(plan, ROLE)[role].role_definition_id.split('/').pop());
        expect(guids.sort()).toEqual([READER_ROLE, BACKUP_ROLE].sort());
      }
    }
  });
});

describe('the plan of the quickstart', () => {
  const V5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const roleId = (guid: string) =>
    `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
  let plan: Plan;
  const roleOf = (part: string) => Object.keys(planned(plan, ROLE)).find((address) => address.includes(part))!;

  beforeAll(async () => {
    ({ plan } = (await plansOf('quickstart')).shop);
  });

  it('holds twenty-four resources', () => {
    expect(managed(plan)).toHaveLength(24);
  });

  it('makes a geo-redundant vault in a resource group of its own', () => {
    expect(plannedAt(plan, GROUP, 'group')).toMatchObject({ name: 'rg-shop', location: 'westeurope' });
    expect(plannedAt(plan, GROUP, 'Backup-westeurope')).toMatchObject({
      name: 'rg-backup-shop-westeurope',
      location: 'westeurope',
    });
    expect(plannedAt(plan, VAULT, 'Backup-westeurope')).toMatchObject({
      name: 'bv-shop-westeurope',
      resource_group_name: 'rg-backup-shop-westeurope',
      location: 'westeurope',
      datastore_type: 'VaultStore',
      redundancy: 'GeoRedundant',
      soft_delete: 'On',
      retention_duration_in_days: 14,
      immutability: 'Unlocked',
      cross_region_restore_enabled: null,
      identity: [{ type: 'SystemAssigned' }],
    });
  });

  it.each(['ledger', 'orders'])('makes the server %s with secure defaults, under a name that is known', (id) => {
    expect(plannedAt(plan, SERVER, id)).toMatchObject({
      name: expect.stringMatching(`^${id}-[0-9a-f]{8}$`),
      resource_group_name: 'rg-shop',
      location: 'westeurope',
      version: '17',
      sku_name: 'GP_Standard_D2ds_v5',
      storage_mb: 131072,
      auto_grow_enabled: false,
      backup_retention_days: 35,
      geo_redundant_backup_enabled: true,
      public_network_access_enabled: true,
      authentication: [{ active_directory_auth_enabled: true, password_auth_enabled: false, tenant_id: TENANT_ID }],
    });
  });

  it('keeps ten years of yearly points for the one and a year of monthly points for the other', () => {
    const lifeCycle = (duration: string) => [{ data_store_type: 'VaultStore', duration }];
    const yearly = {
      name: 'Yearly',
      priority: 10,
      criteria: [expect.objectContaining({ absolute_criteria: 'FirstOfYear' })],
      life_cycle: lifeCycle('P10Y'),
    };
    const monthly = {
      name: 'Monthly',
      priority: 15,
      criteria: [expect.objectContaining({ absolute_criteria: 'FirstOfMonth' })],
      life_cycle: lifeCycle('P1Y'),
    };
    const shared = {
      backup_repeating_time_intervals: ['R/2024-01-07T02:00:00+00:00/P1W'],
      time_zone: 'UTC',
      default_retention_rule: [{ life_cycle: lifeCycle('P3M') }],
    };

    expect(plannedAt(plan, POLICY, 'ten-years')).toMatchObject({
      ...shared,
      name: expect.stringMatching(/^ten-years-[0-9a-f]{8}$/),
      retention_rule: [yearly, monthly],
    });
    expect(plannedAt(plan, POLICY, 'Backup-westeurope', 'Vault', 'Recoverable-1-year')).toMatchObject({
      ...shared,
      name: expect.stringMatching(/^backup-westeurope-vault-recoverable-1-year-[0-9a-f]{8}$/),
      retention_rule: [monthly],
    });
  });

  it('assigns the roles by id, under names that are known', () => {
    const roles = Object.values(planned(plan, ROLE));
    for (const { name } of roles) expect(name).toMatch(V5);
    expect(new Set(roles.map(({ name }) => name)).size).toBe(5);
    expect(planned(plan, ROLE)[roleOf('_Reader-')]).toMatchObject({
      role_definition_id: roleId(READER_ROLE),
      scope: `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-shop`,
    });
    const vault = addressAt(plan, VAULT, 'Backup-westeurope');
    const ofVault = Object.keys(planned(plan, ROLE)).filter((address) => !address.includes('OnDemandBackupOperators'));
    expect(ofVault).toHaveLength(4);
    for (const address of ofVault) {
      expect(planned(plan, ROLE)[address].principal_type).toBe('ServicePrincipal');
      expect(references(plan, address, 'principal_id')).toContain(`${vault}.identity[0].principal_id`);
    }
  });

  it('has somewhere to restore to, somebody who is told, and a group that may take backups', () => {
    const vault = addressAt(plan, VAULT, 'Backup-westeurope');
    const container = addressAt(plan, CONTAINER, 'Backup-westeurope');
    expect(references(plan, roleOf('_RestoreRole-'), 'scope')).toContain(`${container}.id`);
    expect(plannedAt(plan, STORAGE_ACCOUNT, 'Backup-westeurope')).toMatchObject({ resource_group_name: 'rg-shop' });

    expect(plannedAt(plan, ACTION_GROUP, 'Backup-westeurope')).toMatchObject({
      resource_group_name: 'rg-backup-shop-westeurope',
      email_receiver: [expect.objectContaining({ email_address: 'dba@example.com' })],
    });
    expect(references(plan, addressAt(plan, ALERT_PROCESSING, 'Backup-westeurope'), 'scopes')).toContain(`${vault}.id`);

    expect(plannedAt(plan, ROLE_DEFINITION, 'OnDemandBackupOperators').permissions).toEqual([
      expect.objectContaining({ actions: [`${FLEXIBLE_SERVER}/backups/write`] }),
    ]);
    expect(plannedAt(plan, ROLE, 'OnDemandBackupOperators')).toMatchObject({
      scope: `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-shop`,
      principal_type: 'Group',
      principal_id: '4b0f6f0e-8a53-4f0c-9c55-0f6a3c1f7b21',
    });
  });

  it.each([
    ['ledger', ['ten-years']],
    ['orders', ['Backup-westeurope', 'Vault', 'Recoverable-1-year']],
  ])('protects %s by the policy at %j once its roles have been waited for', (id, policyPath) => {
    const [server, role, sleep, instance] = [SERVER, ROLE, SLEEP, INSTANCE].map((type) => addressAt(plan, type, id));
    const reader = roleOf('_Reader-');

    expect(plannedAt(plan, ROLE, id).role_definition_id).toBe(roleId(BACKUP_ROLE));
    expect(references(plan, role, 'scope')).toContain(`${server}.id`);
    expect(plannedAt(plan, SLEEP, id)).toMatchObject({ create_duration: '10m' });
    expect(configuredAt(plan, sleep).depends_on.sort()).toEqual([role, reader].sort());
    expect(plannedAt(plan, INSTANCE, id)).toMatchObject({
      name: plannedAt(plan, SERVER, id).name,
      location: 'westeurope',
    });
    expect(configuredAt(plan, instance).depends_on).toEqual([sleep]);
    expect(references(plan, instance, 'server_id')).toContain(`${server}.id`);
    expect(references(plan, instance, 'vault_id')).toContain(`${addressAt(plan, VAULT, 'Backup-westeurope')}.id`);
    const policy = addressAt(plan, POLICY, ...policyPath);
    expect(references(plan, instance, 'backup_policy_id')).toContain(`${policy}.id`);
  });
});
