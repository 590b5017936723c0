import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';
import { withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';

const { minDays, maxDays, defaultDays, source } = LIMITS.operationalRetention;

/** PGB701: for how long a server's own backups are kept, whether or not a vault protects it as well. */
export const OPERATIONAL_RETENTION: Rule = {
  id: 'PGB701',
  name: 'operational-retention',
  severity: Severity.ERROR,
  decides: `a flexible server keeps its own backups for ${minDays} to ${maxDays} days`,
  why: `The service keeps operational backups for no longer than ${maxDays} days; what has to be kept longer belongs into a vault.`,
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const server of estate.servers) {
      if (server.origin !== 'managed') continue;
      const days = withDefault(server.backupRetentionDays, defaultDays);
      if (days.state !== 'known') {
        if (days.state === 'unknown') yield undecided(server, '`backup_retention_days`', days.why);
      } else if (Number.isInteger(days.value) && days.value >= minDays && days.value <= maxDays) {
        yield compliant(server);
      } else {
        yield violated(server, {
          message: `\`backup_retention_days\` must be a whole number between ${minDays} and ${maxDays}, got: ${days.value}`,
          got: String(days.value),
          limit: `operational backups are kept for ${minDays} to ${maxDays} days`,
          mend:
            days.value > maxDays
              ? `set it to ${maxDays} or less, and keep longer with a vault's policy`
              : `set it to a whole number from ${minDays} to ${maxDays}`,
          source,
        });
      }
    }
  },
  documentation: () => ({
    mend: 'Set `backup_retention_days` to 7 to 35, and keep for longer with the policy of a vault.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  backup_retention_days = 90
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  backup_retention_days = 35
}
`,
      },
    },
  }),
};
