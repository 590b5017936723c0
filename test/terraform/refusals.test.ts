import { PostgresqlFlexibleServerConfig } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { AzurermProvider, AzurermProviderConfig } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { realTerraform } from './kit';
import {
  AdministratorPassword,
  AzurermVersion,
  FlexServerAuthentication,
  FlexServerSku,
  ProtectedFlexServer,
  Retention,
  StorageSize,
} from '../../src';
import { BackupConfigurationError } from '../../src/errors';
import { Diagnostic, TerraformError, TerraformRunner } from '../../tools/terraform/terraform';
import { emptyStack, LTR, Overrides, rawEstate, SUBSCRIPTION, synthesize } from '../rules/kit';

const terraform = realTerraform();

/** A mistake in an estate of raw resources. */
interface Mistake {
  readonly name: string;
  readonly rule: string;
  readonly over: Overrides;
}

interface Refusal extends Mistake {
  /** What the provider says. */
  readonly says: string;
}

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-pg`;

const lifeCycle = (duration: string, dataStoreType = 'VaultStore') => [{ dataStoreType, duration }];
const interval = (...intervals: string[]): Overrides => ({ policy: { backupRepeatingTimeIntervals: intervals } });
const retention = (duration: string): Overrides => ({
  policy: { defaultRetentionRule: { lifeCycle: lifeCycle(duration) } },
});
const rules = (...overrides: Record<string, unknown>[]): Overrides => ({
  policy: {
    retentionRule: overrides.map((over) => ({
      name: 'Yearly',
      priority: 10,
      lifeCycle: lifeCycle('P1Y'),
      criteria: { absoluteCriteria: 'FirstOfYear' },
      ...over,
    })),
  },
});

/** `terraform validate` ends with an error. */
const REFUSED_BY_VALIDATE: Refusal[] = [
  {
    name: 'a role by id and by name',
    rule: 'PGB105',
    over: { ltr: { roleDefinitionName: 'Reader' } },
    says: 'Invalid combination of arguments',
  },
  { name: 'an empty interval', rule: 'PGB201', over: interval(''), says: 'to not be an empty string' },
  { name: 'no interval', rule: 'PGB201', over: interval(), says: 'Not enough list items' },
  { name: 'a retention that is no duration', rule: 'PGB302', over: retention('forever'), says: "expected 'P' period" },
  {
    name: 'another store',
    rule: 'PGB308',
    over: { policy: { defaultRetentionRule: { lifeCycle: lifeCycle('P3M', 'ArchiveStore') } } },
    says: 'to be one of ["VaultStore"], got ArchiveStore',
  },
  {
    name: 'soft delete for 13 days',
    rule: 'PGB503',
    over: { vault: { retentionDurationInDays: 13 } },
    says: 'range (14.000000 - 180.000000), got 13',
  },
  {
    name: 'soft delete for 181 days',
    rule: 'PGB503',
    over: { vault: { retentionDurationInDays: 181 } },
    says: 'range (14.000000 - 180.000000), got 181',
  },
  { name: 'a vault called a', rule: 'PGB509', over: { vault: { name: 'a' } }, says: 'must be 2 - 50 characters' },
  { name: 'a policy called ab', rule: 'PGB509', over: { policy: { name: 'ab' } }, says: 'must be 3 - 150 characters' },
  {
    name: 'a server with a capital in its name',
    rule: 'PGB509',
    over: { server: { name: 'Pg-orders' } },
    says: 'must only contains numbers, lowercase characters',
  },
  {
    name: 'an instance without a name',
    rule: 'PGB509',
    over: { instance: { name: '' } },
    says: 'expected "name" to not be an empty string',
  },
  {
    name: 'operational backups for 36 days',
    rule: 'PGB701',
    over: { server: { backupRetentionDays: 36 } },
    says: 'range (7 - 35), got 36',
  },
  {
    name: 'operational backups for 6 days',
    rule: 'PGB701',
    over: { server: { backupRetentionDays: 6 } },
    says: 'range (7 - 35), got 6',
  },
];

/** `terraform validate` is content, `terraform plan` ends with an error. */
const REFUSED_BY_PLAN: Refusal[] = [
  {
    name: 'cross-region restore on a locally redundant vault',
    rule: 'PGB501',
    over: { vault: { redundancy: 'LocallyRedundant', crossRegionRestoreEnabled: true } },
    says: '`cross_region_restore_enabled` can only be specified when `redundancy` is specified for `GeoRedundant`',
  },
  {
    name: 'cross-region restore turned off on a zone-redundant vault',
    rule: 'PGB501',
    over: { vault: { redundancy: 'ZoneRedundant', crossRegionRestoreEnabled: false } },
    says: '`cross_region_restore_enabled` can only be specified when `redundancy` is specified for `GeoRedundant`',
  },
];

/** The provider plans it; Azure refuses it, does something else than was meant, or loses the backups. */
const ACCEPTED: Mistake[] = [
  { name: 'a vault without the backup role', rule: 'PGB101', over: { ltr: false } },
  { name: 'a vault without Reader', rule: 'PGB102', over: { reader: false } },
  { name: 'an instance that waits for no role', rule: 'PGB103', over: { instance: { dependsOn: [] } } },
  { name: 'a role by its bare GUID', rule: 'PGB105', over: { ltr: { roleDefinitionId: LTR } } },
  {
    name: 'a role without its subscription',
    rule: 'PGB105',
    over: { ltr: { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${LTR}` } },
  },
  { name: 'garbage for an interval', rule: 'PGB201', over: interval('garbage') },
  { name: 'a daily backup', rule: 'PGB202', over: interval('R/2024-01-07T02:00:00+00:00/P1D') },
  {
    name: 'two backups a week',
    rule: 'PGB203',
    over: interval('R/2024-01-07T02:00:00+00:00/P1W', 'R/2024-01-10T02:00:00+00:00/P1W'),
  },
  { name: 'a retention of eleven years', rule: 'PGB301', over: retention('P11Y') },
  { name: 'a retention of no days', rule: 'PGB302', over: retention('P0D') },
  { name: 'a retention of minus one day', rule: 'PGB302', over: retention('-P1D') },
  { name: 'a retention of hours', rule: 'PGB302', over: retention('PT12H') },
  { name: 'a rule with the priority of the default one', rule: 'PGB303', over: rules({ priority: 99 }) },
  { name: 'a rule with a negative priority', rule: 'PGB303', over: rules({ priority: -1 }) },
  { name: 'two rules of one priority', rule: 'PGB303', over: rules({}, { name: 'Other' }) },
  {
    name: 'a monthly rule before the yearly one',
    rule: 'PGB304',
    over: rules(
      { priority: 20 },
      { name: 'Monthly', priority: 10, criteria: { absoluteCriteria: 'FirstOfMonth' }, lifeCycle: lifeCycle('P6M') },
    ),
  },
  { name: 'a rule called Default', rule: 'PGB305', over: rules({ name: 'Default' }) },
  { name: 'two rules of one name', rule: 'PGB305', over: rules({}, { priority: 11 }) },
  { name: 'a rule called Each year!', rule: 'PGB305', over: rules({ name: 'Each year!' }) },
  { name: 'a rule for nothing', rule: 'PGB309', over: rules({ criteria: {} }) },
  {
    name: 'a rule for the first of the year and for Mondays',
    rule: 'PGB309',
    over: rules({ criteria: { absoluteCriteria: 'FirstOfYear', daysOfWeek: ['Monday'] } }),
  },
  { name: 'a server of 2 TiB', rule: 'PGB401', over: { server: { storageMb: 2097152 } } },
  { name: 'a vault in another region', rule: 'PGB403', over: { vault: { location: 'northeurope' } } },
  {
    name: 'a replica',
    rule: 'PGB404',
    over: {
      server: {
        createMode: 'Replica',
        sourceServerId: `${GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-main`,
      },
    },
  },
  { name: 'a vault name with a digit first', rule: 'PGB509', over: { vault: { name: '1a' } } },
  { name: 'a policy name with a hyphen first', rule: 'PGB509', over: { policy: { name: '-weekly' } } },
  { name: 'an instance name with a slash', rule: 'PGB509', over: { instance: { name: 'pg/orders' } } },
  {
    name: 'a server key without one for the geo-redundant backups',
    rule: 'PGB706',
    over: {
      server: {
        identity: { type: 'UserAssigned', identityIds: [IDENTITY] },
        customerManagedKey: {
          keyVaultKeyId: 'https://kv.vault.azure.net/keys/pg',
          primaryUserAssignedIdentityId: IDENTITY,
        },
      },
    },
  },
  {
    name: 'geo-redundant backups in a region without a pair',
    rule: 'PGB707',
    over: {
      group: { location: 'qatarcentral' },
      server: { location: 'qatarcentral', geoRedundantBackupEnabled: true },
    },
  },
  {
    name: 'a password that is written out',
    rule: 'PGB902',
    over: {
      server: {
        administratorLogin: 'dba',
        administratorPassword: 'not-a-secret-1',
        authentication: { passwordAuthEnabled: true },
      },
    },
  },
];

