import { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { KeyVault, KeyVaultConfig } from '@cdktf/provider-azurerm/lib/key-vault';
import { KeyVaultKey } from '@cdktf/provider-azurerm/lib/key-vault-key';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, IResolvable, Token } from 'cdktf';
import {
  BackupVault,
  CrossRegionRestore,
  Immutability,
  OneWayDoor,
  PostgresBackupValidator,
  Profile,
  PropagationWait,
  ProtectedFlexServer,
  Retention,
  SoftDelete,
  VaultKey,
  VaultRedundancy,
} from '../../src';
import {
  all,
  annotations,
  CRYPTO_USER,
  entries,
  newApp,
  newGroup,
  newStack,
  NOW,
  only,
  OTHER_SUBSCRIPTION,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
  withoutNotes,
} from '../kit';

const PLACE = { resourceGroupName: 'rg-backup', location: 'westeurope' };
const DOOR = OneWayDoor.understood('the auditors ask for it');
const KEY = 'https://kv-backup.vault.azure.net/keys/vault';
const KEY_VAULT = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/kv-backup`;

function vaultJson(props: Partial<ConstructorParameters<typeof BackupVault>[2]> = {}): any {
  const stack = newStack();
  new BackupVault(stack, 'Vault', { ...PLACE, ...props });
  return only(synth(stack), TYPES.vault);
}

function refused(props: Partial<ConstructorParameters<typeof BackupVault>[2]>) {
  const stack = newStack();
  return thrown(() => new BackupVault(stack, 'Vault', { ...PLACE, ...props }));
}

describe('defaults', () => {
  test('are the ones an auditor would choose', () => {
    const vault = vaultJson();
    expect(vault).toEqual({
      name: expect.stringMatching(/^bv-vault-[0-9a-f]{8}$/),
      resource_group_name: 'rg-backup',
      location: 'westeurope',
      datastore_type: 'VaultStore',
      redundancy: 'GeoRedundant',
      soft_delete: 'On',
      retention_duration_in_days: 14,
      immutability: 'Unlocked',
      identity: { type: 'SystemAssigned' },
    });
  });

  test('leave cross-region restore out altogether', () => {
    expect(vaultJson()).not.toHaveProperty('cross_region_restore_enabled');
  });

  test('show on the construct', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    expect(vault.redundancy).toBe(VaultRedundancy.GEO_REDUNDANT);
    expect(vault.softDelete).toMatchObject({ state: 'On', days: 14, oneWayDoor: undefined });
    expect(vault.immutability).toMatchObject({ state: 'Unlocked', oneWayDoor: undefined });
    expect(vault.resource).toBeInstanceOf(DataProtectionBackupVault);
    expect(vault.resourceGroupName).toBe('rg-backup');
    expect(vault.location).toBe('westeurope');
    expect(vault.provider).toBeUndefined();
  });

  test('raise no error and no warning', () => {
    const stack = newStack();
    new BackupVault(stack, 'Vault', PLACE);
    const validator = PostgresBackupValidator.of(stack).use({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(withoutNotes(validator.findings())).toEqual([]);
  });
});

describe('props', () => {
  test('every one reaches the resource', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'backup', {
      alias: 'backup',
      features: [{}],
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    new BackupVault(stack, 'Vault', {
      ...PLACE,
      vaultName: 'bv-ledger',
      redundancy: VaultRedundancy.GEO_REDUNDANT,
      softDelete: SoftDelete.alwaysOn(60, DOOR),
      immutability: Immutability.locked(DOOR),
      crossRegionRestore: CrossRegionRestore.enabled(DOOR),
      tags: { owner: 'finance' },
      provider,
    });
    expect(only(synth(stack), TYPES.vault)).toEqual({
      name: 'bv-ledger',
      resource_group_name: 'rg-backup',
      location: 'westeurope',
      datastore_type: 'VaultStore',
      redundancy: 'GeoRedundant',
      soft_delete: 'AlwaysOn',
      retention_duration_in_days: 60,
      immutability: 'Locked',
      cross_region_restore_enabled: true,
      identity: { type: 'SystemAssigned' },
      tags: { owner: 'finance' },
      provider: 'azurerm.backup',
    });
  });

  test.each([
    [VaultRedundancy.LOCALLY_REDUNDANT, 'LocallyRedundant'],
    [VaultRedundancy.ZONE_REDUNDANT, 'ZoneRedundant'],
    [VaultRedundancy.of('GeoRedundant'), 'GeoRedundant'],
  ])('redundancy %#', (redundancy, name) => {
    expect(vaultJson({ redundancy })).toMatchObject({ redundancy: name });
  });

  test('soft delete off names no days', () => {
    const vault = vaultJson({ softDelete: SoftDelete.off() });
    expect(vault).toMatchObject({ soft_delete: 'Off' });
    expect(vault).not.toHaveProperty('retention_duration_in_days');
  });

  test('immutability disabled', () => {
    expect(vaultJson({ immutability: Immutability.disabled() })).toMatchObject({ immutability: 'Disabled' });
  });
});

describe('soft delete', () => {
  test.each([14, 15, 180])('takes %d days', (days) => {
    expect(vaultJson({ softDelete: SoftDelete.on(days) })).toMatchObject({ retention_duration_in_days: days });
  });

  test.each([13, 181, 0, -1, 14.5, NaN])('refuses %d days', (days) => {
    for (const make of [() => SoftDelete.on(days), () => SoftDelete.alwaysOn(days, DOOR)]) {
      const error = thrown(make);
      expect(error.code).toBe('PGB503');
      expect(error.message).toContain(`\`days\` of soft delete must be between 14 and 180 days, got: ${days} days.`);
      expect(error.message).toContain('Limit: ');
    }
  });
});

