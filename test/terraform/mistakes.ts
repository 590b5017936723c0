import { DataProtectionBackupInstancePostgresqlFlexibleServer as Instance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { RealTerraform } from './kit';
import { SUBSCRIPTION_ID } from '../../tools/terraform/endpoint';
import { Diagnostic, TerraformRunner } from '../../tools/terraform/terraform';
import { LTR, Overrides, rawEstate, RawEstate, READER, SUBSCRIPTION } from '../rules/kit';

/** One protected server of raw resources that no rule objects to, but for what is said here. */
export interface Estate {
  readonly over?: Overrides;
  /** Makes what `over` can't say. */
  readonly add?: (estate: RawEstate, scope: Construct) => void;
}

/** A mistake in such an estate. */
export interface Mistake extends Estate {
  readonly name: string;
  readonly rule: string;
}

/** What Terraform or the provider refuse before Azure hears of it. */
export interface Refusal extends Mistake {
  readonly says: string;
}

export interface Accepted extends Mistake {
  /** The same without the mistake; default: the estate as it is. */
  readonly instead?: Estate;
}

/** A group outside of the stack, in another subscription. */
export const OUTSIDE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const IDENTITIES = `${OUTSIDE}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;

const lifeCycle = (duration: string, dataStoreType = 'VaultStore') => [{ dataStoreType, duration }];
const interval = (...intervals: string[]): Estate => ({
  over: { policy: { backupRepeatingTimeIntervals: intervals } },
});
const retention = (duration: string, dataStoreType?: string): Estate => ({
  over: { policy: { defaultRetentionRule: { lifeCycle: lifeCycle(duration, dataStoreType) } } },
});
const rules = (...overrides: Record<string, unknown>[]): Estate => ({
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
const vault = (over: Record<string, unknown>): Estate => ({ over: { vault: over } });
const server = (over: Record<string, unknown>): Estate => ({ over: { server: over } });
const key = (more: Record<string, unknown> = {}) => ({
  keyVaultKeyId: 'https://kv.vault.azure.net/keys/pg',
  primaryUserAssignedIdentityId: `${IDENTITIES}/id-pg`,
  ...more,
});

/** `terraform validate` ends with an error. */
export const REFUSED_BY_VALIDATE: Refusal[] = [
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

/** The provider plans it; Azure refuses it, does something else than was meant, or loses the backups. */
export const ACCEPTED: Accepted[] = [
  { name: 'a vault without the backup role', rule: 'PGB101', over: { ltr: false } },
  { name: 'a vault without Reader', rule: 'PGB102', over: { reader: false } },
  { name: 'an instance that waits for no role', rule: 'PGB103', over: { instance: { dependsOn: [] } } },
  { name: 'a role by its bare GUID', rule: 'PGB105', over: { ltr: { roleDefinitionId: LTR } } },
  {
    name: 'a role without its subscription',
    rule: 'PGB105',
    over: { ltr: { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${LTR}` } },
  },
  {
    name: 'a role assigned twice',
    rule: 'PGB108',
    add({ vault: { identity }, server: { id: scope }, ltr }, at) {
      new RoleAssignment(at, 'ltr-again', {
        scope,
        roleDefinitionId: ltr!.roleDefinitionId,
        principalId: identity.principalId,
        principalType: 'ServicePrincipal',
        dependsOn: [ltr!],
      });
    },
  },
  { name: 'garbage for an interval', rule: 'PGB201', ...interval('garbage') },
  { name: 'a daily backup', rule: 'PGB202', ...interval('R/2024-01-07T02:00:00+00:00/P1D') },
  {
    name: 'two backups a week',
    rule: 'PGB203',
    ...interval('R/2024-01-07T02:00:00+00:00/P1W', 'R/2024-01-10T02:00:00+00:00/P1W'),
  },
  { name: 'a retention of eleven years', rule: 'PGB301', ...retention('P11Y'), instead: retention('P10Y') },
  { name: 'a retention of six days', rule: 'PGB301', ...retention('P6D'), instead: retention('P7D') },
  { name: 'a retention of no days', rule: 'PGB302', ...retention('P0D') },
  { name: 'a retention of minus one day', rule: 'PGB302', ...retention('-P1D') },
  { name: 'a retention of hours', rule: 'PGB302', ...retention('PT12H') },
  {
    name: 'a rule with the priority of the default one',
    rule: 'PGB303',
    ...rules({ priority: 99 }),
    instead: rules({ priority: 98 }),
  },
  { name: 'a rule with a negative priority', rule: 'PGB303', ...rules({ priority: -1 }), instead: rules({ priority: 1 }) },
  { name: 'two rules of one priority', rule: 'PGB303', ...rules({}, monthly) },
  {
    name: 'a monthly rule before the yearly one',
    rule: 'PGB304',
    ...rules({ priority: 20 }, { ...monthly, priority: 10 }),
    instead: rules({ priority: 10 }, { ...monthly, priority: 20 }),
  },
  { name: 'a rule called Default', rule: 'PGB305', ...rules({ name: 'Default' }) },
  { name: 'two rules of one name', rule: 'PGB305', ...rules({}, { priority: 11 }) },
  { name: 'a rule called Each year!', rule: 'PGB305', ...rules({ name: 'Each year!' }) },
  { name: 'a rule for nothing', rule: 'PGB309', ...rules({ criteria: {} }) },
  {
    name: 'a rule for the first of the year and for Mondays',
    rule: 'PGB309',
    ...rules({ criteria: { absoluteCriteria: 'FirstOfYear', daysOfWeek: ['Monday'] } }),
    instead: rules({ criteria: { daysOfWeek: ['Sunday'], weeksOfMonth: ['First'] } }),
  },
  {
    name: 'a server of 2 TiB',
    rule: 'PGB401',
    ...server({ storageMb: 2097152 }),
    instead: server({ storageMb: 1048576 }),
  },
  { name: 'a vault in another region', rule: 'PGB403', ...vault({ location: 'northeurope' }) },
  {
    name: 'a replica',
    rule: 'PGB404',
    ...server({
      createMode: 'Replica',
      sourceServerId: `${OUTSIDE}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-main`,
      geoRedundantBackupEnabled: false,
    }),
    instead: server({ geoRedundantBackupEnabled: false }),
  },
  {
    name: 'an elastic cluster',
    rule: 'PGB406',
    ...server({ cluster: { size: 2 } }),
  },
  {
    name: 'a server protected twice',
    rule: 'PGB410',
    add({ vault: { id: vaultId }, policy, server: { id: serverId, location }, instance }, at) {
      new Instance(at, 'instance-again', {
        name: 'again',
        location,
        vaultId,
        serverId,
        backupPolicyId: policy.id,
        dependsOn: [instance!],
      });
    },
  },
  { name: 'a vault name with a digit first', rule: 'PGB509', ...vault({ name: '1a' }) },
  { name: 'a policy name with a hyphen first', rule: 'PGB509', over: { policy: { name: '-weekly' } } },
  { name: 'an instance name with a slash', rule: 'PGB509', over: { instance: { name: 'pg/orders' } } },
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
  },
  {
    name: 'geo-redundant backups in a region without a pair',
    rule: 'PGB707',
    over: {
      group: { location: 'qatarcentral' },
      vault: { redundancy: 'ZoneRedundant' },
      server: { location: 'qatarcentral', geoRedundantBackupEnabled: true },
    },
    instead: {
      over: {
        group: { location: 'qatarcentral' },
        vault: { redundancy: 'ZoneRedundant' },
        server: { location: 'qatarcentral', geoRedundantBackupEnabled: false },
      },
    },
  },
  {
    name: 'a password that is written out',
    rule: 'PGB902',
    ...server({
      administratorLogin: 'dba',
      administratorPassword: 'not-a-secret-1',
      authentication: { passwordAuthEnabled: true },
    }),
  },
];

