import type { CitusVersion } from './citus-version';
import type { IPostgresCluster } from './cluster-interface';
import type { ClusterShape } from './cluster-shape';
import type { GeoRedundantClusterProps } from './geo-redundant-cluster-props';
import { PostgresVersion } from '../server/postgres-version';

/** What a restored cluster has from its source, as far as the program says: a restore can't change it, later applies can. */
export interface KeptByRestore {
  readonly shape?: ClusterShape;
  readonly version?: PostgresVersion;
  readonly citusVersion?: CitusVersion;
  /** Names of the administrators that come along, with all other user roles. */
  readonly administratorNames: readonly string[];
}

/** What a restore of a cluster keeps; of one that is known by its id alone nothing is known. */
export function keptOf(cluster: IPostgresCluster): KeptByRestore {
  // What is internal can't be in an interface of jsii.
  const { _kept: kept } = cluster as IPostgresCluster & { readonly _kept?: KeptByRestore };
  return kept ?? { administratorNames: [] };
}

/** What a restore of a cluster with these props keeps: of a restored one also what it has kept itself. */
export function keptWith(props: GeoRedundantClusterProps, ownShape: ClusterShape | undefined): KeptByRestore {
  const { version, citusVersion, authentication, origin } = props;
  const { entraAdministrators = [] } = authentication ?? {};
  const own = entraAdministrators.map(({ principalName }) => principalName);
  return {
    shape: ownShape ?? origin?._kept.shape,
    version: version ?? (origin === undefined ? PostgresVersion.V16 : origin._kept.version),
    citusVersion: citusVersion ?? origin?._kept.citusVersion,
    administratorNames: [...own, ...(origin?._kept.administratorNames ?? [])],
  };
}
