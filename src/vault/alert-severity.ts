/**
 * How urgent an alert is.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-monitoring-alerts
 */
export class AlertSeverity {
  /** Sev 0: that of Azure's own alerts for deleted backups. */
  public static readonly CRITICAL = new AlertSeverity(0);
  /** Sev 1: that of Azure's own alerts for failed jobs. */
  public static readonly ERROR = new AlertSeverity(1);
  /** Sev 2. */
  public static readonly WARNING = new AlertSeverity(2);
  /** Sev 3. */
  public static readonly INFORMATIONAL = new AlertSeverity(3);
  /** Sev 4. */
  public static readonly VERBOSE = new AlertSeverity(4);

  private constructor(
    /** As azurerm's `severity` takes it: 0 to 4. */
    public readonly level: number,
  ) {}
}
