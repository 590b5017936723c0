import { TerraformStack } from 'cdktf';
import {
  BackupVault,
  BackupVaultAttributes,
  BackupVaultProps,
  CrossRegionRestore,
  CrossSubscriptionRestore,
  IBackupVault,
  Immutability,
  OneWayDoor,
  PropagationWait,
  RestoreTarget,
  RestoreTargetNetwork,
  SoftDelete,
  StorageReplication,
  VaultRedundancy,
} from '../../src';
import { isOf, withoutNulls } from '../../src/vault/given';
import { newStack, NOTHING, NULL, only, SUBSCRIPTION, synth, thrown, TYPES, variable } from '../kit';

const NO_DOOR = undefined as unknown as OneWayDoor;
const PLACE = { resourceGroupName: 'rg-backup', location: 'westeurope' };
const VAULT_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-central`;
const ACCOUNT_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.Storage/storageAccounts/restores`;
const ATTRIBUTES = {
  vaultId: VAULT_ID,
  location: 'westeurope',
  principalId: '11111111-1111-1111-1111-111111111111',
};
const KEY = { keyVaultKeyId: 'https://kv.vault.azure.net/keys/vault', oneWayDoor: OneWayDoor.understood('Asked for.') };

function newVault(props: object = {}): BackupVault {
  return new BackupVault(newStack(), 'Vault', { ...PLACE, ...props });
}

function jsonOf(vault: BackupVault): any {
  return synth(TerraformStack.of(vault));
}

function imported(attributes: object): IBackupVault {
  return BackupVault.fromBackupVaultAttributes(newStack(), 'Vault', { ...ATTRIBUTES, ...attributes });
}

describe('a one-way door', () => {
  const DOOR = 'PGB504: `door` must be the word that there is no way back, got: ';

  test.each<[string, (door: OneWayDoor) => unknown]>([
    ['immutability', (door) => Immutability.locked(door)],
    ['soft delete', (door) => SoftDelete.alwaysOn(30, door)],
    ['cross-subscription restore', (door) => CrossSubscriptionRestore.permanentlyDisabled(door)],
    ['cross-region restore', (door) => CrossRegionRestore.enabled(door)],
  ])('of %s stays open without the word', (_, close) => {
    expect(thrown(() => close(NO_DOOR)).message).toContain(`${DOOR}(nothing).`);
    expect(thrown(() => close(NULL as unknown as OneWayDoor)).message).toContain(`${DOOR}(nothing).`);
    expect(thrown(() => close(true as unknown as OneWayDoor)).message).toContain(`${DOOR}true.`);
    expect(() => close(OneWayDoor.understood('Asked for.'))).not.toThrow();
  });

  test('of a key stays open without the word', () => {
    const { message } = thrown(() => newVault({ customerManagedKey: { ...KEY, oneWayDoor: undefined } }));
    expect(message).toContain(
      '[/estate/Vault] PGB504: `customerManagedKey.oneWayDoor` must be the word that there is no way back, got: (nothing).',
    );
  });

  test.each([undefined, null, '', ' '])('isn’t closed for no reason: %p', (reason) => {
    const { message } = thrown(() => OneWayDoor.understood(reason as string));
    expect(message).toContain(
      `PGB504: \`reason\` must be a sentence that says why, got: ${typeof reason === 'string' ? '(empty)' : '(nothing)'}.`,
    );
  });
});

test.each<[string, (name: string) => { name: string }]>([
  ['VaultRedundancy: `name` must be a redundancy', (name) => VaultRedundancy.of(name)],
  ['StorageReplication: `name` must be a replication', (name) => StorageReplication.of(name)],
])('%s', (sentence, make) => {
  expect(thrown(() => make(NOTHING)).message).toContain(`${sentence}, got: (nothing).`);
  expect(thrown(() => make('')).message).toContain(`${sentence}, got: (empty).`);
  const { stringValue } = variable(newStack(), 'name');
  expect(make(stringValue).name).toBe(stringValue);
});