/** Every mistake in an estate of its own, all in one stack that nobody validates but the provider. */
function rawStack(mistakes: readonly Mistake[]): TerraformRunner {
  const stack = terraform.newStack('raw');
  mistakes.forEach(({ over }, index) => {
    // A stack is only asked for its place in the tree.
    rawEstate(over, new Construct(stack, idOf(index)) as TerraformStack);
  });
  return terraform.synthesize(stack);
}

function idOf(index: number): string {
  return `mistake-${index}`;
}

/** What the provider says of one estate of several. */
function about(diagnostics: readonly Diagnostic[], index: number): string {
  return diagnostics
    .filter(({ severity, address }) => severity === 'error' && address?.includes(`.${idOf(index)}_`))
    .map(({ summary, detail }) => `${summary} ${detail ?? ''}`)
    .join('\n');
}

async function planErrors(runner: TerraformRunner): Promise<readonly Diagnostic[]> {
  try {
    await runner.plan();
    return [];
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    return error.diagnostics;
  }
}

/** Ours finds the same at synthesis: the rule is named, and there is nothing to plan. */
function expectRefusedBySynthesis({ over, rule }: Mistake): void {
  const { error, json } = synthesize(rawEstate(over, emptyStack('raw', terraform.newApp())).stack);
  expect(error).toContain(`] ${rule} `);
  expect(json).toBeUndefined();
}

