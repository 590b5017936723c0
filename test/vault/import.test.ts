import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import {
  BackupPolicy,
  BackupVault,
  FlexServer,
  PostgresBackupValidator,
  Profile,
  PropagationWait,
  ProtectedFlexServer,
  Retention,
  VaultRedundancy,
} from '../../src';
import {
  all,
  assignments,
  LTR,
  newApp,
  newGroup,
  newStack,
  NOW,
  only,
  OTHER_SUBSCRIPTION,
  resolvedIn,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
  withoutNotes,
} from '../kit';

const VAULT_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-central`;
const SERVER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-orders`;
const PRINCIPAL = '11111111-1111-1111-1111-111111111111';
const ATTRIBUTES = { vaultId: VAULT_ID, principalId: PRINCIPAL, location: 'westeurope' };

describe('fromBackupVaultAttributes', () => {
  test('looks nothing up and shows what was said', () => {
    const stack = newStack();
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', ATTRIBUTES);
    expect(vault).toMatchObject({
      vaultId: VAULT_ID,
      vaultName: 'bv-central',
      resourceGroupName: 'rg-backup',
      location: 'westeurope',
      principalId: PRINCIPAL,
      provider: undefined,
    });
    const json = synth(stack);
    expect(json.data).toBeUndefined();
    expect(json.resource).toBeUndefined();
  });

  test('protects servers', () => {
    const stack = newStack();
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', {
      ...ATTRIBUTES,
      propagationWait: PropagationWait.minutes(2),
    });
    new ProtectedFlexServer(stack, 'Orders', {
      resourceGroupName: 'rg-orders',
      location: 'westeurope',
      vault,
      recoverableFor: Retention.years(1),
    });
    const json = synth(stack);
    expect(only(json, TYPES.policy).vault_id).toBe(VAULT_ID);
    expect(only(json, TYPES.instance).vault_id).toBe(VAULT_ID);
    expect(assignments(json, LTR)[0].principal_id).toBe(PRINCIPAL);
    expect(only(json, TYPES.sleep).create_duration).toBe('2m');
    expect(all(json, TYPES.vault)).toEqual([]);
    expect(PostgresBackupValidator.of(stack).findings({ now: NOW })).toEqual([]);
  });

  test('from another subscription it has alerts with the provider of that one alone, and logs with any', () => {
    const stack = newStack('estate', newApp(), OTHER_SUBSCRIPTION);
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', ATTRIBUTES);
    const providers = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-monitor/providers`;
    expect(thrown(() => vault.addMonitoring('Mails', { emailAddresses: ['dba@example.com'] })).message).toContain(
      `[/estate/Vault/Mails] ProviderSubscription: \`provider\` of the vault must be one of its subscription, ${SUBSCRIPTION}, got: ${OTHER_SUBSCRIPTION}.`,
    );
    const logAnalyticsWorkspaceId = `${providers}/Microsoft.OperationalInsights/workspaces/log-company`;
    vault.addMonitoring('Logs', { logAnalyticsWorkspaceId });
  });

  test('what it says decides rules', () => {
    const stack = newStack();
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', { ...ATTRIBUTES, location: 'North Europe' });
    new ProtectedFlexServer(stack, 'Orders', {
      resourceGroupName: 'rg-orders',
      location: 'westeurope',
      vault,
      recoverableFor: Retention.years(1),
    });
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
    expect(findings).toEqual([
      expect.objectContaining({ rule: 'PGB403', outcome: 'violated', path: 'estate/Orders/BackupInstance' }),
    ]);
  });

  test('takes a redundancy', () => {
    const stack = newStack();
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', {
      ...ATTRIBUTES,
      redundancy: VaultRedundancy.GEO_REDUNDANT,
    });
    new ProtectedFlexServer(stack, 'Orders', {
      resourceGroupName: 'rg-orders',
      location: 'westeurope',
      vault,
      recoverableFor: Retention.years(1),
    });
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(withoutNotes(findings).filter(({ outcome }) => outcome === 'violated')).toEqual([]);
  });

  test('a token is taken apart by Terraform', () => {
    const stack = newStack();
    const vaultId = variable(stack, 'vault').stringValue;
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', { ...ATTRIBUTES, vaultId });
    const policy = BackupPolicy.recoverableFor(stack, 'Policy', vault, Retention.years(1));
    policy.protect(FlexServer.fromServerId(stack, 'Server', SERVER_ID, { location: 'westeurope' }));
    const json = synth(stack);
    expect(only(json, TYPES.instance).vault_id).toBe('${var.vault}');
    expect(assignments(json, LTR)[0].name).toContain('var.vault');
    expect(resolvedIn(stack, vault.vaultName)).toBe('${split("/", var.vault)[8]}');
    expect(resolvedIn(stack, vault.resourceGroupName)).toBe('${split("/", var.vault)[4]}');
  });
});