describe('names', () => {
  test.each(['ab', 'a-', `a${'b'.repeat(49)}`, 'Bv-Ledger-1'])('takes %s', (vaultName) => {
    expect(vaultJson({ vaultName })).toMatchObject({ name: vaultName });
  });

  test.each(['', 'a', `a${'b'.repeat(50)}`, '1vault', '-vault', 'a_b', 'a b', 'bv.ledger'])(
    'refuses "%s"',
    (vaultName) => {
      const error = refused({ vaultName });
      expect(error.code).toBe('PGB509');
      expect(error.constructPath).toBe('estate/Vault');
      expect(error.message).toContain(
        `[/estate/Vault] PGB509: \`vaultName\` must be 2 to 50 letters, digits and hyphens, a letter first, got: ${vaultName || '(empty)'}.`,
      );
    },
  );

  test('made ones stay within the limit, however long the path', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, `9${'long'.repeat(40)}`, PLACE);
    expect(vault.vaultName).toMatch(/^bv-[a-z0-9-]+-[0-9a-f]{8}$/);
    expect(vault.vaultName.length).toBeLessThanOrEqual(50);
    synth(stack);
  });

  test('made ones differ between constructs and stay the same between runs', () => {
    const make = () => {
      const stack = newStack();
      return ['A', 'B'].map((id) => new BackupVault(stack, id, PLACE).vaultName);
    };
    const [a, b] = make();
    expect(a).not.toBe(b);
    expect(make()).toEqual([a, b]);
  });

  test('a malformed resource group is refused', () => {
    const error = refused({ resourceGroupName: 'rg.' });
    expect(error.code).toBe('PGB509');
    expect(error.message).toContain('`resourceGroupName` must be 1 to 90');
  });

  test('an empty region is refused', () => {
    const error = refused({ location: ' ' });
    expect(error.code).toBe('Location');
    expect(error.message).toContain('`location` must be a region, got: (empty).');
  });
});

