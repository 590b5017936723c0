import type { IPostgresCluster } from './cluster-interface';
import { KeptByRestore, keptOf } from './kept-by-restore';
import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { SOURCES } from '../matrix/source';
import { show } from '../terraform/check';
import { PointInTime } from '../time/point-in-time';
import { isOf } from '../vault/given';

/**
 * What a cluster is made from. Keep it for the life of the restored cluster: later plans leave the source and the point in
 * time alone, whatever becomes of the source.
 */
export class ClusterOrigin {
  /**
   * A restore of another cluster to a point of the last 35 days, in its region or in that of its geo-redundant backup.
   * @param source cluster that is restored
   * @throws ClusterId when there is no source
   * @throws PointInTime when there is none
   */
  public static backupOf(source: IPostgresCluster, pointInTime: PointInTime): ClusterOrigin {
    // Languages without null checks leave them out, those without types give texts.
    if (!isOf(pointInTime, 'text')) {
      throw new BackupConfigurationError({
        code: 'PointInTime',
        message: `\`pointInTime\` must be a point in time, got: ${show(pointInTime)}.`,
        limit: citeWithUrl(SOURCES.clusterRestore),
        mend: 'give PointInTime.utc(…): a restore goes back to a point that you name',
      });
    }
    if (!isOf(source, 'clusterId')) {
      throw new BackupConfigurationError({
        code: 'ClusterId',
        message: `\`source\` must be a cluster, got: ${show(source)}.`,
        mend: 'give a GeoRedundantCluster, or one that exists with GeoRedundantCluster.fromClusterId(…)',
      });
    }
    return new ClusterOrigin(source.clusterId, pointInTime, source, keptOf(source));
  }

  private constructor(
    /** ARM id of the cluster that is restored. */
    public readonly sourceClusterId: string,
    /** What it is restored to. */
    public readonly pointInTime: PointInTime,
    /** @internal */
    public readonly _source: IPostgresCluster,
    /** @internal */
    public readonly _kept: KeptByRestore,
  ) {}
}