describe('fromBackupVaultId', () => {
  test('looks a literal id up by its name', () => {
    const stack = newStack();
    const vault = BackupVault.fromBackupVaultId(stack, 'Vault', VAULT_ID);
    expect(vault).toMatchObject({ vaultName: 'bv-central', resourceGroupName: 'rg-backup' });
    const json = synth(stack);
    expect(only({ resource: json.data }, TYPES.vault)).toMatchObject({
      name: 'bv-central',
      resource_group_name: 'rg-backup',
    });
  });

  test('what Terraform reads has to be the vault of the id', () => {
    const stack = newStack();
    BackupVault.fromBackupVaultId(stack, 'Vault', VAULT_ID);
    const [{ condition, error_message: message }] = only({ resource: synth(stack).data }, TYPES.vault).lifecycle
      .postcondition;
    expect(condition).toBe(`\${lower(self.id) == lower("${VAULT_ID}")}`);
    expect(message).toContain('give the provider of the subscription that the id names');
  });

  test('with a provider of another subscription', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'other', {
      alias: 'other',
      features: [{}],
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    const vault = BackupVault.fromBackupVaultId(stack, 'Vault', VAULT_ID, provider);
    expect(vault.provider).toBe(provider);
    BackupPolicy.recoverableFor(stack, 'Policy', vault, Retention.years(1));
    const json = synth(stack);
    expect(only({ resource: json.data }, TYPES.vault).provider).toBe('azurerm.other');
    expect(only(json, TYPES.policy).provider).toBe('azurerm.other');
  });

  test('a token is taken apart by Terraform', () => {
    const stack = newStack();
    BackupVault.fromBackupVaultId(stack, 'Vault', variable(stack, 'vault').stringValue);
    expect(only({ resource: synth(stack).data }, TYPES.vault)).toMatchObject({
      name: '${split("/", var.vault)[8]}',
      resource_group_name: '${split("/", var.vault)[4]}',
    });
  });

  test.each([
    ['', '(empty)'],
    ['bv-central', 'bv-central'],
    [SERVER_ID, SERVER_ID],
    [`${VAULT_ID}/backupPolicies/weekly`, `${VAULT_ID}/backupPolicies/weekly`],
  ])('refuses "%s"', (vaultId, got) => {
    const makers = [
      () => BackupVault.fromBackupVaultId(newStack(), 'Vault', vaultId),
      () => BackupVault.fromBackupVaultAttributes(newStack(), 'Vault', { ...ATTRIBUTES, vaultId }),
    ];
    for (const make of makers) {
      const error = thrown(make);
      expect(error.code).toBe('VaultId');
      expect(error.message).toContain(
        `\`vaultId\` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.DataProtection/backupVaults/…, got: ${got}.`,
      );
      expect(error.message).toContain('Mend: give the whole ARM id');
    }
  });

  test('says at which construct', () => {
    const stack = newStack();
    expect(thrown(() => BackupVault.fromBackupVaultId(stack, 'Vault', 'x')).constructPath).toBe('estate/Vault');
    expect(
      thrown(() => BackupVault.fromBackupVaultAttributes(stack, 'Other', { ...ATTRIBUTES, vaultId: 'x' }))
        .constructPath,
    ).toBe('estate/Other');
  });

  test('hints at the case where nothing else is wrong', () => {
    const lower = VAULT_ID.replace('resourceGroups', 'resourcegroups').replace('backupVaults', 'BackupVaults');
    expect(thrown(() => BackupVault.fromBackupVaultId(newStack(), 'Vault', lower)).message).toContain(
      'Mend: spell the fixed parts exactly so: the provider compares them with case',
    );
  });
});

describe('fromBackupVaultName', () => {
  test('reads the rest when Terraform plans', () => {
    const stack = newStack();
    const group = newGroup(stack);
    const vault = BackupVault.fromBackupVaultName(stack, 'Vault', {
      vaultName: 'bv-central',
      resourceGroupName: group.name,
      propagationWait: PropagationWait.none(),
    });
    new ProtectedFlexServer(stack, 'Orders', {
      resourceGroupName: 'rg-orders',
      location: 'westeurope',
      vault,
      recoverableFor: Retention.years(1),
    });
    const json = synth(stack);
    const [address] = Object.keys(json.data[TYPES.vault]);
    expect(only({ resource: json.data }, TYPES.vault)).toEqual({
      name: 'bv-central',
      resource_group_name: '${azurerm_resource_group.group.name}',
    });
    expect(only(json, TYPES.instance).vault_id).toBe(`\${data.${TYPES.vault}.${address}.id}`);
    expect(assignments(json, LTR)[0].principal_id).toBe(`\${data.${TYPES.vault}.${address}.identity[0].principal_id}`);
    expect(all(json, TYPES.sleep)).toEqual([]);
    expect(
      PostgresBackupValidator.of(stack)
        .findings({ now: NOW })
        .every(({ outcome }) => outcome === 'undecided'),
    ).toBe(true);
  });

  test('refuses a name that no vault can have', () => {
    const lookup = { vaultName: '1', resourceGroupName: 'rg-backup' };
    const error = thrown(() => BackupVault.fromBackupVaultName(newStack(), 'Vault', lookup));
    expect(error.code).toBe('PGB509');
    expect(error.constructPath).toBe('estate/Vault');
    expect(error.message).toContain('`vaultName` must be 2 to 50');
    const elsewhere = { vaultName: 'bv-central', resourceGroupName: '' };
    expect(thrown(() => BackupVault.fromBackupVaultName(newStack(), 'Vault', elsewhere)).message).toContain(
      '`resourceGroupName` must be 1 to 90',
    );
  });
});
