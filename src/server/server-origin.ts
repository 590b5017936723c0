import { BackupConfigurationError } from '../errors';
import { matches, show } from '../terraform/check';
import { isUnresolvedString } from '../time/token';
import { IFlexServer } from '../vault/flex-server-interface';
import { isOf } from '../vault/given';
import { SERVER_KIND } from '../vault/kinds';

/**
 * What a server is made from. The arguments are kept out of later plans: taking them away must not destroy the server
 * that was restored.
 *
 * Azure copies databases, logins, version and compute size; neither firewall rules, server parameters nor high
 * availability: where that is asked for, the next apply adds it ("Backup and restore in Azure Database for PostgreSQL
 * flexible server", 2024-11-28).
 */
export class ServerOrigin {
  /**
   * A restore of another server to a point in time, in the region of that server.
   * @param source server that is restored
   * @param time RFC 3339 with a zone, within the source's operational retention: `2026-11-20T04:30:00Z`
   * @throws PointInTime when the time isn't one
   * @throws ServerId when the source is no server
   */
  public static pointInTime(source: IFlexServer, time: string): ServerOrigin {
    return new ServerOrigin('PointInTimeRestore', checkedSource(source).serverId, checkedTime(time), source);
  }

  /**
   * A restore of another server's geo-redundant backup in the paired region, to the last state that was replicated.
   * @param time RFC 3339 with a zone; azurerm asks for one, and the last replicated state is what is restored
   * @throws PointInTime when the time isn't one
   * @throws ServerId when the source is no server
   */
  public static geoRestore(source: IFlexServer, time: string): ServerOrigin {
    return new ServerOrigin('GeoRestore', checkedSource(source).serverId, checkedTime(time), source);
  }

  /**
   * A server that was deleted less than 5 days ago, brought back under another name in the same subscription and region.
   * Not guaranteed: Azure says so itself ("Restore a deleted server", 2026-06-09).
   * @param serverId ARM id that the deleted server had
   * @param time RFC 3339 with a zone, before the server was deleted
   * @throws PointInTime when the time isn't one
   */
  public static reviveDropped(serverId: string, time: string): ServerOrigin {
    return new ServerOrigin('ReviveDropped', serverId, checkedTime(time));
  }

  private constructor(
    /** As azurerm's `create_mode` takes it. */
    public readonly createMode: string,
    /** ARM id of the server it was restored from. */
    public readonly sourceServerId: string,
    /** The point in time, as azurerm's `point_in_time_restore_time_in_utc` takes it. */
    public readonly restoreTime: string,
    /** @internal */
    public readonly _source?: IFlexServer,
  ) {}
}

/** Its id alone doesn't tell region and storage, which the copy has to agree with. */
function checkedSource(source: IFlexServer): IFlexServer {
  const { code, what, member, mend } = SERVER_KIND;
  if (isOf(source, member)) return source;
  throw new BackupConfigurationError({ code, message: `\`source\` must be ${what}, got: ${show(source)}.`, mend });
}

function checkedTime(time: string): string {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
  if (isUnresolvedString(time) || (matches(time, form) && !Number.isNaN(Date.parse(time)))) return time;
  throw new BackupConfigurationError({
    code: 'PointInTime',
    message: `\`time\` must be a time with date, seconds and zone, got: ${show(time)}.`,
    mend: 'write it as in "2026-11-20T04:30:00Z"',
  });
}