describe('one name for two vaults', () => {
  test('in one resource group is refused, in any case', () => {
    const stack = newStack();
    new BackupVault(stack, 'One', { ...PLACE, vaultName: 'bv-ledger' });
    const error = thrown(
      () =>
        new BackupVault(stack, 'Two', {
          resourceGroupName: 'RG-Backup',
          location: 'westeurope',
          vaultName: 'BV-ledger',
        }),
    );
    expect(error.code).toBe('PGB509');
    expect(error.constructPath).toBe('estate/Two');
    expect(error.message).toContain(
      '`vaultName` must be unique in its resource group, got: BV-ledger, which /estate/One has.',
    );
  });

  test('in one group of one subscription is refused across stacks', () => {
    const app = newApp();
    const make = (name: string) =>
      new BackupVault(newStack(name, app, SUBSCRIPTION), 'Vault', { ...PLACE, vaultName: 'bv-ledger' });
    make('a');
    expect(thrown(() => make('b')).message).toContain('which /a/Vault has');
  });

  test('in stacks that may lie in two subscriptions is fine', () => {
    const app = newApp();
    const stacks = ['dev', 'prod'].map((name) => newStack(name, app));
    stacks.push(newStack('other', app, OTHER_SUBSCRIPTION));
    for (const stack of stacks) new BackupVault(stack, 'Vault', { ...PLACE, vaultName: 'bv-ledger' });
    for (const stack of stacks) {
      new BackupVault(stack, 'ByReference', {
        resourceGroupName: newGroup(stack).name,
        location: 'westeurope',
        vaultName: 'bv-ledger',
      });
    }
    for (const stack of stacks) expect(all(synth(stack), TYPES.vault)).toHaveLength(2);
  });

  test('by the same reference to a group is refused', () => {
    const stack = newStack();
    const group = newGroup(stack);
    const props = { location: group.location, vaultName: 'bv-ledger' };
    new BackupVault(stack, 'One', { ...props, resourceGroupName: group.name });
    expect(thrown(() => new BackupVault(stack, 'Two', { ...props, resourceGroupName: group.name })).code).toBe(
      'PGB509',
    );
  });

  test('in two groups, two subscriptions or two apps is fine', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'other', { alias: 'other', features: [{}] });
    new BackupVault(stack, 'One', { ...PLACE, vaultName: 'bv-ledger' });
    new BackupVault(stack, 'Two', { ...PLACE, resourceGroupName: 'rg-other', vaultName: 'bv-ledger' });
    new BackupVault(stack, 'Three', { ...PLACE, vaultName: 'bv-ledger', provider });
    new BackupVault(newStack(), 'One', { ...PLACE, vaultName: 'bv-ledger' });
    expect(all(synth(stack), TYPES.vault)).toHaveLength(3);
  });
});

describe('one-way doors', () => {
  test.each(['', '  '])('want a reason, not "%s"', (reason) => {
    const error = thrown(() => OneWayDoor.understood(reason));
    expect(error.code).toBe('PGB504');
    expect(error.message).toContain('`reason` must be a sentence that says why, got: (empty).');
  });

  test('keep their reason', () => {
    expect(DOOR.reason).toBe('the auditors ask for it');
    expect(Immutability.locked(DOOR).oneWayDoor).toBe(DOOR);
    expect(SoftDelete.alwaysOn(14, DOOR).oneWayDoor).toBe(DOOR);
    expect(CrossRegionRestore.enabled(DOOR).oneWayDoor).toBe(DOOR);
  });

  test('that are understood are not warned of', () => {
    const stack = newStack();
    new BackupVault(stack, 'Vault', {
      ...PLACE,
      softDelete: SoftDelete.alwaysOn(60, DOOR),
      immutability: Immutability.locked(DOOR),
      crossRegionRestore: CrossRegionRestore.enabled(DOOR),
    });
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(findings.filter(({ rule }) => rule === 'PGB504')).toEqual([]);
  });

  test('of raw resources, or by the escape hatch, are warned of', () => {
    const stack = newStack();
    new DataProtectionBackupVault(stack, 'raw', {
      ...PLACE,
      name: 'bv-raw',
      datastoreType: 'VaultStore',
      redundancy: 'GeoRedundant',
      immutability: 'Locked',
    });
    const vault = new BackupVault(stack, 'Vault', { ...PLACE, softDelete: SoftDelete.alwaysOn(60, DOOR) });
    vault.resource.addOverride('immutability', 'Locked');
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW, profiles: [Profile.RECOMMENDED] });
    const doors = findings.filter(({ rule }) => rule === 'PGB504');
    expect(doors.map(({ path }) => path).sort()).toEqual(['estate/Vault', 'estate/raw']);
    expect(doors.every(({ message }) => message.includes('`immutability`'))).toBe(true);
  });
});

