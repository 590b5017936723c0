import { DataProtectionBackupInstancePostgresqlFlexibleServer as Instance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TimeProvider } from '@cdktf/provider-time/lib/provider';
import { Sleep } from '@cdktf/provider-time/lib/sleep';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AzapiProvider,
  CLUSTERS_ACCEPTED,
  CLUSTERS_REFUSED_BY_PLAN,
  CLUSTERS_REFUSED_BY_VALIDATE,
} from './cluster-mistakes';
import { type RealTerraform, shortened } from './kit';
import { addressOf } from '../../src/terraform/depend';
import { SUBSCRIPTION_ID } from '../../tools/terraform/endpoint';
import { Diagnostic, TerraformRunner } from '../../tools/terraform/terraform';
import { LTR, Overrides, rawEstate, RawEstate, READER, SUBSCRIPTION } from '../rules/kit';

/** An estate of raw resources, by what sets it apart from one protected server that no rule objects to. */
export interface Sketch {
  readonly over?: Overrides;
  /** Makes what `over` can't say. */
  readonly add?: (estate: RawEstate, scope: Construct) => void;
}

/** A mistake in such an estate. */
export interface Mistake extends Sketch {
  readonly name: string;
  readonly rule: string;
}

/** What Terraform or the provider refuse before Azure hears of it. */
export interface Refusal extends Mistake {
  readonly says: string;
}

/** What comes of a mistake that the provider plans without a word. */
export type Consequence =
  /** Azure refuses a part of the estate. */
  | { readonly refused: Part; readonly says: string }
  /** The instance is made, and its protection ends with this code. */
  | { readonly unprotected: string }
  /** All backups fail, or all but the first of each day or week. */
  | { readonly failing: 'all' | 'day' | 'week'; readonly says: string }
  /** The next plan replaces a part of it, and each plan after that. */
  | { readonly replaced: Part }
  /** Backups are made, and none is ever kept by the rule of this name. */
  | { readonly unused: string }
  /** Nothing happens, and why the rule refuses it all the same. */
  | { readonly nothing: string };

type Part =
  | 'group'
  | 'vault'
  | 'policy'
  | 'server'
  | 'ltr'
  | 'ltr-again'
  | 'reader'
  | 'instance'
  | 'instance-again'
  | 'cluster'
  | 'update';

export interface Accepted extends Mistake {
  readonly then: Consequence;
  /** The same without the mistake; default: the estate as it is. */
  readonly instead?: Sketch;
  /** The rule warns only, as it can't tell by a configuration, or as nothing is lost. */
  readonly warns?: true;
}