it('accepts the estate that every mistake is made in', async () => {
  const runner = rawStack([{ name: 'none', rule: 'none', over: {} }]);

  expect(synthesize(rawEstate({}, emptyStack('raw', terraform.newApp())).stack)).toMatchObject({
    error: undefined,
    json: expect.anything(),
  });
  expect(await runner.validate()).toEqual([]);
  expect((await runner.plan()).warnings).toEqual([]);
});

describe('what the provider refuses when it validates, the synthesis refuses', () => {
  let diagnostics: readonly Diagnostic[];

  beforeAll(async () => {
    diagnostics = await rawStack(REFUSED_BY_VALIDATE).validate();
  });

  it.each(REFUSED_BY_VALIDATE.map((refusal, index) => ({ ...refusal, index })))('$rule: $name', (refusal) => {
    expect(about(diagnostics, refusal.index)).toContain(refusal.says);
    expectRefusedBySynthesis(refusal);
  });
});

describe('what the provider refuses when it plans, the synthesis refuses', () => {
  let validated: readonly Diagnostic[];
  let diagnostics: readonly Diagnostic[];

  beforeAll(async () => {
    const runner = rawStack(REFUSED_BY_PLAN);
    validated = await runner.validate();
    diagnostics = await planErrors(runner);
  });

  it.each(REFUSED_BY_PLAN.map((refusal, index) => ({ ...refusal, index })))('$rule: $name', (refusal) => {
    expect(validated).toEqual([]);
    expect(about(diagnostics, refusal.index)).toContain(refusal.says);
    expectRefusedBySynthesis(refusal);
  });

  it('PGB104: a vault without an identity that roles are given to', async () => {
    const mistake = { name: 'no identity', rule: 'PGB104', over: { vault: { identity: undefined } } };
    const runner = rawStack([mistake]);

    expect(await runner.validate()).toEqual([]);
    // Terraform's own error: it names no resource.
    expect((await planErrors(runner)).map(({ summary }) => summary)).toContain('Invalid index');
    expectRefusedBySynthesis(mistake);
  });
});

