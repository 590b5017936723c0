import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TimeProvider } from '@cdktf/provider-time/lib/provider';
import { DataResource, TerraformStack, TerraformVariable, Token, propertyAccess } from 'cdktf';
import {
  addressAt,
  BACKUP_ROLE,
  configuredAt,
  counts,
  managed,
  planned,
  plannedAt,
  READER_ROLE,
  references,
  INSTANCE,
  POLICY,
  VAULT,
  VAULT_KEY,
  SERVER,
  ADMINISTRATOR,
  ROLE,
  SLEEP,
} from './kit';
import type { Outside } from './outside';
import {
  AdministratorPassword,
  AzurermVersion,
  BackupCriteria,
  BackupPolicy,
  BackupVault,
  CrossRegionRestore,
  DayOfWeek,
  FlexServer,
  FlexServerAuthentication,
  FlexServerNetwork,
  FlexServerSku,
  Immutability,
  OneWayDoor,
  PostgresBackupValidator,
  PostgresVersion,
  PropagationWait,
  ProtectedFlexServer,
  Retention,
  ServerOrigin,
  SoftDelete,
  StorageSize,
  SupportMatrix,
  VaultRedundancy,
  WeeklySchedule,
} from '../../src';
import { SUBSCRIPTION_ID, TENANT_ID } from '../../tools/terraform/endpoint';
import { Plan } from '../../tools/terraform/terraform';
import type { ProviderName } from '../../tools/terraform/toolchain';