const ROLES = `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions`;
/** What isn't made here lies in another subscription. */
const OUTSIDE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const SERVERS = `${OUTSIDE}/providers/Microsoft.DBforPostgreSQL/flexibleServers`;
export const IDENTITIES = `${OUTSIDE}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;

const lifeCycle = (duration: string, dataStoreType = 'VaultStore') => [{ dataStoreType, duration }];
const interval = (...intervals: string[]): Sketch => ({
  over: { policy: { backupRepeatingTimeIntervals: intervals } },
});
const retention = (duration: string, dataStoreType?: string): Sketch => ({
  over: { policy: { defaultRetentionRule: { lifeCycle: lifeCycle(duration, dataStoreType) } } },
});
const rules = (...overrides: Record<string, unknown>[]): Sketch => ({
  over: {
    policy: {
      retentionRule: overrides.map((over) => ({
        name: 'Yearly',
        priority: 10,
        lifeCycle: lifeCycle('P1Y'),
        criteria: { absoluteCriteria: 'FirstOfYear' },
        ...over,
      })),
    },
  },
});
const monthly = { name: 'Monthly', criteria: { absoluteCriteria: 'FirstOfMonth' }, lifeCycle: lifeCycle('P6M') };
const vault = (over: Record<string, unknown>): Sketch => ({ over: { vault: over } });
const server = (over: Record<string, unknown>): Sketch => ({ over: { server: over } });
const cluster = (size: number): Sketch => ({
  // The bindings of 4.55 have no such argument.
  add: (estate) => estate.server.addOverride('cluster', { size }),
});
const inQatar = (over: Record<string, unknown>): Sketch => ({
  over: {
    group: { location: 'qatarcentral' },
    vault: { redundancy: 'ZoneRedundant' },
    server: { location: 'qatarcentral', ...over },
  },
});
const key = (more: Record<string, unknown> = {}) => ({
  keyVaultKeyId: 'https://kv.vault.azure.net/keys/pg',
  primaryUserAssignedIdentityId: `${IDENTITIES}/id-pg`,
  ...more,
});

/** `terraform validate` ends with an error. */
export const REFUSED_BY_VALIDATE: Refusal[] = [
  ...CLUSTERS_REFUSED_BY_VALIDATE,
  {
    name: 'a role by id and by name',
    rule: 'PGB105',
    over: { ltr: { roleDefinitionName: 'Reader' } },
    says: 'Invalid combination of arguments',
  },
  { name: 'an empty interval', rule: 'PGB201', ...interval(''), says: 'to not be an empty string' },
  { name: 'no interval', rule: 'PGB201', ...interval(), says: 'Not enough list items' },
  { name: 'a retention that is no duration', rule: 'PGB302', ...retention('forever'), says: "expected 'P' period" },
  {
    name: 'another store',
    rule: 'PGB308',
    ...retention('P3M', 'ArchiveStore'),
    says: 'to be one of ["VaultStore"], got ArchiveStore',
  },
  {
    name: 'soft delete for 13 days',
    rule: 'PGB503',
    ...vault({ retentionDurationInDays: 13 }),
    says: 'range (14.000000 - 180.000000), got 13',
  },
  {
    name: 'soft delete for 181 days',
    rule: 'PGB503',
    ...vault({ retentionDurationInDays: 181 }),
    says: 'range (14.000000 - 180.000000), got 181',
  },
  { name: 'a vault called a', rule: 'PGB509', ...vault({ name: 'a' }), says: 'must be 2 - 50 characters' },
  {
    name: 'a policy called ab',
    rule: 'PGB509',
    over: { policy: { name: 'ab' } },
    says: 'must be 3 - 150 characters',
  },
  {
    name: 'a server with a capital in its name',
    rule: 'PGB509',
    ...server({ name: 'Pg-orders' }),
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
    ...server({ backupRetentionDays: 36 }),
    says: 'range (7 - 35), got 36',
  },
  {
    name: 'operational backups for 6 days',
    rule: 'PGB701',
    ...server({ backupRetentionDays: 6 }),
    says: 'range (7 - 35), got 6',
  },
];

/** `terraform validate` is content, `terraform plan` ends with an error. */
export const REFUSED_BY_PLAN: Refusal[] = [
  ...CLUSTERS_REFUSED_BY_PLAN,
  {
    name: 'cross-region restore on a locally redundant vault',
    rule: 'PGB501',
    ...vault({ redundancy: 'LocallyRedundant', crossRegionRestoreEnabled: true }),
    says: '`cross_region_restore_enabled` can only be specified when `redundancy` is specified for `GeoRedundant`',
  },
  {
    name: 'cross-region restore turned off on a zone-redundant vault',
    rule: 'PGB501',
    ...vault({ redundancy: 'ZoneRedundant', crossRegionRestoreEnabled: false }),
    says: '`cross_region_restore_enabled` can only be specified when `redundancy` is specified for `GeoRedundant`',
  },
];

const UNPUBLISHED = 'Microsoft publishes neither that this is taken nor that it is refused';
const NOT_PERMITTED = 'UserErrorMissingRequiredPermissions';

/** The provider plans it; Azure refuses it, does something else than was meant, or loses the backups. */
export const ACCEPTED: Accepted[] = [
  ...CLUSTERS_ACCEPTED,
  {
    name: 'a vault without the backup role',
    rule: 'PGB101',
    over: { ltr: false },
    then: { unprotected: NOT_PERMITTED },
  },
  { name: 'a vault without Reader', rule: 'PGB102', over: { reader: false }, then: { unprotected: NOT_PERMITTED } },
  {
    name: 'an instance that waits for no role',
    rule: 'PGB103',
    over: { instance: { dependsOn: [] } },
    // A busy machine may be longer in coming to the instance than the role takes to hold.
    add({ ltr, policy, stack }, scope) {
      new TimeProvider(stack, 'time');
      const late = new Sleep(scope, 'late', { createDuration: '30s', dependsOn: [policy] });
      ltr!.dependsOn = [addressOf(late)];
    },
    then: { unprotected: NOT_PERMITTED },
  },
  {
    name: 'a role by its bare GUID',
    rule: 'PGB105',
    over: { ltr: { roleDefinitionId: LTR } },
    then: { replaced: 'ltr' },
  },
  {
    name: 'a role without its subscription',
    rule: 'PGB105',
    over: { ltr: { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${LTR}` } },
    then: { replaced: 'ltr' },
  },
  {
    name: 'a role assigned twice',
    rule: 'PGB108',
    add({ vault: { identity }, server: { id }, ltr }, scope) {
      new RoleAssignment(scope, 'ltr-again', {
        scope: id,
        roleDefinitionId: ltr!.roleDefinitionId,
        principalId: identity.principalId,
        principalType: 'ServicePrincipal',
        // Which of the two comes first is nothing to go by.
        dependsOn: [ltr!],
      });
    },
    then: { refused: 'ltr-again', says: 'RoleAssignmentExists' },
  },
  {
    name: 'garbage for an interval',
    rule: 'PGB201',
    ...interval('garbage'),
    then: { refused: 'policy', says: 'BMSUserErrorInvalidInput: Input provided for the call is invalid. A repeating' },
  },
  {
    name: 'a daily backup',
    rule: 'PGB202',
    ...interval('R/2024-01-07T02:00:00+00:00/P1D'),
    then: { failing: 'week', says: 'Only one backup in a week' },
  },
  {
    name: 'a backup every other week',
    rule: 'PGB202',
    ...interval('R/2024-01-07T02:00:00+00:00/P2W'),
    then: { nothing: `${UNPUBLISHED}; weekly backups are all that the edition promises` },
  },
  {
    name: 'two backups a week',
    rule: 'PGB203',
    ...interval('R/2024-01-07T02:00:00+00:00/P1W', 'R/2024-01-10T02:00:00+00:00/P1W'),
    then: { failing: 'week', says: 'Only one backup in a week' },
  },
  {
    name: 'no time zone',
    rule: 'PGB204',
    over: { policy: { timeZone: undefined } },
    then: {
      nothing:
        'the acceptance test of the provider leaves it out as well; a zone in the answer would replace the policy',
    },
    warns: true,
  },
  {
    name: 'a retention of eleven years',
    rule: 'PGB301',
    ...retention('P11Y'),
    instead: retention('P10Y'),
    then: { refused: 'policy', says: 'must keep backups for 7 days to 10 years, got: P11Y' },
  },
  {
    name: 'a retention of six days',
    rule: 'PGB301',
    ...retention('P6D'),
    instead: retention('P7D'),
    then: { refused: 'policy', says: 'must keep backups for 7 days to 10 years, got: P6D' },
  },
  {
    name: 'a retention of no days',
    rule: 'PGB302',
    ...retention('P0D'),
    then: { refused: 'policy', says: 'must keep backups for 7 days to 10 years, got: P0D' },
  },
  {
    name: 'a retention of minus one day',
    rule: 'PGB302',
    ...retention('-P1D'),
    then: { refused: 'policy', says: 'needs an ISO 8601 duration' },
  },
  {
    name: 'a retention of hours',
    rule: 'PGB302',
    ...retention('PT12H'),
    then: { refused: 'policy', says: 'needs an ISO 8601 duration' },
  },
  {
    name: 'a rule with the priority of the default one',
    rule: 'PGB303',
    ...rules({ priority: 99 }),
    instead: rules({ priority: 98 }),
    then: { refused: 'policy', says: 'No two tagging priorities may be the same, got twice: 99' },
  },
  {
    name: 'a rule with a negative priority',
    rule: 'PGB303',
    ...rules({ priority: -1 }),
    instead: rules({ priority: 1 }),
    then: { nothing: `${UNPUBLISHED}; the numbers of the samples lie between 1 and the 99 of the default rule` },
  },
  {
    name: 'two rules of one priority',
    rule: 'PGB303',
    ...rules({}, { ...monthly, priority: 10 }),
    instead: rules({}, { ...monthly, priority: 15 }),
    then: { refused: 'policy', says: 'No two tagging priorities may be the same, got twice: 10' },
  },
  {
    name: 'a monthly rule before the yearly one',
    rule: 'PGB304',
    ...rules({ priority: 20 }, { ...monthly, priority: 10 }),
    instead: rules({ priority: 10 }, { ...monthly, priority: 20 }),
    then: { unused: 'Yearly' },
  },
  {
    name: 'a rule called Default',
    rule: 'PGB305',
    ...rules({ name: 'Default' }),
    then: { refused: 'policy', says: 'No two policy rules may be the same, got twice: "Default"' },
  },
  {
    name: 'two rules of one name',
    rule: 'PGB305',
    ...rules({}, { priority: 11 }),
    then: { refused: 'policy', says: 'No two policy rules may be the same, got twice: "Yearly"' },
  },
  {
    name: 'a rule called Each year!',
    rule: 'PGB305',
    ...rules({ name: 'Each year!' }),
    then: { nothing: `${UNPUBLISHED}; the names of the samples are single words` },
  },
  {
    name: 'a rule for Mondays, of backups on Sundays',
    rule: 'PGB306',
    ...rules({ name: 'Mondays', criteria: { daysOfWeek: ['Monday'] } }),
    instead: rules({ name: 'Sundays', criteria: { daysOfWeek: ['Sunday'], weeksOfMonth: ['First'] } }),
    then: { unused: 'Mondays' },
    warns: true,
  },
  {
    name: 'a rule for nothing',
    rule: 'PGB309',
    ...rules({ criteria: {} }),
    then: { refused: 'policy', says: "The tag 'Yearly' needs criteria" },
  },
  {
    name: 'a rule for the first of the year and for Mondays',
    rule: 'PGB309',
    ...rules({ criteria: { absoluteCriteria: 'FirstOfYear', daysOfWeek: ['Monday'] } }),
    then: { nothing: `${UNPUBLISHED}; nor how the two would go together` },
  },
  {
    name: 'a server of 2 TiB',
    rule: 'PGB401',
    ...server({ storageMb: 2097152 }),
    instead: server({ storageMb: 1048576 }),
    then: { failing: 'all', says: 'backups of servers above 1024 GB fail' },
  },
  {
    name: 'a vault in another region',
    rule: 'PGB403',
    ...vault({ location: 'northeurope' }),
    then: { refused: 'instance', says: 'The vault must be in the region of the server, westeurope' },
  },
  {
    name: 'a replica',
    rule: 'PGB404',
    // What else a replica can't have isn't the mistake here.
    ...server({ createMode: 'Replica', sourceServerId: `${SERVERS}/pg-main`, geoRedundantBackupEnabled: false }),
    instead: server({ geoRedundantBackupEnabled: false }),
    then: { refused: 'instance', says: 'Backup is supported on primary servers only' },
  },
  {
    name: 'an elastic cluster',
    rule: 'PGB406',
    ...cluster(2),
    then: { refused: 'instance', says: 'Elastic clusters are not supported' },
  },
  {
    name: 'a server protected twice',
    rule: 'PGB410',
    add({ vault: { id: vaultId }, policy, server: { id: serverId, location }, instance }, scope) {
      new Instance(scope, 'instance-again', {
        name: 'again',
        location,
        vaultId,
        serverId,
        backupPolicyId: policy.id,
        dependsOn: [instance!],
      });
    },
    then: { refused: 'instance-again', says: 'UserErrorDppDatasourceAlreadyProtected' },
  },
  {
    name: 'a new server of a retired version',
    rule: 'PGB412',
    ...server({ version: '14' }),
    instead: server({ version: '15' }),
    then: { refused: 'server', says: 'ParameterOutOfRange' },
    warns: true,
  },
  {
    name: 'a vault name with a digit first',
    rule: 'PGB509',
    ...vault({ name: '1a' }),
    then: { refused: 'vault', says: 'must be 2 to 50 letters, digits and hyphens, a letter first' },
  },
  {
    name: 'a policy name with a hyphen first',
    rule: 'PGB509',
    over: { policy: { name: '-weekly' } },
    then: { nothing: `${UNPUBLISHED}; other names of Azure begin with a letter or a digit` },
  },
  {
    name: 'an instance name with a slash',
    rule: 'PGB509',
    over: { instance: { name: 'pg/orders' } },
    // To the service this is the path of something that no type of resource has.
    then: { refused: 'instance', says: 'backupInstances/pg/orders' },
  },
  {
    name: 'a server key without one for the geo-redundant backups',
    rule: 'PGB706',
    ...server({
      identity: { type: 'UserAssigned', identityIds: [`${IDENTITIES}/id-pg`] },
      customerManagedKey: key(),
    }),
    instead: server({
      identity: { type: 'UserAssigned', identityIds: [`${IDENTITIES}/id-pg`, `${IDENTITIES}/id-pg-neu`] },
      customerManagedKey: key({
        geoBackupKeyVaultKeyId: 'https://kv-neu.vault.azure.net/keys/pg',
        geoBackupUserAssignedIdentityId: `${IDENTITIES}/id-pg-neu`,
      }),
    }),
    then: { refused: 'server', says: 'CMKInvalidEncryptionParameters' },
  },
  {
    name: 'geo-redundant backups in a region without a pair',
    rule: 'PGB707',
    ...inQatar({ geoRedundantBackupEnabled: true }),
    instead: inQatar({ geoRedundantBackupEnabled: false }),
    then: { refused: 'server', says: "Geo-redundant backup is not available in 'qatarcentral'" },
  },
  {
    name: 'a password that is written out',
    rule: 'PGB902',
    ...server({
      administratorLogin: 'dba',
      administratorPassword: 'not-a-secret-1',
      authentication: { passwordAuthEnabled: true },
    }),
    then: { nothing: 'Azure is content: whoever reads the configuration, the plan or the state knows the password' },
  },
];