describe('a vault', () => {
  test.each<[keyof BackupVaultProps]>([
    ['customerManagedKey'],
    ['crossRegionRestore'],
    ['crossSubscriptionRestore'],
    ['monitoring'],
    ['provider'],
    ['redundancy'],
    ['softDelete'],
    ['immutability'],
    ['propagationWait'],
    ['tags'],
    ['vaultName'],
  ])('without `%s`, be it null', (prop) => {
    expect(jsonOf(newVault({ [prop]: null }))).toEqual(jsonOf(newVault()));
  });

  test('with a key of which null is said', () => {
    const json = jsonOf(newVault({ customerManagedKey: { ...KEY, grantScope: null } }));
    expect(only(json, TYPES.vaultKey).key_vault_key_id).toBe(KEY.keyVaultKeyId);
  });

  test.each<[object, string]>([
    [{ redundancy: 'GeoRedundant' }, 'VaultRedundancy: `redundancy` must be a VaultRedundancy, got: GeoRedundant.'],
    [{ softDelete: 'AlwaysOn' }, 'PGB503: `softDelete` must be a SoftDelete, got: AlwaysOn.'],
    [{ immutability: 'Locked' }, 'Immutability: `immutability` must be an Immutability, got: Locked.'],
    [{ crossRegionRestore: false }, 'PGB501: `crossRegionRestore` must be a CrossRegionRestore, got: false.'],
    [
      { crossSubscriptionRestore: 'Disabled' },
      'CrossSubscriptionRestore: `crossSubscriptionRestore` must be a CrossSubscriptionRestore, got: Disabled.',
    ],
    [{ propagationWait: '10m' }, 'PropagationWait: `propagationWait` must be a PropagationWait, got: 10m.'],
  ])('is not made of %j', (props, sentence) => {
    expect(thrown(() => newVault(props)).message).toContain(`[/estate/Vault] ${sentence}`);
  });

  test('is not made of nothing', () => {
    const make = () => new BackupVault(newStack(), 'Vault', undefined as unknown as BackupVaultProps);
    expect(thrown(make).message).toContain('[/estate/Vault] PGB509: `resourceGroupName` must be 1 to 90 ');
  });

  test.each([undefined, null, { emailAddresses: null }])('is watched by nobody: %j', (monitoring) => {
    expect(thrown(() => newVault().addMonitoring('Watch', monitoring as object)).message).toContain(
      '[/estate/Vault/Watch] VaultMonitoring: ',
    );
  });
});

describe('a vault that exists', () => {
  const REGION = 'Location: `location` must be a region';
  const IDENTITY = "Principal: `principalId` must be the object id of the vault's system identity, a GUID";

  test.each<[object, string]>([
    [{ location: '' }, `${REGION}, got: (empty).`],
    [{ location: NOTHING }, `${REGION}, got: (nothing).`],
    [{ principalId: '' }, `${IDENTITY}, got: (empty).`],
    [{ principalId: NOTHING }, `${IDENTITY}, got: (nothing).`],
    [{ principalId: 'bv-central' }, `${IDENTITY}, got: bv-central.`],
    [{ redundancy: 'GeoRedundant' }, 'VaultRedundancy: `redundancy` must be a VaultRedundancy, got: GeoRedundant.'],
  ])('is not known by %j', (attributes, sentence) => {
    expect(thrown(() => imported(attributes)).message).toContain(`[/estate/Vault] ${sentence}`);
  });

  test('is known by tokens, and by less where null is said', () => {
    const stack = newStack();
    const [vaultId, location, principalId] = ['id', 'region', 'identity'].map(
      (name) => variable(stack, name).stringValue,
    );
    const attributes = { vaultId, location, principalId, redundancy: NULL, crossRegionRestore: NULL, provider: NULL };
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', attributes);
    expect(vault).toMatchObject({ vaultId, location, principalId });
    expect(vault.crossRegionRestore).toBeUndefined();
  });

  test('is known by nothing', () => {
    const nothing = undefined as unknown as BackupVaultAttributes;
    const { message } = thrown(() => BackupVault.fromBackupVaultAttributes(newStack(), 'Vault', nothing));
    expect(message).toContain('[/estate/Vault] VaultId: `vaultId` must be /subscriptions/…');
  });

  test.each<[string, () => IBackupVault]>([
    ['its id', () => BackupVault.fromBackupVaultId(newStack(), 'Vault', VAULT_ID, NULL)],
    [
      'its name',
      () =>
        BackupVault.fromBackupVaultName(newStack(), 'Vault', {
          vaultName: 'bv-central',
          resourceGroupName: 'rg-backup',
          propagationWait: NULL,
          provider: NULL,
        }),
    ],
  ])('is looked up by %s, where null is said of the rest', (_, make) => {
    expect(make()).toMatchObject({ vaultName: 'bv-central', resourceGroupName: 'rg-backup', provider: undefined });
  });

  test('is not looked up with a wait that is a text', () => {
    const lookup = { vaultName: 'bv-central', resourceGroupName: 'rg-backup', propagationWait: '10m' as any };
    const { message } = thrown(() => BackupVault.fromBackupVaultName(newStack(), 'Vault', lookup));
    expect(message).toContain(
      '[/estate/Vault] PropagationWait: `propagationWait` must be a PropagationWait, got: 10m.',
    );
  });
});

