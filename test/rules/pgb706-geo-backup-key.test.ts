import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { GEO_BACKUP_KEY } from '../../src/rules/pgb706-geo-backup-key';

const KEY = 'https://kv-orders.vault.azure.net/keys/pg/1';
const GEO_KEY = 'https://kv-orders-geo.vault.azure.net/keys/pg/1';
const identity = (name: string) =>
  `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const PRIMARY = { keyVaultKeyId: KEY, primaryUserAssignedIdentityId: identity('primary') };
const FULL = { ...PRIMARY, geoBackupKeyVaultKeyId: GEO_KEY, geoBackupUserAssignedIdentityId: identity('geo') };

const estate = (customerManagedKey: object | undefined, geoRedundantBackupEnabled: unknown, stack = emptyStack()) =>
  rawEstate({ server: { customerManagedKey, geoRedundantBackupEnabled } }, stack).stack;

describe('PGB706 geo-backup-key', () => {
  test.each([
    ['no customer-managed key', undefined, true, 'compliant'],
    ['no geo-redundant backup', PRIMARY, false, 'compliant'],
    ['nothing said of geo-redundant backup', PRIMARY, undefined, 'compliant'],
    ['a geo key with its own identity', FULL, true, 'compliant'],
    ['no geo key', PRIMARY, true, 'violated'],
    ['a geo key without an identity', { ...PRIMARY, geoBackupKeyVaultKeyId: GEO_KEY }, true, 'violated'],
    ['an identity without a geo key', { ...FULL, geoBackupKeyVaultKeyId: undefined }, true, 'violated'],
    ['one identity for both', { ...FULL, geoBackupUserAssignedIdentityId: identity('PRIMARY') }, true, 'violated'],
  ])('%s', (_, key, geo, outcome) => {
    expect(outcomes(GEO_BACKUP_KEY, estate(key, geo))).toEqual([outcome]);
  });

  test('an unprotected server is judged too, one that isn’t managed here isn’t', () => {
    const { stack } = rawEstate({ server: { customerManagedKey: PRIMARY }, instance: false });
    expect(outcomes(GEO_BACKUP_KEY, stack)).toEqual(['violated']);
    const serverId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';
    expect(outcomes(GEO_BACKUP_KEY, rawEstate({ instance: { serverId } }).stack)).toEqual(['compliant']);
  });

  test('identities of the same configuration are told apart', () => {
    const of = (same: boolean) => {
      const stack = emptyStack();
      const made = ['primary', 'geo'].map(
        (name) => new UserAssignedIdentity(stack, name, { name, resourceGroupName: 'rg', location: 'westeurope' }),
      );
      const geoBackupUserAssignedIdentityId = made[same ? 0 : 1].id;
      return outcomes(
        GEO_BACKUP_KEY,
        estate({ ...FULL, primaryUserAssignedIdentityId: made[0].id, geoBackupUserAssignedIdentityId }, true, stack),
      );
    };
    expect(of(false)).toEqual(['compliant']);
    expect(of(true)).toEqual(['violated']);
  });

  test('undecided while a variable decides', () => {
    const of = (type: string, build: (token: TerraformVariable) => [object | undefined, unknown]) => {
      const stack = emptyStack();
      const [key, geo] = build(new TerraformVariable(stack, 'given', { type }));
      return outcomes(GEO_BACKUP_KEY, estate(key, geo, stack));
    };
    expect(of('bool', (token) => [PRIMARY, token.booleanValue])).toEqual(['undecided']);
    expect(of('bool', (token) => [FULL, token.booleanValue])).toEqual(['compliant']);
    expect(of('bool', (token) => [undefined, token.booleanValue])).toEqual(['compliant']);
    expect(of('string', (token) => [{ ...FULL, geoBackupUserAssignedIdentityId: token.stringValue }, true])).toEqual([
      'undecided',
    ]);
    expect(of('string', (token) => [{ ...FULL, geoBackupUserAssignedIdentityId: token.stringValue }, false])).toEqual([
      'compliant',
    ]);
    expect(of('string', (token) => [{ ...PRIMARY, geoBackupKeyVaultKeyId: token.stringValue }, true])).toEqual([
      'violated',
    ]);
  });

  test('undecided while the whole block is an expression', () => {
    const of = (geoRedundantBackupEnabled: boolean) => {
      const { stack, server } = rawEstate({ server: { geoRedundantBackupEnabled } });
      server.addOverride('customer_managed_key', '${var.key}');
      return outcomes(GEO_BACKUP_KEY, stack);
    };
    expect(of(true)).toEqual(['undecided']);
    expect(of(false)).toEqual(['compliant']);
  });

  test('the message names what is missing', () => {
    const of = (key: object) => verdicts(GEO_BACKUP_KEY, estate(key, true))[0].message;
    expect(of({ ...PRIMARY, geoBackupKeyVaultKeyId: GEO_KEY })).toBe(
      '`geo_backup_user_assigned_identity_id` must be given with `geo_backup_key_vault_key_id`, got: none',
    );
    expect(of({ ...FULL, geoBackupUserAssignedIdentityId: identity('primary') })).toContain(
      'must be another than `primary_user_assigned_identity_id`, got: ',
    );
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(estate(PRIMARY, true));
    expect(error).toContain(
      '[Error at /raw/server] PGB706 geo-backup-key: `geo_backup_key_vault_key_id` must be given with geo-redundant backup and a customer-managed key, got: none',
    );
    expect(error).toContain('needs a key in the paired region and an identity of its own');
    expect(error).toContain('Mend: give `geo_backup_key_vault_key_id`');
    expect(json).toBeUndefined();
  });
});