/** The same under other editions of the support matrix than the default one. */
export const ACCEPTED_BY_EDITION: Readonly<Record<string, Accepted[]>> = {
  '2025-02-28': [
    {
      name: 'two backups a day',
      rule: 'PGB203',
      ...interval('R/2024-01-07T02:00:00+00:00/P1W', 'R/2024-01-07T14:00:00+00:00/P1W'),
      instead: interval('R/2024-01-07T02:00:00+00:00/P1W', 'R/2024-01-10T02:00:00+00:00/P1W'),
      then: { failing: 'day', says: 'Only one backup in a day' },
    },
  ],
  'v2-2026-09-28': [
    {
      name: 'two backups a day',
      rule: 'PGB203',
      ...interval('R/2024-01-07T02:00:00+00:00/P1W', 'R/2024-01-07T14:00:00+00:00/P1W'),
      instead: interval('R/2024-01-07T02:00:00+00:00/P1D'),
      then: { failing: 'day', says: 'Only one backup in a day' },
    },
    {
      name: 'a cluster of nine nodes',
      rule: 'PGB406',
      ...cluster(9),
      instead: cluster(8),
      then: { refused: 'instance', says: 'Elastic clusters of up to 8 nodes are supported, got: 9' },
    },
    {
      name: 'a Burstable server',
      rule: 'PGB407',
      ...server({ skuName: 'B_Standard_B2s' }),
      then: { refused: 'instance', says: 'The Burstable compute tier is not supported' },
    },
    {
      name: 'a server restored on PostgreSQL 14',
      rule: 'PGB407',
      ...server({
        createMode: 'PointInTimeRestore',
        sourceServerId: `${SERVERS}/pg-old`,
        pointInTimeRestoreTimeInUtc: '2026-11-18T04:30:00Z',
        version: '14',
      }),
      then: { refused: 'instance', says: 'PostgreSQL 15 and later are supported, got: 14' },
    },
    {
      name: 'a region that is left out',
      rule: 'PGB408',
      over: {
        group: { location: 'qatarcentral' },
        vault: { redundancy: 'ZoneRedundant' },
        server: { geoRedundantBackupEnabled: false },
      },
      then: { refused: 'instance', says: 'The region qatarcentral is not supported' },
    },
  ],
};

