import { DataProtectionBackupInstancePostgresqlFlexibleServer as Instance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { DataProtectionBackupVault as Vault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, RawEstate, rawEstate, verdicts } from './kit';
import { restoreEstate } from './restore-kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RESTORE_TARGET } from '../../src/rules/pgb601-restore-target';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const RULE = RESTORE_TARGET;

/** A second vault that protects something. */
function secondVault({ stack, group, policy, server }: RawEstate): Vault {
  const vault = new Vault(stack, 'second', {
    name: 'bv-second',
    resourceGroupName: group.name,
    location: group.location,
    datastoreType: 'VaultStore',
    redundancy: 'GeoRedundant',
    identity: { type: 'SystemAssigned' },
  });
  new Instance(stack, 'second-instance', {
    name: 'second',
    location: group.location,
    vaultId: vault.id,
    serverId: server.id,
    backupPolicyId: policy.id,
  });
  return vault;
}

describe('PGB601 restore-target', () => {
  test.each([
    ['none', () => rawEstate(), 'violated'],
    ['a role on a container', () => restoreEstate({ container: { name: 'files' } }), 'compliant'],
    ['a role on an account', () => restoreEstate({ account: { name: 'stfiles' }, container: false }), 'compliant'],
    ['a name alone', () => restoreEstate({ role: false }), 'compliant'],
  ])('%s', (_, estate, outcome) => {
    expect(outcomes(RULE, estate().stack)).toEqual([outcome]);
  });

  test('a vault that protects nothing needs none', () => {
    expect(outcomes(RULE, rawEstate({ instance: false }).stack)).toEqual([]);
  });

  test('each vault needs its own', () => {
    const estate = rawEstate();
    secondVault(estate);
    restoreEstate({}, estate);
    expect(verdicts(RULE, estate.stack).map(({ on, outcome }) => [on.address, outcome])).toEqual([
      ['azurerm_data_protection_backup_vault.vault', 'compliant'],
      ['azurerm_data_protection_backup_vault.second', 'violated'],
    ]);
  });

  test('undecided where nothing says which vault a container is for', () => {
    const estate = rawEstate();
    secondVault(estate);
    restoreEstate({ role: false }, estate);
    expect(outcomes(RULE, estate.stack)).toEqual(['undecided', 'undecided']);
    const stack = emptyStack();
    const principalId = new TerraformVariable(stack, 'principal', { type: 'string' }).stringValue;
    const open = restoreEstate({ container: { name: 'files' }, role: { principalId } }, rawEstate({}, stack));
    expect(outcomes(RULE, open.stack)).toEqual(['undecided']);
  });

  test('it is asked where files are what comes back, and is a note', () => {
    const under = SupportMatrix.all().filter((edition) => RULE.appliesTo!(edition._edition));
    expect(under.map(String)).toEqual(['2024-12-17', '2025-02-28', '2025-05-15']);
    const findings = PostgresBackupValidator.of(rawEstate().stack).findings({
      now: NOW,
      profiles: [Profile.RECOMMENDED],
    });
    expect(findings.find(({ rule }) => rule === 'PGB601')).toMatchObject({
      severity: 'note',
      path: 'raw/vault',
      mend: expect.stringContaining('assign Storage Blob Data Contributor on it'),
    });
  });
});
