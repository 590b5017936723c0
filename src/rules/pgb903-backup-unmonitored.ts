import { managed } from './managed-resources';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { Tri } from '../inventory/arm-scope';
import { MonitorFacts, VaultFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { SOURCES } from '../matrix/source';

/** PGB903: a backup that has failed for months looks like one that works. What exists already may be watched from elsewhere. */
export const BACKUP_UNMONITORED: Rule = {
  id: 'PGB903',
  name: 'backup-unmonitored',
  severity: Severity.NOTE,
  decides: 'a diagnostic setting or an alert looks at each vault, or what routes its alerts to somebody',
  why: 'The service raises alerts by itself and sends them to nobody: without a setting or a rule failed backups are found when one is needed.',
  sources: [SOURCES.alerts, SOURCES.backupOverview],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const vault of managed(estate.vaults)) yield judge(estate, vault);
  },
  documentation: () => ({
    mend: 'Add an alert processing rule that sends the alerts of the vault to an action group, a metric alert on BackupHealthEvent, or a diagnostic setting.',
    examples: {
      nonCompliant: {
        hcl: `
# azurerm_monitor_diagnostic_setting.vault is missing

resource "azurerm_data_protection_backup_vault" "orders" {
  name = "bv-orders"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_monitor_alert_processing_rule_action_group" "backups" {
  name                 = "backups"
  resource_group_name  = "rg-orders"
  scopes               = [azurerm_data_protection_backup_vault.orders.id]
  add_action_group_ids = ["/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.Insights/actionGroups/on-call"]
}
`,
      },
    },
  }),
};

function judge(estate: BackupInventory, vault: VaultFacts): Verdict {
  const { sure, maybe } = estate.monitors.on(vault);
  if (sure.some((monitor) => watches(monitor) === true)) return compliant(vault);
  const doubt =
    sure.find((monitor) => watches(monitor) === 'unknown') ?? maybe.find((monitor) => watches(monitor) !== false);
  if (doubt !== undefined) {
    const why = `whether ${doubt.address} looks at it is known when Terraform plans`;
    return undecided(vault, 'whether the vault is monitored', why);
  }
  const unread = estate.unreadWith(vault);
  if (unread !== undefined) return undecided(vault, 'whether the vault is monitored', unread);
  return violated(vault, {
    message: 'a vault must have a diagnostic setting or an alert, got: neither',
    limit: 'alerts of the service are sent to nobody by themselves',
    mend: `add a \`azurerm_monitor_alert_processing_rule_action_group\`, an alert or a diagnostic setting for ${vault.address}`,
  });
}

function watches({ enabled, repeated }: MonitorFacts): Tri {
  if (enabled.state === 'known' && !enabled.value) return false;
  return enabled.state === 'unknown' || repeated ? 'unknown' : true;
}
