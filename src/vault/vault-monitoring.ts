import { AlertSeverity } from './alert-severity';

/**
 * Who is told how the backups of a vault go. A workspace, an action group or e-mail addresses have to be given; all of them
 * can be.
 *
 * A vault raises alerts by itself, for jobs that fail and for what endangers backups, such as their deletion. Azure sends
 * them to nobody until a rule says to whom. Those for failed jobs can be turned off; azurerm has no argument for that
 * (`alertsForAllJobFailures`), and they are on where nobody has.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-monitoring-alerts
 */
export interface VaultMonitoring {
  /**
   * ARM id of the Log Analytics workspace that gets the vault's logs: jobs, policies, protected servers, storage. Each kind
   * goes into a table of its own.
   * @default - the logs go nowhere
   */
  readonly logAnalyticsWorkspaceId?: string;
  /**
   * ARM id of an action group that is told of every alert. Text messages, webhooks and tickets are for such a group: their
   * addresses can be secrets, which have no place in a synthesized file.
   * @default - those of `emailAddresses` are told
   */
  readonly actionGroupId?: string;
  /**
   * E-mail addresses that are told of every alert; an action group is made for them. They stand in the synthesized file.
   * @default - those of `actionGroupId` are told
   */
  readonly emailAddresses?: string[];
  /**
   * Whether there are alerts on the health metrics of backups and restores as well, one for each server and job that
   * doesn't end healthy. Azure Monitor charges for each server. The metrics are in preview, and Microsoft's page on them
   * doesn't name PostgreSQL: don't rely on them alone. They need somebody to tell.
   * @default true
   * @see https://learn.microsoft.com/azure/backup/metrics-overview
   */
  readonly healthAlerts?: boolean;
  /**
   * How urgent the alerts on health are. The others have the severity that Azure gives them.
   * @default AlertSeverity.ERROR - that of Azure's own alerts for failed jobs
   */
  readonly healthAlertSeverity?: AlertSeverity;
  /**
   * Tags of the action group and of the alerts.
   * @default - none
   */
  readonly tags?: Record<string, string>;
}
