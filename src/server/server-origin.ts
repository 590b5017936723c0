import { BackupConfigurationError } from '../errors';
import { isUnresolvedString } from '../time/token';
import { IFlexServer } from '../vault/flex-server-interface';

/**
 * What a server is made from. The arguments are kept out of later plans: taking them away must not destroy the server
 * that was restored.
 */
export class ServerOrigin {
  /**
   * A restore of another server to a point in time.
   * @param source server that is restored
   * @param time RFC 3339 with a zone, within the source's operational retention: `2026-11-20T04:30:00Z`
   * @throws PointInTime when the time isn't one
   */
  public static pointInTime(source: IFlexServer, time: string): ServerOrigin {
    return new ServerOrigin('PointInTimeRestore', source.serverId, checkedTime(time));
  }

  /**
   * A restore of another server's geo-redundant backup in the paired region.
   * @param time RFC 3339 with a zone
   * @throws PointInTime when the time isn't one
   */
  public static geoRestore(source: IFlexServer, time: string): ServerOrigin {
    return new ServerOrigin('GeoRestore', source.serverId, checkedTime(time));
  }

  private constructor(
    /** As azurerm's `create_mode` takes it. */
    public readonly createMode: string,
    /** ARM id of the server it was restored from. */
    public readonly sourceServerId: string,
    /** The point in time, as azurerm's `point_in_time_restore_time_in_utc` takes it. */
    public readonly restoreTime: string,
  ) {}
}

function checkedTime(time: string): string {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
  if (isUnresolvedString(time) || (form.test(time) && !Number.isNaN(Date.parse(time)))) return time;
  throw new BackupConfigurationError({
    code: 'PointInTime',
    message: `\`time\` must be a time with date, seconds and zone, got: ${time === '' ? '(empty)' : time}.`,
    mend: 'write it as in "2026-11-20T04:30:00Z"',
  });
}