describe('a restore target', () => {
  const newTarget = (props: object) =>
    new RestoreTarget(newStack(), 'Target', { ...PLACE, vault: imported({}), ...props });
  const existing = (attributes: object) =>
    RestoreTarget.fromStorageAccountId(newStack(), 'Target', ACCOUNT_ID, { vault: imported({}), ...attributes });

  test.each(['customerManagedKey', 'privateEndpoint', 'network', 'deleteAfter', 'provider', 'location'])(
    'is made where `%s` is null',
    (prop) => {
      expect(newTarget({ [prop]: null }).containerName).toBe('restore');
    },
  );

  test.each(['containerName', 'network', 'location', 'provider'])('is known where `%s` is null', (prop) => {
    expect(existing({ [prop]: null }).containerName).toBe('restore');
  });

  const VAULT = 'RestoreTarget: `vault` must be a backup vault, got: (nothing).';
  const NETWORK = 'RestoreTargetNetwork: `network` must be a RestoreTargetNetwork, got: public.';
  test.each<[string, () => unknown, string]>([
    ['no vault', () => newTarget({ vault: undefined }), VAULT],
    ['no vault of one that exists', () => existing({ vault: undefined }), VAULT],
    ['a text for a network', () => newTarget({ network: 'public' }), NETWORK],
    ['a text for a network of one that exists', () => existing({ network: 'public' }), NETWORK],
    [
      'a text for its copies',
      () => newTarget({ replication: 'ZRS' }),
      'StorageReplication: `replication` must be a StorageReplication, got: ZRS.',
    ],
    [
      'a text for a time',
      () => newTarget({ deleteAfter: 'P7D' }),
      'DeleteAfter: `deleteAfter` must be a Retention, got: P7D.',
    ],
  ])('is refused: %s', (_, make, sentence) => {
    expect(thrown(make).message).toContain(`[/estate/Target] ${sentence}`);
  });

  test('lets in nobody else where null is said', () => {
    expect(RestoreTargetNetwork.selectedNetworks(NULL).firewall).toBe(true);
    const ipRules = [NOTHING];
    expect(thrown(() => RestoreTargetNetwork.selectedNetworks({ ipRules })).message).toContain('got: (nothing).');
  });
});

test('what is null is left out, of structs that are named as well', () => {
  const props = { a: null, b: undefined, c: 0, d: '', struct: { e: null, f: 1 }, map: { g: null } };
  expect(withoutNulls(props, 'struct')).toStrictEqual({
    b: undefined,
    c: 0,
    d: '',
    struct: { f: 1 },
    map: { g: null },
  });
  expect(withoutNulls(undefined as unknown as object)).toEqual({});
});

test('an object of another copy of the package is one as well', () => {
  expect(isOf({ duration: undefined }, 'duration')).toBe(true);
  expect(isOf(PropagationWait.none(), 'duration')).toBe(true);
  expect([undefined, null, 'text', 1, true, {}].filter((value) => isOf(value, 'duration'))).toEqual([]);
});
