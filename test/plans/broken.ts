import { DataProtectionBackupInstancePostgresqlFlexibleServer as Instance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { DataProtectionBackupPolicyPostgresqlFlexibleServer as Policy } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import { DataProtectionBackupVault as Vault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { PostgresqlFlexibleServer as Server } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { App, TerraformStack, TerraformVariable } from 'cdktf';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
const ROLES = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions`;

/** Raw resources that Terraform plans without a word, and the rules have much to say about. */
export function brokenEstate(app: App): TerraformStack {
  const stack = new TerraformStack(app, 'broken');
  new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });
  stack.addOverride('terraform.required_providers.azurerm.version', '>= 4.55.0, < 6.0.0');
  const west = new ResourceGroup(stack, 'west', { name: 'rg-west', location: 'westeurope' });
  const north = new ResourceGroup(stack, 'north', { name: 'rg-north', location: 'northeurope' });
  const vault = new Vault(stack, 'vault', {
    name: 'bv-broken',
    resourceGroupName: west.name,
    location: west.location,
    datastoreType: 'VaultStore',
    redundancy: 'LocallyRedundant',
    softDelete: 'Off',
    identity: { type: 'SystemAssigned' },
  });
  const weekly = new Policy(stack, 'weekly', {
    name: 'weekly',
    vaultId: vault.id,
    backupRepeatingTimeIntervals: ['R/2024-01-07T02:00:00+00:00/P1W'],
    timeZone: 'UTC',
    defaultRetentionRule: { lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P1Y' }] },
    retentionRule: [
      {
        name: 'Monthly',
        priority: 20,
        lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P3M' }],
        criteria: { absoluteCriteria: 'FirstOfMonth' },
      },
      {
        name: 'Mondays',
        priority: 30,
        lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P5Y' }],
        criteria: { daysOfWeek: ['Monday'] },
      },
    ],
  });
  const daily = new Policy(stack, 'daily', {
    name: 'daily',
    vaultId: vault.id,
    backupRepeatingTimeIntervals: ['R/2024-01-07T02:00:00+00:00/P1D'],
    defaultRetentionRule: { lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P11Y' }] },
  });
  const password = new TerraformVariable(stack, 'password', { type: 'string', default: 'Horse-7-battery' });
  const server = (id: string, group: ResourceGroup, rest: object) =>
    new Server(stack, id, {
      name: `pg-${id}`,
      resourceGroupName: group.name,
      location: group.location,
      version: '17',
      skuName: 'GP_Standard_D4ds_v5',
      storageMb: 131072,
      zone: '1',
      backupRetentionDays: 35,
      administratorLogin: 'psqladmin',
      ...rest,
    });
  const large = server('large', west, {
    storageMb: 2097152,
    version: '13',
    administratorPassword: 'Horse-7-battery',
  });
  const away = server('away', north, { administratorPassword: password.stringValue });
  server('alone', west, { administratorPassword: password.stringValue });
  const assign = (id: string, scope: string, role: object) =>
    new RoleAssignment(stack, id, { scope, principalId: vault.identity.principalId, ...role });
  const backup = { roleDefinitionId: `${ROLES}/c088a766-074b-43ba-90d4-1fb21feae531` };
  const onLarge = assign('on-large', large.id, backup);
  assign('on-large-again', large.id, backup);
  assign('on-away', away.id, backup);
  assign('contributor', west.id, { roleDefinitionId: `${ROLES}/b24988ac-6180-42a0-ab88-20f7382dd24c` });
  const reader = assign('reader', west.id, { roleDefinitionId: `${ROLES}/acdd72a7-3385-48ef-bd42-f606fba81ae7` });
  const protect = (id: string, serverId: string, policy: Policy, dependsOn: RoleAssignment[]) =>
    new Instance(stack, id, {
      name: id,
      location: west.location,
      vaultId: vault.id,
      serverId,
      backupPolicyId: policy.id,
      dependsOn,
    });
  protect('first', large.id, weekly, [onLarge, reader]);
  protect('second', large.id, daily, [onLarge, reader]);
  protect('third', away.id, weekly, [reader]);
  return stack;
}
