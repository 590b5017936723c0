import { IConstruct } from 'constructs';
import type { ClusterOrigin } from './cluster-origin';
import { CLUSTER } from '../matrix/cluster';
import { NAMES } from '../matrix/names';
import { Source, SOURCES } from '../matrix/source';
import { EntraAdministrator } from '../server/flex-server-authentication';
import { matches, refuse, show } from '../terraform/check';
import { isUnresolvedString } from '../time/token';

/** Whether there can be roles by the names of the administrators. Tokens pass. */
export function checkAdministrators(
  scope: IConstruct,
  administrators: readonly EntraAdministrator[],
  origin: ClusterOrigin | undefined,
): void {
  const names = administrators.map(({ principalName }) => principalName);
  for (const name of names.filter((each) => !isUnresolvedString(each))) {
    checkName(scope, name);
    if (origin !== undefined) checkSource(scope, name, origin);
  }
}

function checkName(scope: IConstruct, name: string): void {
  const { pattern, rule, source } = NAMES.clusterChild;
  const { builtIn, source: limits } = CLUSTER.administrator;
  if (!matches(name, pattern)) {
    const inPortal =
      'name a service principal or managed identity; a user whose name holds an @ can be added in the portal alone';
    refuseName(scope, `be ${rule}`, name, source, matches(name, /@/) ? inPortal : `give a name of ${rule}`);
  }
  if (name.toLowerCase() !== builtIn) return;
  const mend = 'leave it out: every cluster has it, and ClusterAuthentication.entraAndPassword(…) gives it a password';
  refuseName(scope, `not be ${builtIn}, the built-in administrator`, name, limits, mend);
}

/** A role that is there already can't be made, and azapi fails where it is. */
function checkSource(scope: IConstruct, name: string, origin: ClusterOrigin): void {
  const known = origin._kept.administratorNames.filter((each) => !isUnresolvedString(each));
  if (!known.some((each) => each.toLowerCase() === name.toLowerCase())) return;
  const must = 'not be that of an administrator of the source, who comes along with the restore';
  const mend = 'leave it out; whom the source got since can be named where it is referred to with fromClusterId(…)';
  refuseName(scope, must, name, SOURCES.clusterBackup, mend);
}

function refuseName(scope: IConstruct, must: string, name: string, source: Source, mend: string): never {
  refuse(scope, 'EntraAdministrator', `\`principalName\` must ${must}, got: ${show(name)}.`, source, mend);
}
