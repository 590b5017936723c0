import { ACCESS_SEMANTICS } from './access';
import { BACKUP_SEMANTICS } from './backup';
import { CLUSTER_SEMANTICS } from './clusters';
import { PLATFORM_SEMANTICS } from './platform';
import { RESTORE_SEMANTICS } from './restore';
import type { Semantic } from './semantic';
import { SERVER_CHANGE_SEMANTICS } from './server-changes';
import { SERVER_COPY_SEMANTICS } from './server-copies';
import { SERVER_PART_SEMANTICS } from './server-parts';
import { SERVER_SEMANTICS } from './servers';

/** Everything that Azure does and the twin does as well. */
export const SEMANTICS: readonly Semantic[] = [
  ...ACCESS_SEMANTICS,
  ...BACKUP_SEMANTICS,
  ...RESTORE_SEMANTICS,
  ...PLATFORM_SEMANTICS,
  ...SERVER_SEMANTICS,
  ...SERVER_CHANGE_SEMANTICS,
  ...SERVER_COPY_SEMANTICS,
  ...SERVER_PART_SEMANTICS,
  ...CLUSTER_SEMANTICS,
];