describe('cross-region restore', () => {
  test('asks for geo-redundancy', () => {
    const error = refused({
      crossRegionRestore: CrossRegionRestore.enabled(DOOR),
      redundancy: VaultRedundancy.ZONE_REDUNDANT,
    });
    expect(error.code).toBe('PGB501');
    expect(error.message).toContain(
      '`redundancy` must be GeoRedundant where cross-region restore is on, got: ZoneRedundant.',
    );
  });

  test('takes a redundancy that is not known yet', () => {
    const stack = newStack();
    new BackupVault(stack, 'Vault', {
      ...PLACE,
      redundancy: VaultRedundancy.of(variable(stack, 'redundancy').stringValue),
      crossRegionRestore: CrossRegionRestore.enabled(DOOR),
    });
    expect(only(synth(stack), TYPES.vault)).toMatchObject({
      redundancy: '${var.redundancy}',
      cross_region_restore_enabled: true,
    });
  });
});

describe('customer-managed key', () => {
  test('encrypts the vault; access is the business of others', () => {
    const stack = newStack();
    new BackupVault(stack, 'Vault', { ...PLACE, customerManagedKey: { keyVaultKeyId: KEY, oneWayDoor: DOOR } });
    const json = synth(stack);
    expect(only(json, TYPES.vaultKey)).toEqual({
      data_protection_backup_vault_id: expect.stringMatching(/^\$\{azurerm_data_protection_backup_vault\.\w+\.id\}$/),
      key_vault_key_id: KEY,
    });
    expect(all(json, TYPES.role)).toEqual([]);
  });

  test('with a grant waits for the access of the vault identity', () => {
    const stack = newStack();
    new BackupVault(stack, 'Vault', {
      ...PLACE,
      customerManagedKey: { keyVaultKeyId: `${KEY}/0123456789abcdef`, grantScope: KEY_VAULT, oneWayDoor: DOOR },
    });
    const json = synth(stack);
    expect(only(json, TYPES.role)).toEqual({
      name: expect.stringMatching(/^\$\{uuidv5\("url", .*\)\}$/),
      scope: KEY_VAULT,
      role_definition_id: `/subscriptions/${OTHER_SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${CRYPTO_USER}`,
      principal_id: expect.stringMatching(
        /^\$\{azurerm_data_protection_backup_vault\.\w+\.identity\[?0?\]?\.?0?\.?principal_id\}$/,
      ),
      principal_type: 'ServicePrincipal',
    });
    const [[role], [wait]] = [TYPES.role, TYPES.sleep].map((type) => Object.keys(json.resource[type]));
    expect(only(json, TYPES.sleep)).toEqual({
      create_duration: '10m',
      depends_on: [`${TYPES.role}.${role}`],
      lifecycle: { replace_triggered_by: [`${TYPES.role}.${role}`] },
    });
    expect(only(json, TYPES.vaultKey).depends_on).toEqual([`${TYPES.sleep}.${wait}`]);
  });

  test.each([
    [PropagationWait.seconds(90), ['90s']],
    [PropagationWait.none(), []],
  ])('the access is waited for as long as the vault has it %#', (propagationWait, durations) => {
    const stack = newStack();
    const customerManagedKey = { keyVaultKeyId: KEY, grantScope: KEY_VAULT, oneWayDoor: DOOR };
    new BackupVault(stack, 'Vault', { ...PLACE, propagationWait, customerManagedKey });
    const json = synth(stack);
    expect(all(json, TYPES.sleep).map(({ create_duration }) => create_duration)).toEqual(durations);
    const [waited] = entries(json, durations.length === 0 ? TYPES.role : TYPES.sleep)[0];
    expect(only(json, TYPES.vaultKey).depends_on).toEqual([expect.stringMatching(`\\.${waited}$`)]);
  });

  describe('in a key vault of the same app', () => {
    type Named = (keyVault: KeyVault, key: KeyVaultKey) => Omit<VaultKey, 'oneWayDoor'>;
    const BY: [string, Named][] = [
      ['its key', (_, key) => ({ keyVaultKeyId: key.versionlessId })],
      ['itself', (keyVault) => ({ keyVaultKeyId: KEY, grantScope: keyVault.id })],
      ['its key as a scope', (_, key) => ({ keyVaultKeyId: KEY, grantScope: key.resourceVersionlessId })],
    ];

    function encrypt(named: Named, purgeProtectionEnabled: KeyVaultConfig['purgeProtectionEnabled'], apart = false) {
      const stack = newStack();
      const owner = apart ? newStack('keys', stack.node.root as App) : stack;
      const place = { resourceGroupName: 'rg-keys', location: 'westeurope', tenantId: SUBSCRIPTION };
      const keyVault = new KeyVault(owner, 'kv', { ...place, name: 'kv', skuName: 'standard', purgeProtectionEnabled });
      const keyProps = { name: 'vault', keyType: 'RSA', keySize: 2048, keyOpts: ['wrapKey', 'unwrapKey'] };
      const key = new KeyVaultKey(owner, 'key', { ...keyProps, keyVaultId: keyVault.id });
      const customerManagedKey = { ...named(keyVault, key), oneWayDoor: DOOR };
      return () => new BackupVault(stack, 'Vault', { ...PLACE, customerManagedKey });
    }

    test.each(BY)('without purge protection is refused: named by %s', (_, named) => {
      for (const off of [false, undefined]) {
        expect(thrown(encrypt(named, off)).message).toBe(
          [
            '[/estate/Vault] VaultKey: `keyVaultKeyId` must be of a key vault with purge protection, got: /estate/kv without.',
            '  Limit: "Encrypt backup data in a Backup vault by using customer-managed keys", 2024-11-11, https://learn.microsoft.com/azure/backup/encryption-at-rest-with-cmk-for-backup-vault',
            '  Mend: turn purge protection on with `purgeProtectionEnabled: true`; it can never be turned off again',
          ].join('\n'),
        );
      }
      expect(thrown(encrypt(named, false, true)).message).toContain('got: /keys/kv without.');
    });

    test.each(BY)('with it is taken: named by %s', (_, named) => {
      expect(encrypt(named, true)).not.toThrow();
      expect(encrypt(named, Token.asAny('${var.purge}') as IResolvable)).not.toThrow();
    });
  });

  test('takes the subscription out of a scope that Terraform knows', () => {
    const stack = newStack();
    new BackupVault(stack, 'Vault', {
      ...PLACE,
      customerManagedKey: {
        keyVaultKeyId: variable(stack, 'key').stringValue,
        grantScope: variable(stack, 'scope').stringValue,
        oneWayDoor: DOOR,
      },
    });
    const json = synth(stack);
    expect(only(json, TYPES.vaultKey).key_vault_key_id).toBe('${var.key}');
    expect(only(json, TYPES.role)).toMatchObject({
      scope: '${var.scope}',
      role_definition_id: `/subscriptions/\${split("/", var.scope)[2]}/providers/Microsoft.Authorization/roleDefinitions/${CRYPTO_USER}`,
    });
  });

  test.each(['', 'kv-backup', 'https://kv-backup.vault.azure.net/secrets/vault', 'https://kv-backup.vault.azure.net/'])(
    'refuses "%s"',
    (keyVaultKeyId) => {
      const error = refused({ customerManagedKey: { keyVaultKeyId, oneWayDoor: DOOR } });
      expect(error.code).toBe('VaultKey');
      expect(error.constructPath).toBe('estate/Vault');
      expect(error.message).toContain(
        `\`keyVaultKeyId\` must be https://…/keys/…, got: ${keyVaultKeyId || '(empty)'}.`,
      );
    },
  );

  test.each(['', 'kv-backup', '/providers/Microsoft.KeyVault'])('refuses to grant on "%s"', (grantScope) => {
    const error = refused({ customerManagedKey: { keyVaultKeyId: KEY, grantScope, oneWayDoor: DOOR } });
    expect(error.code).toBe('VaultKey');
    expect(error.message).toContain(`\`grantScope\` must be /subscriptions/…, got: ${grantScope || '(empty)'}.`);
  });
});

