import { PROVIDER_VERSION } from './pgb511-provider-version';
import { GEO_BACKUP_AT_CREATION } from './pgb702-geo-backup-at-creation';
import { CLUSTER_GEO_REGION } from './pgb801-cluster-geo-region';
import { CLUSTER_GEO_EXCLUDED } from './pgb802-cluster-geo-excluded';
import { CLUSTER_LOCK } from './pgb803-cluster-lock';
import { CLUSTER_GEO_API } from './pgb804-cluster-geo-api';
import { CLUSTER_SHAPE } from './pgb805-cluster-shape';
import { CLUSTER_RETIREMENT } from './pgb806-cluster-retirement';
import { CLUSTER_RESTORE_WINDOW } from './pgb807-cluster-restore-window';
import { CLUSTER_RESTORED_NETWORK } from './pgb808-cluster-restored-network';
import { CLUSTER_RESTORE_PLACE } from './pgb809-cluster-restore-place';
import { LITERAL_SECRET } from './pgb902-literal-secret';
import { ACKNOWLEDGEMENT } from './pgb904-acknowledgement';
import { Rule } from './rule';

/** The rules that may speak of an estate without flexible servers and their protection, by id. */
export const OTHER_RULES: readonly Rule[] = [
  PROVIDER_VERSION,
  GEO_BACKUP_AT_CREATION,
  CLUSTER_GEO_REGION,
  CLUSTER_GEO_EXCLUDED,
  CLUSTER_LOCK,
  CLUSTER_GEO_API,
  CLUSTER_SHAPE,
  CLUSTER_RETIREMENT,
  CLUSTER_RESTORE_WINDOW,
  CLUSTER_RESTORED_NETWORK,
  CLUSTER_RESTORE_PLACE,
  LITERAL_SECRET,
  ACKNOWLEDGEMENT,
];