export const OTHER_SUBSCRIPTION = '8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10';
const OTHER_GROUP = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-other`;
const SERVERS = `${OTHER_GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers`;
export const VAULTS = `${OTHER_GROUP}/providers/Microsoft.DataProtection/backupVaults`;
const EXISTING_VAULT = `${VAULTS}/bv-existing`;
const IDENTITIES = `${OTHER_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
const NETWORKS = `${OTHER_GROUP}/providers/Microsoft.Network`;
const SUBNET = `${NETWORKS}/virtualNetworks/vnet/subnets/snet-postgres`;
const ZONE = `${NETWORKS}/privateDnsZones/company.postgres.database.azure.com`;
const KEYS = 'https://kv-keys.vault.azure.net/keys';
const KEY_VAULT = `${OTHER_GROUP}/providers/Microsoft.KeyVault/vaults/kv-keys`;
const PRINCIPAL = '5f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53c';
const DOOR = OneWayDoor.understood('Backups have to outlive everybody who could delete them.');

/** Some options as a stack, and the arguments that they come to in the plan. */
export interface Case {
  readonly name: string;
  /** What has to be there before. */
  readonly outside?: (outside: Outside) => Promise<void>;
  readonly build: (stack: TerraformStack) => void;
  readonly variables?: Record<string, string>;
  readonly expect: (plan: Plan) => void;
  /** For how many days soft delete keeps the vaults from being deleted once their instances are. */
  readonly keptDays?: number;
  /**
   * Providers that it needs.
   * @default - those that our constructs need unless they are asked for more
   */
  readonly providers?: readonly ProviderName[];
}

export function place(stack: TerraformStack, location = 'westeurope', name = `rg-${location}`) {
  const group = new ResourceGroup(stack, `group-${location}`, { name, location });
  return { resourceGroupName: group.name, location: group.location };
}

async function servers(outside: Outside, ...names: string[]): Promise<void> {
  for (const name of names) await outside.server(`${SERVERS}/${name}`);
}

function groupOf(subscription: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${name}`;
}

function existingServer(stack: TerraformStack, name: string, provider?: AzurermProvider) {
  return FlexServer.fromServerId(stack, name, `${SERVERS}/${name}`, { location: 'westeurope', provider });
}

function existingVault(stack: TerraformStack, name = 'bv-existing') {
  const vaultId = `${VAULTS}/${name}`;
  return BackupVault.fromBackupVaultAttributes(stack, name, {
    vaultId,
    principalId: PRINCIPAL,
    location: 'westeurope',
    // azurerm makes a policy in the subscription of the provider, whatever the id of the vault says.
    provider: new AzurermProvider(stack, 'azurerm-other', {
      alias: 'other',
      features: [{}],
      subscriptionId: OTHER_SUBSCRIPTION,
    }),
  });
}

const lifeCycle = (duration: string) => [{ data_store_type: 'VaultStore', duration }];

export const CASES: Case[] = [
  {
    name: 'BackupVault: name, redundancy, soft delete, immutability, wait and tags',
    outside: (outside) => servers(outside, 'psql-defaults', 'psql-plain', 'psql-bare', 'psql-slow'),
    keptDays: 30,
    build(stack) {
      const at = place(stack);
      const defaults = new BackupVault(stack, 'defaults', at);
      const plain = new BackupVault(stack, 'plain', {
        ...at,
        vaultName: 'bv-plain',
        redundancy: VaultRedundancy.ZONE_REDUNDANT,
        softDelete: SoftDelete.on(30),
        immutability: Immutability.disabled(),
        propagationWait: PropagationWait.seconds(90),
        tags: { team: 'orders' },
      });
      const bare = new BackupVault(stack, 'bare', {
        ...at,
        redundancy: VaultRedundancy.LOCALLY_REDUNDANT,
        softDelete: SoftDelete.off(),
        propagationWait: PropagationWait.none(),
      });
      const slow = new BackupVault(stack, 'slow', {
        ...at,
        redundancy: VaultRedundancy.of('GeoRedundant'),
        propagationWait: PropagationWait.minutes(3),
      });
      for (const vault of [defaults, plain, bare, slow]) {
        BackupPolicy.recoverableFor(vault, 'policy', vault, Retention.days(30)).protect(
          existingServer(stack, `psql-${vault.node.id}`),
        );
      }
    },
    expect(plan) {
      const { azurerm } = plan.configuration.provider_config as Record<string, any>;
      expect(azurerm.version_constraint.split(', ').sort()).toEqual(AzurermVersion.TESTED.split(', ').sort());
      expect(plannedAt(plan, VAULT, 'defaults')).toMatchObject({
        name: expect.stringMatching(/^bv-defaults-[0-9a-f]{8}$/),
        resource_group_name: 'rg-westeurope',
        location: 'westeurope',
        redundancy: 'GeoRedundant',
        soft_delete: 'On',
        retention_duration_in_days: 14,
        immutability: 'Unlocked',
        identity: [{ type: 'SystemAssigned' }],
        tags: null,
      });
      expect(plannedAt(plan, VAULT, 'plain')).toMatchObject({
        name: 'bv-plain',
        redundancy: 'ZoneRedundant',
        soft_delete: 'On',
        retention_duration_in_days: 30,
        immutability: 'Disabled',
        cross_region_restore_enabled: null,
        tags: { team: 'orders' },
      });
      expect(plannedAt(plan, VAULT, 'bare')).toMatchObject({ redundancy: 'LocallyRedundant', soft_delete: 'Off' });
      expect(plannedAt(plan, VAULT, 'slow')).toMatchObject({ redundancy: 'GeoRedundant' });
      expect(plannedAt(plan, SLEEP, 'psql-defaults')).toMatchObject({ create_duration: '10m' });
      expect(plannedAt(plan, SLEEP, 'psql-plain')).toMatchObject({ create_duration: '90s' });
      expect(plannedAt(plan, SLEEP, 'psql-slow')).toMatchObject({ create_duration: '3m' });
      expect(counts(plan)[SLEEP]).toBe(3);
      const roles = [addressAt(plan, ROLE, 'psql-bare'), addressAt(plan, ROLE, 'bare')];
      expect(configuredAt(plan, addressAt(plan, INSTANCE, 'psql-bare')).depends_on.sort()).toEqual(roles.sort());
    },
  },
  {
    name: 'BackupVault: one-way doors and keys',
    outside: (outside) => outside.keyVault(KEY_VAULT),
    build(stack) {
      const at = place(stack);
      new BackupVault(stack, 'locked', {
        ...at,
        softDelete: SoftDelete.alwaysOn(180, DOOR),
        immutability: Immutability.locked(DOOR),
        crossRegionRestore: CrossRegionRestore.enabled(DOOR),
        customerManagedKey: { keyVaultKeyId: `${KEYS}/vault`, grantScope: KEY_VAULT, oneWayDoor: DOOR },
      });
      new BackupVault(stack, 'granted', {
        ...at,
        customerManagedKey: { keyVaultKeyId: `${KEYS}/other`, oneWayDoor: DOOR },
      });
    },
    expect(plan) {
      expect(plannedAt(plan, VAULT, 'locked')).toMatchObject({
        soft_delete: 'AlwaysOn',
        retention_duration_in_days: 180,
        immutability: 'Locked',
        cross_region_restore_enabled: true,
      });
      expect(plannedAt(plan, VAULT_KEY, 'locked').key_vault_key_id).toBe(`${KEYS}/vault`);
      expect(plannedAt(plan, VAULT_KEY, 'granted').key_vault_key_id).toBe(`${KEYS}/other`);
      expect(counts(plan)[ROLE]).toBe(1);
      expect(plannedAt(plan, ROLE, 'locked')).toMatchObject({
        scope: KEY_VAULT,
        role_definition_id: `/subscriptions/${OTHER_SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/e147488a-f6f5-4113-8e2d-b22465e65bf6`,
      });
      const [wait, role] = [addressAt(plan, SLEEP, 'locked'), addressAt(plan, ROLE, 'locked')];
      expect(configuredAt(plan, addressAt(plan, VAULT_KEY, 'locked')).depends_on).toEqual([wait]);
      expect(configuredAt(plan, wait).depends_on).toEqual([role]);
      expect(plannedAt(plan, SLEEP, 'locked').create_duration).toBe('10m');
    },
  },
  {
    name: 'BackupPolicy: name, schedule, every kind of rule, and the named intents',
    outside: (outside) => outside.vault(EXISTING_VAULT),
    build(stack) {
      const vault = existingVault(stack);
      new BackupPolicy(stack, 'defaults', { vault, defaultRetention: Retention.months(3) });
      new BackupPolicy(stack, 'everything', {
        vault,
        policyName: 'everything',
        schedule: WeeklySchedule.on(DayOfWeek.WEDNESDAY, '22:30', {
          startDate: '2026-01-07',
          utcOffset: '+05:30',
          timeZone: 'India Standard Time',
        }),
        defaultRetention: Retention.days(21),
        weekly: Retention.weeks(12),
        monthly: Retention.months(18),
        yearly: Retention.years(10),
        rules: [
          {
            name: 'QuarterClose',
            criteria: BackupCriteria.on({
              daysOfWeek: [DayOfWeek.WEDNESDAY],
              weeksOfMonth: ['Last'],
              monthsOfYear: ['March', 'June', 'September', 'December'],
            }),
            retention: Retention.years(7),
          },
        ],
      });
      new BackupPolicy(stack, 'parsed', {
        vault,
        schedule: WeeklySchedule.parse('R/2024-01-09T03:00:00+00:00/P1W', 'UTC'),
        defaultRetention: Retention.parse('P4W'),
      });
      const days = new TerraformVariable(stack, 'days', { type: 'number' });
      new BackupPolicy(stack, 'variable', { vault, defaultRetention: Retention.days(days.numberValue) });
      BackupPolicy.weekly3MonthsMonthly1YearYearly10Years(stack, 'ten', vault);
      BackupPolicy.weekly3MonthsMonthly1YearYearly7Years(stack, 'seven', vault);
      BackupPolicy.weekly3MonthsMonthly1Year(stack, 'one', vault);
      BackupPolicy.recoverableFor(stack, 'short', vault, Retention.weeks(2));
    },
    variables: { days: '45' },
    expect(plan) {
      expect(plannedAt(plan, POLICY, 'defaults')).toMatchObject({
        name: expect.stringMatching(/^defaults-[0-9a-f]{8}$/),
        vault_id: `${VAULTS}/bv-existing`,
        backup_repeating_time_intervals: ['R/2024-01-07T02:00:00+00:00/P1W'],
        time_zone: 'UTC',
        default_retention_rule: [{ life_cycle: lifeCycle('P3M') }],
        retention_rule: [],
      });
      const everything = plannedAt(plan, POLICY, 'everything');
      expect(everything).toMatchObject({
        name: expect.stringMatching(/^everything-[0-9a-f]{8}$/),
        backup_repeating_time_intervals: ['R/2026-01-07T22:30:00+05:30/P1W'],
        time_zone: 'India Standard Time',
        default_retention_rule: [{ life_cycle: lifeCycle('P21D') }],
      });
      expect(rulesOf(everything)).toEqual([
        ['Yearly', 5, 'P10Y', 'FirstOfYear'],
        ['QuarterClose', 10, 'P7Y', 'Wednesday Last December June March September'],
        ['Monthly', 15, 'P18M', 'FirstOfMonth'],
        ['Weekly', 20, 'P12W', 'FirstOfWeek'],
      ]);
      expect(plannedAt(plan, POLICY, 'parsed')).toMatchObject({
        backup_repeating_time_intervals: ['R/2024-01-09T03:00:00+00:00/P1W'],
        default_retention_rule: [{ life_cycle: lifeCycle('P4W') }],
      });
      expect(plannedAt(plan, POLICY, 'variable')).toMatchObject({
        name: expect.stringMatching(/^variable-[0-9a-f]{8}$/),
        default_retention_rule: [{ life_cycle: lifeCycle('P45D') }],
      });
      const intents = ['ten', 'seven', 'one', 'short'].map((id) => plannedAt(plan, POLICY, id));
      expect(intents.map((policy) => policy.default_retention_rule[0].life_cycle[0].duration)).toEqual([
        'P3M',
        'P3M',
        'P3M',
        'P2W',
      ]);
      const monthly = ['Monthly', 15, 'P1Y', 'FirstOfMonth'];
      expect(intents.map(rulesOf)).toEqual([
        [['Yearly', 10, 'P10Y', 'FirstOfYear'], monthly],
        [['Yearly', 10, 'P7Y', 'FirstOfYear'], monthly],
        [monthly],
        [],
      ]);
    },
  },
  {
    name: 'BackupPolicy: several days a week, under the edition that carries them out',
    outside: (outside) => outside.vault(EXISTING_VAULT),
    build(stack) {
      PostgresBackupValidator.of(stack).use({ edition: SupportMatrix.V1_2025_02_28 });
      const schedule = WeeklySchedule.onDays([DayOfWeek.MONDAY, DayOfWeek.FRIDAY], '01:15');
      const vault = existingVault(stack);
      new BackupPolicy(stack, 'policy', { vault, schedule, defaultRetention: Retention.days(30) });
    },
    expect(plan) {
      expect(plannedAt(plan, POLICY, 'policy').backup_repeating_time_intervals).toEqual([
        'R/2024-01-08T01:15:00+00:00/P1W',
        'R/2024-01-12T01:15:00+00:00/P1W',
      ]);
    },
  },
  {
    name: 'ProtectedFlexServer: size, version, availability, network, backups, window and tags',
    outside: (outside) => outside.network(SUBNET, ZONE),
    keptDays: 14,
    build(stack) {
      const shared = { ...place(stack), recoverableFor: Retention.years(1) };
      new ProtectedFlexServer(stack, 'large', {
        ...shared,
        serverName: 'psql-large',
        version: PostgresVersion.V16,
        sku: FlexServerSku.of('MO_Standard_E8ds_v5'),
        storage: StorageSize.gibibytes(512),
        storageTier: 'P30',
        zone: '1',
        highAvailability: { mode: 'ZoneRedundant', standbyZone: '2' },
        network: FlexServerNetwork.privateEndpoints(),
        operationalBackup: { retention: Retention.weeks(2), geoRedundant: false },
        maintenanceWindow: { dayOfWeek: 6, startHour: 22, startMinute: 30 },
        tags: { team: 'orders' },
      });
      new ProtectedFlexServer(stack, 'small', {
        ...shared,
        version: PostgresVersion.of('18'),
        sku: FlexServerSku.of('B_Standard_B2s'),
        storage: StorageSize.megabytes(32768),
        autoGrow: true,
        zone: '3',
        network: FlexServerNetwork.publicEndpoint(),
        maintenanceWindow: { dayOfWeek: 1 },
      });
      new ProtectedFlexServer(stack, 'networked', {
        ...shared,
        highAvailability: { mode: 'SameZone' },
        network: FlexServerNetwork.delegatedSubnet(SUBNET, ZONE),
      });
      new ProtectedFlexServer(stack, 'unpaired', { ...shared, ...place(stack, 'qatarcentral') });
    },
    expect(plan) {
      expect(plannedAt(plan, SERVER, 'large')).toMatchObject({
        name: 'psql-large',
        version: '16',
        sku_name: 'MO_Standard_E8ds_v5',
        storage_mb: 524288,
        storage_tier: 'P30',
        auto_grow_enabled: false,
        zone: '1',
        high_availability: [{ mode: 'ZoneRedundant', standby_availability_zone: '2' }],
        public_network_access_enabled: false,
        backup_retention_days: 14,
        geo_redundant_backup_enabled: false,
        maintenance_window: [{ day_of_week: 6, start_hour: 22, start_minute: 30 }],
        tags: { team: 'orders' },
      });
      expect(plannedAt(plan, INSTANCE, 'large').name).toBe('psql-large');
      expect(plannedAt(plan, SERVER, 'small')).toMatchObject({
        name: expect.stringMatching(/^small-[0-9a-f]{8}$/),
        version: '18',
        sku_name: 'B_Standard_B2s',
        storage_mb: 32768,
        auto_grow_enabled: true,
        zone: '3',
        high_availability: [],
        public_network_access_enabled: true,
        backup_retention_days: 35,
        geo_redundant_backup_enabled: true,
        maintenance_window: [{ day_of_week: 1, start_hour: 0, start_minute: 0 }],
      });
      expect(plannedAt(plan, SERVER, 'networked')).toMatchObject({
        zone: null,
        high_availability: [{ mode: 'SameZone', standby_availability_zone: null }],
        public_network_access_enabled: false,
        delegated_subnet_id: SUBNET,
        private_dns_zone_id: ZONE,
      });
      expect(plannedAt(plan, SERVER, 'unpaired')).toMatchObject({
        location: 'qatarcentral',
        geo_redundant_backup_enabled: false,
      });
    },
  },
  {
    name: 'ProtectedFlexServer: who may log in, keys of its own, and what it is restored from',
    async outside(outside) {
      await outside.identity(`${IDENTITIES}/id-a`);
      await outside.identity(`${IDENTITIES}/id-b`);
      await outside.server(`${SERVERS}/psql-source`, { backup: { geoRedundantBackup: 'Enabled' } });
    },
    keptDays: 14,
    build(stack) {
      const shared = { ...place(stack), recoverableFor: Retention.years(1) };
      const password = new TerraformVariable(stack, 'password', { type: 'string', sensitive: true });
      const batch = { login: 'batch', password: AdministratorPassword.writeOnly(password.stringValue, 3) };
      const dba = { objectId: PRINCIPAL, principalName: 'dba' };
      new ProtectedFlexServer(stack, 'both', {
        ...shared,
        authentication: FlexServerAuthentication.entraAndPassword(batch, [dba]),
      });
      new ProtectedFlexServer(stack, 'password-only', {
        ...shared,
        authentication: FlexServerAuthentication.passwordOnly(batch),
      });
      new ProtectedFlexServer(stack, 'entra', {
        ...shared,
        authentication: FlexServerAuthentication.entraOnly([{ ...dba, principalType: 'ServicePrincipal' }]),
      });
      const key = (name: string) => ({
        keyVaultKeyId: `${KEYS}/${name}`,
        userAssignedIdentityId: `${IDENTITIES}/id-${name}`,
      });
      new ProtectedFlexServer(stack, 'keys', { ...shared, encryption: { key: key('a'), geoBackupKey: key('b') } });
      new ProtectedFlexServer(stack, 'key', {
        ...shared,
        encryption: { key: key('a') },
        operationalBackup: { geoRedundant: false },
      });
      const source = existingServer(stack, 'psql-source');
      const origin = ServerOrigin.pointInTime(source, '2026-11-18T04:30:00Z');
      new ProtectedFlexServer(stack, 'restored', { ...shared, origin });
      new ProtectedFlexServer(stack, 'geo-restored', {
        ...shared,
        ...place(stack, 'northeurope'),
        origin: ServerOrigin.geoRestore(source, '2026-11-18T04:30:00+01:00'),
      });
    },
    variables: { password: 'not-a-secret-1' },
    expect(plan) {
      const server = (id: string) => plannedAt(plan, SERVER, id);
      expect(server('both')).toMatchObject({
        administrator_login: 'batch',
        administrator_password: null,
        administrator_password_wo_version: 3,
        authentication: [{ active_directory_auth_enabled: true, password_auth_enabled: true, tenant_id: TENANT_ID }],
      });
      expect(references(plan, addressAt(plan, SERVER, 'both'), 'administrator_password_wo')).toEqual(['var.password']);
      // Write-only: the plan knows of the variable, and no resource holds its value.
      expect(JSON.stringify([plan.planned_values, plan.resource_changes])).not.toContain('not-a-secret-1');
      expect(plannedAt(plan, ADMINISTRATOR, 'both')).toMatchObject({
        object_id: PRINCIPAL,
        principal_name: 'dba',
        principal_type: 'Group',
        tenant_id: TENANT_ID,
        server_name: server('both').name,
        resource_group_name: 'rg-westeurope',
      });
      expect(server('password-only')).toMatchObject({
        administrator_login: 'batch',
        authentication: [{ active_directory_auth_enabled: false, password_auth_enabled: true }],
      });
      expect(server('entra').authentication).toMatchObject([
        { active_directory_auth_enabled: true, password_auth_enabled: false },
      ]);
      expect(plannedAt(plan, ADMINISTRATOR, 'entra').principal_type).toBe('ServicePrincipal');
      expect(counts(plan)[ADMINISTRATOR]).toBe(2);
      const [a, b] = [`${IDENTITIES}/id-a`, `${IDENTITIES}/id-b`];
      expect(server('keys')).toMatchObject({
        identity: [{ type: 'UserAssigned', identity_ids: [a, b] }],
        customer_managed_key: [
          {
            key_vault_key_id: `${KEYS}/a`,
            primary_user_assigned_identity_id: a,
            geo_backup_key_vault_key_id: `${KEYS}/b`,
            geo_backup_user_assigned_identity_id: b,
          },
        ],
      });
      expect(server('key')).toMatchObject({
        identity: [{ identity_ids: [a] }],
        customer_managed_key: [{ key_vault_key_id: `${KEYS}/a`, primary_user_assigned_identity_id: a }],
      });
      expect(server('restored')).toMatchObject({
        create_mode: 'PointInTimeRestore',
        source_server_id: `${SERVERS}/psql-source`,
        point_in_time_restore_time_in_utc: '2026-11-18T04:30:00Z',
      });
      expect(server('geo-restored')).toMatchObject({
        create_mode: 'GeoRestore',
        source_server_id: `${SERVERS}/psql-source`,
        point_in_time_restore_time_in_utc: '2026-11-18T04:30:00+01:00',
      });
    },
  },
  {
    name: 'ProtectedFlexServer: a vault or a policy of its own, and what several share',
    keptDays: 14,
    build(stack) {
      const at = place(stack);
      const vault = new BackupVault(stack, 'vault', { ...at, vaultName: 'bv-own' });
      const policy = new BackupPolicy(stack, 'policy', { vault, defaultRetention: Retention.days(60) });
      new ProtectedFlexServer(stack, 'of-policy', { ...at, policy });
      new ProtectedFlexServer(stack, 'of-both', { ...at, policy, vault });
      const recoverableFor = Retention.years(3);
      new ProtectedFlexServer(stack, 'of-vault', { ...at, vault, recoverableFor });
      new ProtectedFlexServer(stack, 'of-none', { ...at, recoverableFor });
      new ProtectedFlexServer(stack, 'of-none-either', { ...at, recoverableFor: Retention.months(36) });
    },
    expect(plan) {
      expect(counts(plan)).toMatchObject({ [VAULT]: 2, [SERVER]: 5, [INSTANCE]: 5, [SLEEP]: 5, [ROLE]: 7 });
      const policyOf = (id: string) => references(plan, addressAt(plan, INSTANCE, id), 'backup_policy_id')[1];
      const own = addressAt(plan, POLICY, 'policy');
      expect(policyOf('of-policy')).toBe(own);
      expect(policyOf('of-both')).toBe(own);
      expect(policyOf('of-vault')).toBe(addressAt(plan, POLICY, 'vault'));
      const shared = addressAt(plan, POLICY, 'Backup-westeurope', 'Vault', 'Recoverable-3-years');
      expect(policyOf('of-none')).toBe(shared);
      expect(rulesOf(planned(plan, POLICY)[shared])).toEqual([
        ['Yearly', 10, 'P3Y', 'FirstOfYear'],
        ['Monthly', 15, 'P1Y', 'FirstOfMonth'],
      ]);
    },
  },
  {
    name: 'FlexServer.fromServerId, BackupVault.fromBackupVaultAttributes and a policy that exists',
    async outside(outside) {
      await outside.vault(EXISTING_VAULT, PRINCIPAL);
      await outside.policy(`${EXISTING_VAULT}/backupPolicies/gold`);
      await outside.policy(`${EXISTING_VAULT}/backupPolicies/silver`);
      await servers(outside, 'psql-described', 'psql-other');
    },
    build(stack) {
      const vault = BackupVault.fromBackupVaultAttributes(stack, 'vault', {
        vaultId: `${VAULTS}/bv-existing`,
        principalId: PRINCIPAL,
        location: 'westeurope',
        redundancy: VaultRedundancy.GEO_REDUNDANT,
        propagationWait: PropagationWait.minutes(15),
      });
      const server = FlexServer.fromServerId(stack, 'server', `${SERVERS}/psql-described`, {
        location: 'westeurope',
        storage: StorageSize.gibibytes(256),
        storageType: 'Premium_LRS',
        autoGrow: false,
        sku: FlexServerSku.of('GP_Standard_D4ds_v5'),
        version: PostgresVersion.V16,
        replica: false,
        clusterSize: 0,
        publicNetworkAccess: true,
      });
      const byId = BackupPolicy.fromBackupPolicyId(stack, 'by-id', `${VAULTS}/bv-existing/backupPolicies/gold`, vault);
      const byName = BackupPolicy.fromBackupPolicyName(stack, 'by-name', 'silver', vault);
      byId.protect(server, { instanceName: 'shop-orders' });
      byName.protect(existingServer(stack, 'psql-other'));
    },
    expect(plan) {
      expect(counts(plan)).toEqual({ [INSTANCE]: 2, [ROLE]: 3, [SLEEP]: 2 });
      const shared = { location: 'westeurope', vault_id: `${VAULTS}/bv-existing` };
      expect(plannedAt(plan, INSTANCE, 'server')).toMatchObject({
        ...shared,
        name: 'shop-orders',
        server_id: `${SERVERS}/psql-described`,
        backup_policy_id: `${VAULTS}/bv-existing/backupPolicies/gold`,
      });
      expect(plannedAt(plan, INSTANCE, 'psql-other')).toMatchObject({
        ...shared,
        name: 'psql-other',
        server_id: `${SERVERS}/psql-other`,
        backup_policy_id: `${VAULTS}/bv-existing/backupPolicies/silver`,
      });
      expect(plannedAt(plan, SLEEP, 'server').create_duration).toBe('15m');
      const roles = `/subscriptions/${OTHER_SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions`;
      expect(plannedAt(plan, ROLE, 'server')).toMatchObject({
        scope: `${SERVERS}/psql-described`,
        principal_id: PRINCIPAL,
        role_definition_id: `${roles}/${BACKUP_ROLE}`,
      });
      expect(plannedAt(plan, ROLE, 'vault')).toMatchObject({
        scope: OTHER_GROUP,
        principal_id: PRINCIPAL,
        role_definition_id: `${roles}/${READER_ROLE}`,
      });
    },
  },
  {
    name: 'imports that are looked up, once what they are looked up by is known',
    async outside(outside) {
      await outside.vault(
        `${groupOf(SUBSCRIPTION_ID, 'rg-backup')}/providers/Microsoft.DataProtection/backupVaults/bv-named`,
      );
      await outside.vault(EXISTING_VAULT);
      await outside.server(
        `${groupOf(OTHER_SUBSCRIPTION, 'rg-shop')}/providers/Microsoft.DBforPostgreSQL/flexibleServers/psql-named`,
      );
    },
    build(stack) {
      // A name that is known at apply only puts the lookup off until then.
      const names = new DataResource(stack, 'names', {
        input: { vault: 'bv-named', server: 'psql-named', vaultId: `${VAULTS}/bv-existing` },
      });
      const later = (name: string) => Token.asString(propertyAccess(names.output, [name]));
      const vault = BackupVault.fromBackupVaultName(stack, 'vault', {
        vaultName: later('vault'),
        resourceGroupName: 'rg-backup',
        propagationWait: PropagationWait.seconds(30),
      });
      const provider = new AzurermProvider(stack, 'azurerm-shop', {
        alias: 'shop',
        features: [{}],
        subscriptionId: OTHER_SUBSCRIPTION,
      });
      const byId = BackupVault.fromBackupVaultId(stack, 'vault-by-id', later('vaultId'), provider);
      const server = FlexServer.fromServerName(stack, 'server', {
        serverName: later('server'),
        resourceGroupName: 'rg-shop',
        provider,
      });
      BackupPolicy.recoverableFor(stack, 'policy', vault, Retention.years(1)).protect(server);
      BackupPolicy.recoverableFor(stack, 'policy-by-id', byId, Retention.years(1));
    },
    expect(plan) {
      const reads = plan.resource_changes!.filter(
        ({ mode, type }) => mode === 'data' && !type.endsWith('client_config'),
      );
      expect(reads.map(({ type, change }) => [type, change.actions.join(), change.after.resource_group_name])).toEqual([
        ['azurerm_data_protection_backup_vault', 'read', undefined],
        ['azurerm_data_protection_backup_vault', 'read', 'rg-backup'],
        ['azurerm_postgresql_flexible_server', 'read', 'rg-shop'],
      ]);
      expect(reads.map(({ address }) => configuredAt(plan, address).provider_config_key)).toEqual([
        'azurerm.shop',
        'azurerm',
        'azurerm.shop',
      ]);
      const vault = reads[1].address;
      const server = reads[2].address;
      const instance = addressAt(plan, INSTANCE, 'server');
      expect(references(plan, instance, 'vault_id')).toContain(`${vault}.id`);
      expect(references(plan, instance, 'server_id')).toContain(`${server}.id`);
      expect(references(plan, instance, 'location')).toContain(`${server}.location`);
      const role = addressAt(plan, ROLE, 'server');
      expect(references(plan, role, 'principal_id')).toContain(`${vault}.identity[0].principal_id`);
      expect(plannedAt(plan, SLEEP, 'server').create_duration).toBe('30s');
      expect(references(plan, addressAt(plan, POLICY, 'policy-by-id'), 'vault_id')).toContain(`${reads[0].address}.id`);
    },
  },
  {
    name: 'provider: servers and vaults of other subscriptions',
    keptDays: 14,
    build(stack) {
      const shop = new AzurermProvider(stack, 'azurerm-shop', {
        alias: 'shop',
        features: [{}],
        subscriptionId: OTHER_SUBSCRIPTION,
      });
      const id = new TerraformVariable(stack, 'backup_subscription', { type: 'string' });
      const backup = new AzurermProvider(stack, 'azurerm-backup', {
        alias: 'backup',
        features: [{}],
        subscriptionId: id.stringValue,
      });
      const group = new ResourceGroup(stack, 'group', { name: 'rg-backup', location: 'westeurope', provider: backup });
      const vault = new BackupVault(stack, 'vault', {
        resourceGroupName: group.name,
        location: group.location,
        provider: backup,
      });
      const shops = new ResourceGroup(stack, 'shops', { name: 'rg-shop', location: 'westeurope', provider: shop });
      new ProtectedFlexServer(stack, 'server', {
        resourceGroupName: shops.name,
        location: shops.location,
        provider: shop,
        vault,
        recoverableFor: Retention.years(1),
      });
    },
    variables: { backup_subscription: '3d0e5b9a-4a6f-4d10-8e2f-4c3a2f0e4c8b' },
    expect(plan) {
      const providers = Object.fromEntries(
        managed(plan).map(({ address, type }) => [type, configuredAt(plan, address).provider_config_key]),
      );
      expect(providers).toMatchObject({
        [VAULT]: 'azurerm.backup',
        [POLICY]: 'azurerm.backup',
        [INSTANCE]: 'azurerm.backup',
        [SERVER]: 'azurerm.shop',
        [ROLE]: 'azurerm.shop',
      });
      for (const role of Object.values(planned(plan, ROLE))) {
        expect(role.role_definition_id).toContain(`/subscriptions/${OTHER_SUBSCRIPTION}/`);
      }
      expect(plannedAt(plan, ROLE, 'vault').scope).toBe(`/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-shop`);
    },
  },
  {
    name: 'AzurermVersion.constrain and a time provider of the author’s own',
    keptDays: 14,
    build(stack) {
      AzurermVersion.constrain(stack, '~> 5.2');
      new TimeProvider(stack, 'time');
      new ProtectedFlexServer(stack, 'server', { ...place(stack), recoverableFor: Retention.years(1) });
    },
    expect(plan) {
      const { azurerm, time } = plan.configuration.provider_config as Record<string, any>;
      expect(azurerm.version_constraint).toBe('~> 5.2');
      expect(time.full_name).toBe('registry.terraform.io/hashicorp/time');
      expect(counts(plan)[SLEEP]).toBe(1);
    },
  },
];

/** Name, priority, duration and criteria of a planned policy's rules. */
function rulesOf(policy: any): unknown[] {
  return policy.retention_rule.map(({ name, priority, life_cycle: [{ duration }], criteria: [when] }: any) => [
    name,
    priority,
    duration,
    [when.absolute_criteria, when.days_of_week, when.weeks_of_month, when.months_of_year]
      .filter((each) => each?.length > 0)
      .flat()
      .join(' '),
  ]);
}
