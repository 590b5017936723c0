import type { GeoRedundantClusterProps } from './geo-redundant-cluster-props';
import { Kind } from '../vault/given';

/** What the props of a cluster have to be. */
export const CLUSTER_KINDS: { readonly [prop in keyof GeoRedundantClusterProps]?: Kind } = {
  shape: {
    code: 'ClusterShape',
    what: 'a ClusterShape',
    member: 'coordinator',
    mend: 'give ClusterShape.multiNode(…) or one of the others',
  },
  version: {
    code: 'ClusterVersion',
    what: 'a PostgresVersion',
    member: 'major',
    mend: 'give PostgresVersion.V16 or one of the others',
  },
  citusVersion: {
    code: 'CitusVersion',
    what: 'a CitusVersion',
    member: 'version',
    mend: 'give CitusVersion.of(…)',
  },
  network: {
    code: 'ClusterNetwork',
    what: 'a ClusterNetwork',
    member: 'coordinatorPublicAccess',
    mend: 'give ClusterNetwork.publicEndpoint() or one of the others',
  },
  authentication: {
    code: 'ClusterAuthentication',
    what: 'a ClusterAuthentication',
    member: 'entraAdministrators',
    mend: 'give ClusterAuthentication.entraOnly(…) or one of the others',
    isSecret: true,
  },
  origin: {
    code: 'ClusterOrigin',
    what: 'a ClusterOrigin',
    member: 'sourceClusterId',
    mend: 'give ClusterOrigin.backupOf(…), or restore with `restoreTo`',
  },
};
