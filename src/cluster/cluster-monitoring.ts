import { AlertSeverity } from '../vault/alert-severity';

/**
 * Who is told how the nodes of a cluster fare. An action group or e-mail addresses have to be given; both can be.
 * @see https://learn.microsoft.com/azure/cosmos-db/postgresql/howto-alert-on-metric
 */
export interface ClusterMonitoring {
  /**
   * ARM id of an action group that is told of every alert.
   * @default - those of `emailAddresses` are told
   */
  readonly actionGroupId?: string;
  /**
   * E-mail addresses that are told of every alert; an action group is made for them. They stand in the synthesized file.
   * @default - those of `actionGroupId` are told
   */
  readonly emailAddresses?: string[];
  /**
   * Percent of a node's storage above which there is an alert: 1 to 99. A node whose disk is full goes offline, and only a
   * support request brings it back.
   * @default 85
   */
  readonly storagePercent?: number;
  /**
   * Percent of a node's CPU above which, for an hour on the average, there is an alert: 1 to 99.
   * @default 95
   */
  readonly cpuPercent?: number;
  /**
   * How urgent the alerts are.
   * @default AlertSeverity.ERROR
   */
  readonly severity?: AlertSeverity;
  /**
   * Tags of the action group and of the alerts.
   * @default - none
   */
  readonly tags?: Record<string, string>;
}