describe('what the provider refuses, our constructs refuse', () => {
  const server = (over: Partial<PostgresqlFlexibleServerConfig>): Mistake[] => [
    { name: '', rule: '', over: { server: { ...over } } },
  ];
  const protectedServer = (props: object) => () => {
    const stack = terraform.newStack();
    const group = new ResourceGroup(stack, 'group', { name: 'rg', location: 'westeurope' });
    const place = { resourceGroupName: group.name, location: group.location };
    new ProtectedFlexServer(stack, 'orders', { ...place, recoverableFor: Retention.years(1), ...props });
  };

  it.each([
    {
      code: 'FlexServerSku',
      raw: server({ skuName: 'Standard_D4ds_v5' }),
      says: 'is not a valid sku name',
      ours: () => FlexServerSku.of('Standard_D4ds_v5'),
    },
    {
      code: 'StorageSize',
      raw: server({ storageMb: 100000 }),
      says: 'expected storage_mb to be one of',
      ours: () => StorageSize.megabytes(100000),
    },
    {
      code: 'StorageTier',
      raw: server({ storageMb: 131072, storageTier: 'P4' }),
      says: "invalid 'storage_tier' \"P4\" for defined 'storage_mb' size '131072'",
      ours: protectedServer({ storage: StorageSize.gibibytes(128), storageTier: 'P4' }),
    },
    {
      code: 'MaintenanceWindow',
      raw: server({ maintenanceWindow: { dayOfWeek: 7 } }),
      says: 'to be in the range (0 - 6), got 7',
      ours: protectedServer({ maintenanceWindow: { dayOfWeek: 7 } }),
    },
    {
      code: 'AdministratorLogin',
      raw: server({
        administratorLogin: 'azure_superuser',
        administratorPasswordWo: 'not-a-secret-1',
        administratorPasswordWoVersion: 1,
        authentication: { passwordAuthEnabled: true },
      }),
      says: 'azure_superuser',
      ours: protectedServer({
        authentication: FlexServerAuthentication.passwordOnly({
          login: 'azure_superuser',
          password: AdministratorPassword.writeOnly('${var.password}'),
        }),
      }),
    },
  ])('$code', async ({ code, raw, says, ours }) => {
    expect(about(await planErrors(rawStack(raw)), 0)).toContain(says);
    expect(ours).toThrow(BackupConfigurationError);
    expect(ours).toThrow(expect.objectContaining({ code }));
  });
});

describe('what the provider accepts, the synthesis refuses all the same', () => {
  it('has the provider plan every one of these mistakes without a word', async () => {
    const runner = rawStack(ACCEPTED);

    expect(await runner.validate()).toEqual([]);
    const { plan, warnings } = await runner.plan();
    expect(warnings).toEqual([]);
    const addresses = plan.resource_changes!.map(({ address }) => address);
    for (const index of ACCEPTED.keys()) {
      expect(addresses).toContainEqual(expect.stringContaining(`.${idOf(index)}_instance_`));
    }
  });

  it.each(ACCEPTED)('$rule: $name', expectRefusedBySynthesis);
});

it('has a provider without features pass the validation and fail the plan', async () => {
  const stack = new TerraformStack(terraform.newApp(), 'estate');
  new AzurermProvider(stack, 'azurerm', {} as AzurermProviderConfig);
  AzurermVersion.constrain(stack);
  new ResourceGroup(stack, 'group', { name: 'rg', location: 'westeurope' });
  const runner = terraform.synthesize(stack);

  expect(await runner.validate()).toEqual([]);
  expect(await planErrors(runner)).toEqual([
    expect.objectContaining({
      summary: 'Missing required argument',
      detail: 'The argument "features" is required, but no definition was found.',
    }),
  ]);
});
