import { whyMissing } from './missing-fact';
import { restoreAccounts } from './restore-accounts';
import { Complaint, compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { NetworkRulesFacts, StorageAccountFacts, VaultFacts } from '../inventory/entities';
import { Link, withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';
import { SOURCES } from '../matrix/source';

const { bypass: TRUSTED, resourceType, source } = LIMITS.restoreAccount;
const DEFAULTS = LIMITS.storageAccountDefaults;
const WHAT = 'whether the account lets the vault in';
// A rule may let in every vault of a subscription: the last word of its id is a star.
const ALL_VAULTS = /\/providers\/microsoft\.dataprotection\/backupvaults\/\*$/i;

/** PGB603: the service comes over the public network, as a trusted service or by a rule of its own. */
export const RESTORE_NETWORK: Rule = {
  id: 'PGB603',
  name: 'restore-network',
  severity: Severity.ERROR,
  decides: 'the storage account of a restore target lets the vault in',
  why: 'The service writes over the public endpoint of the account; private endpoints are no way in for it.',
  sources: [source, SOURCES.manageArticle, DEFAULTS.source],
  acknowledgeable: true,
  evaluate: (estate) => restoreAccounts(estate, WHAT, judge),
  documentation: () => ({
    mend: 'Keep public network access on. Behind a firewall (`default_action = "Deny"`) let trusted Microsoft services through, or give the vault a resource instance rule.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_storage_account" "restore" {
  network_rules {
    default_action = "Deny"
    bypass         = ["None"]
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_storage_account" "restore" {
  network_rules {
    default_action = "Deny"
    bypass         = ["AzureServices"]

    private_link_access {
      endpoint_resource_id = azurerm_data_protection_backup_vault.orders.id
    }
  }
}
`,
      },
    },
  }),
};

function judge(account: StorageAccountFacts, vault: Link<VaultFacts>): Verdict {
  const rest = vault.state === 'resolved' ? { discriminator: vault.target.address } : {};
  const open = withDefault<boolean>(account.publicNetworkAccess, DEFAULTS.publicNetworkAccess);
  if (open.state === 'known' && !open.value) {
    return closed(account, 'public network access off', {
      ...rest,
      mend: 'set `public_network_access_enabled = true` and close the account with `network_rules` instead',
    });
  }
  const rules = account.networkRules;
  const verdict =
    rules.state === 'absent'
      ? compliant(account)
      : rules.state === 'unknown'
        ? undecided(account, '`network_rules`', rules.why, rest)
        : behindFirewall(account, rules.value, vault, rest);
  // A firewall that keeps the vault out does so whether or not there is a public network to be kept out of.
  if (verdict.outcome === 'violated' || open.state === 'known') return verdict;
  return undecided(account, '`public_network_access_enabled`', whyMissing(open), rest);
}

function behindFirewall(
  account: StorageAccountFacts,
  rules: NetworkRulesFacts,
  vault: Link<VaultFacts>,
  rest: Partial<Complaint>,
): Verdict {
  const action = withDefault<string>(rules.defaultAction, DEFAULTS.defaultAction);
  if (action.state === 'known' && action.value === DEFAULTS.defaultAction) return compliant(account);
  const bypass = withDefault<readonly string[]>(rules.bypass, DEFAULTS.bypass);
  if (bypass.state === 'known' && bypass.value.includes(TRUSTED)) return compliant(account);
  const letIn = rules.resources.state === 'known' ? rules.resources.value : [];
  if (letIn.some((link) => isFor(link, vault))) return compliant(account);
  if (action.state !== 'known') return undecided(account, '`default_action`', whyMissing(action), rest);
  if (bypass.state !== 'known') return undecided(account, '`bypass`', whyMissing(bypass), rest);
  if (rules.resources.state === 'unknown') {
    return undecided(account, '`private_link_access`', rules.resources.why, rest);
  }
  const doubt = letIn.map(whyOpen).find((why) => why !== undefined);
  if (doubt !== undefined) return undecided(account, '`private_link_access`', doubt, rest);
  if (vault.state === 'unknown' && letIn.length > 0) return undecided(account, WHAT, vault.why, rest);
  return closed(account, `default action ${action.value}, with neither trusted services nor the vault let in`, {
    ...rest,
    mend: `add ${TRUSTED} to \`bypass\`, or a \`private_link_access\` rule for the vault (${resourceType})`,
  });
}

function isFor(link: Link<VaultFacts>, vault: Link<VaultFacts>): boolean {
  if (link.state === 'outside') return ALL_VAULTS.test(link.id);
  return link.state === 'resolved' && vault.state === 'resolved' && link.target.key === vault.target.key;
}

/** Why a rule may yet turn out to be for the vault. */
function whyOpen(link: Link<VaultFacts>): string | undefined {
  if (link.state === 'unknown') return link.why;
  return link.state === 'outside' && link.id.includes('${')
    ? `what ${link.id} is shows when Terraform plans`
    : undefined;
}

function closed(account: StorageAccountFacts, got: string, rest: Partial<Complaint> & { mend: string }): Verdict {
  return violated(account, {
    message: `the storage account of a restore target must let the vault in, got: ${got}`,
    got,
    limit: 'the account is reachable over the public network, or lets in trusted services or the vault by a rule',
    ...rest,
  });
}
