import { whyMissing } from './missing-fact';
import { restoreAccounts } from './restore-accounts';
import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';
import { withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';

const WHAT = '`cross_tenant_replication_enabled`';
const { source } = LIMITS.restoreAccount;
const { crossTenantReplication: OTHERWISE } = LIMITS.storageAccountDefaults;

/** PGB602: the backups lie in a tenant of Microsoft's, and are copied from there. */
export const RESTORE_CROSS_TENANT: Rule = {
  id: 'PGB602',
  name: 'restore-cross-tenant',
  severity: Severity.ERROR,
  decides: 'the storage account of a restore target allows copies from another tenant',
  why: 'A restore copies blobs from a tenant of the service into the account; where that is forbidden it fails.',
  sources: [source, LIMITS.storageAccountDefaults.source],
  acknowledgeable: true,
  *evaluate(estate) {
    const seen = new Set<string>();
    for (const verdict of restoreAccounts(estate, WHAT, (account) => {
      const allowed = withDefault<boolean>(account.crossTenantReplication, OTHERWISE);
      if (allowed.state !== 'known') return undecided(account, WHAT, whyMissing(allowed));
      if (allowed.value) return compliant(account);
      return violated(account, {
        message: `${WHAT} must be true on the storage account of a restore target, got: ${
          account.crossTenantReplication.state === 'absent' ? 'none, which is false' : 'false'
        }`,
        got: 'false',
        limit: 'AllowCrossTenantReplication is true on the account that files are restored to',
        mend: `set \`cross_tenant_replication_enabled = true\` on ${account.address}; keep the account for restores alone`,
      });
    })) {
      // Whichever vault restores to it, an account is one.
      if (seen.has(verdict.on.key)) continue;
      seen.add(verdict.on.key);
      yield verdict;
    }
  },
  documentation: () => ({
    mend: 'Set `cross_tenant_replication_enabled = true`, and use the account for nothing but restores.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_storage_account" "restore" {
  cross_tenant_replication_enabled = false
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_storage_account" "restore" {
  cross_tenant_replication_enabled = true
}
`,
      },
    },
  }),
};