describe('tags', () => {
  const tags = (count: number) => Object.fromEntries([...Array(count).keys()].map((index) => [`tag${index}`, 'x']));

  test('50 are taken, with keys of 512 and values of 256 characters', () => {
    const most = { ...tags(48), ['k'.repeat(512)]: 'v'.repeat(256), empty: '' };
    expect(Object.keys(vaultJson({ tags: most }).tags)).toHaveLength(50);
  });

  test.each([
    [tags(51), '`tags` must be between 0 and 50, got: 51.'],
    [{ ['k'.repeat(513)]: 'v' }, 'must be between 1 and 512 characters of key, got: 513 characters of key.'],
    [{ '': 'v' }, 'must be between 1 and 512 characters of key, got: 0 characters of key.'],
    [{ owner: 'v'.repeat(257) }, '`tags.owner` must be between 0 and 256 characters, got: 257 characters.'],
  ])('more is refused %#', (wrong, message) => {
    const error = refused({ tags: wrong });
    expect(error.code).toBe('Tags');
    expect(error.message).toContain(message);
  });
});

describe('propagation wait', () => {
  function estate(propagationWait?: PropagationWait): any {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', { ...PLACE, propagationWait });
    new ProtectedFlexServer(stack, 'Orders', {
      ...PLACE,
      vault,
      recoverableFor: Retention.years(1),
    });
    return synth(stack);
  }

  test.each([
    [undefined, '10m'],
    [PropagationWait.DEFAULT, '10m'],
    [PropagationWait.minutes(3), '3m'],
    [PropagationWait.seconds(90), '90s'],
  ])('%#', (wait, duration) => {
    expect(only(estate(wait), TYPES.sleep)).toMatchObject({ create_duration: duration });
  });

  test('none needs no time provider', () => {
    const json = estate(PropagationWait.none());
    expect(all(json, TYPES.sleep)).toEqual([]);
    expect(json.provider).not.toHaveProperty('time');
    expect(json.terraform.required_providers).not.toHaveProperty('time');
  });

  test.each([0, -1, 1.5, NaN])('refuses %d', (amount) => {
    const error = thrown(() => PropagationWait.minutes(amount));
    expect(error.code).toBe('PropagationWait');
    expect(error.message).toContain(`\`minutes\` must be a whole number above 0, got: ${amount}.`);
    expect(thrown(() => PropagationWait.seconds(amount)).message).toContain('`seconds` must be');
  });

  test('takes a token', () => {
    const stack = newStack();
    const minutes = variable(stack, 'minutes', 'number').numberValue;
    const vault = new BackupVault(stack, 'Vault', { ...PLACE, propagationWait: PropagationWait.minutes(minutes) });
    new ProtectedFlexServer(stack, 'Orders', { ...PLACE, vault, recoverableFor: Retention.years(1) });
    expect(only(synth(stack), TYPES.sleep).create_duration).toBe('${var.minutes}m');
  });
});