/** Makes an estate; under the id of an estate of several, its names are its own and its roles lie in the twin's subscription. */
export function makeEstate({ over = {}, add }: Estate, scope: Construct, id?: string): RawEstate {
  // A stack is only asked for its place in the tree.
  const estate = rawEstate(id === undefined ? over : named(over, id), scope as TerraformStack);
  add?.(estate, scope);
  return estate;
}

function named(over: Overrides, id: string): Overrides {
  const assigned = (role: string, given: Overrides['ltr']) => given !== false && { roleDefinitionId: roleId(role), ...given };
  return {
    ...over,
    group: { name: `rg-${id}`, ...over.group },
    vault: { name: `bv-${id}`, ...over.vault },
    server: { name: `pg-${id}`, ...over.server },
    ltr: assigned(LTR, over.ltr),
    reader: assigned(READER, over.reader),
    instance: over.instance !== false && { name: `pg-${id}`, ...over.instance },
  };
}

function roleId(guid: string): string {
  return `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

/** Every estate under an id of its own, all in one stack that nobody validates but the provider. */
export function estatesStack(terraform: RealTerraform, estates: readonly Estate[]): TerraformRunner {
  const stack = terraform.newStack('raw');
  estates.forEach((estate, index) => {
    makeEstate(estate, new Construct(stack, idOf(index)), idOf(index));
  });
  return terraform.synthesize(stack);
}

export function idOf(index: number): string {
  return `estate-${index}`;
}

/** What is said of one estate of several. */
export function about(diagnostics: readonly Diagnostic[], index: number): string {
  return diagnostics
    .filter(({ severity, address }) => severity === 'error' && address?.includes(`.${idOf(index)}_`))
    .map(({ address, summary, detail }) => `${address!.replace(/^.*\.estate-\d+_/, '').replace(/_[0-9A-F]{8}$/, '')}: ${summary} ${detail ?? ''}`)
    .join('\n');
}