/** Makes an estate; with an id, the names in it are its own and its roles lie in the twin's subscription. */
export function makeEstate({ over = {}, add }: Sketch, scope: Construct, id?: string): RawEstate {
  // A stack is only asked for its place in the tree.
  const estate = rawEstate(id === undefined ? over : named(over, id), scope as TerraformStack);
  add?.(estate, scope);
  return estate;
}

function named(over: Overrides, id: string): Overrides {
  const assigned = (role: string, given: Overrides['ltr']) =>
    given !== false && { roleDefinitionId: `${ROLES}/${role}`, ...given };
  return {
    ...over,
    group: { name: `rg-${id}`, ...over.group },
    vault: { name: `bv-${id}`, ...over.vault },
    server: { name: `pg-${id}`, ...over.server },
    ltr: assigned(LTR, over.ltr),
    reader: assigned(READER, over.reader),
  };
}

/** Several estates in one stack that nobody validates but the provider, each under an id: `<name>-<index>`. */
export function estatesStack(terraform: RealTerraform, estates: readonly Sketch[], name = 'estate'): TerraformRunner {
  const stack = terraform.newStack('raw');
  new AzapiProvider(stack);
  estates.forEach((estate, index) => makeEstate(estate, new Construct(stack, `${name}-${index}`), `${name}-${index}`));
  return terraform.synthesize(stack);
}

/** What is said of one estate of several, or of one part of it. */
export function about(diagnostics: readonly Diagnostic[], id: string, part = ''): string {
  return diagnostics
    .filter(({ severity, address }) => severity === 'error' && isOf(address, id, part))
    .map(({ summary, detail }) => `${summary} ${detail ?? ''}`)
    .join('\n');
}

/** Whether an address is that of a part of an estate. */
export function isOf(address: string | undefined, id: string, part = ''): boolean {
  return address !== undefined && shortened(address).split('.')[1].startsWith(`${id}_${part}`);
}