test('tokens never throw, and are not decided', () => {
  const stack = newStack();
  const text = (name: string) => variable(stack, name).stringValue;
  new BackupVault(stack, 'Vault', {
    resourceGroupName: text('group'),
    location: text('location'),
    vaultName: text('name'),
    redundancy: VaultRedundancy.of(text('redundancy')),
    softDelete: SoftDelete.on(variable(stack, 'days', 'number').numberValue),
    customerManagedKey: { keyVaultKeyId: text('key'), grantScope: text('scope'), oneWayDoor: DOOR },
    propagationWait: PropagationWait.seconds(variable(stack, 'wait', 'number').numberValue),
    tags: { owner: text('owner') },
  });
  const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
  expect(findings.every(({ outcome }) => outcome === 'undecided')).toBe(true);
  expect(only(synth(stack), TYPES.vault)).toMatchObject({
    name: '${var.name}',
    retention_duration_in_days: '${var.days}',
    tags: { owner: '${var.owner}' },
  });
});

test('the subscription is part of the seed: a literal one is used as it is', () => {
  const seedOf = (subscriptionId?: string) => {
    const stack = newStack('estate', newApp(), subscriptionId);
    new BackupVault(stack, 'Vault', {
      ...PLACE,
      customerManagedKey: { keyVaultKeyId: KEY, grantScope: KEY_VAULT, oneWayDoor: DOOR },
    });
    const json = synth(stack);
    return { name: only(json, TYPES.role).name, data: json.data };
  };
  expect(seedOf(SUBSCRIPTION).name).toContain(SUBSCRIPTION);
  expect(seedOf(SUBSCRIPTION).data).toBeUndefined();
  expect(seedOf().name).toContain('data.azurerm_client_config.AzureClientConfig.subscription_id');
});

test('annotations of a vault without fault: none', () => {
  const stack = newStack();
  new BackupVault(stack, 'Vault', PLACE);
  synth(stack);
  expect(annotations(stack)).toEqual([]);
});
