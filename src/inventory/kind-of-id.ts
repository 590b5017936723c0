import { ResourceKind } from './entities';
import { OTHER_TYPES, TYPES } from './resource-types';

/** What an id names, by the Terraform type of what it is taken from. */
export const KINDS: ReadonlyMap<string, ResourceKind> = new Map<string, ResourceKind>([
  [TYPES.server, 'flexibleServer'],
  [OTHER_TYPES.database, 'flexibleServerDatabase'],
  [OTHER_TYPES.singleServer, 'singleServer'],
  [OTHER_TYPES.singleServerDatabase, 'singleServerDatabase'],
  [TYPES.cluster, 'cluster'],
  [TYPES.vault, 'backup'],
  [TYPES.instance, 'backup'],
  [TYPES.singleServerInstance, 'backup'],
  [TYPES.policy, 'backup'],
]);

/** What an ARM id names, by its segments in lower case. */
export function kindOfPath(words: readonly string[]): ResourceKind {
  const [provider, type] = words.slice(5, 7);
  if (provider === 'microsoft.dataprotection' && type === 'backupvaults') return 'backup';
  if (provider !== 'microsoft.dbforpostgresql') return 'other';
  const rest = words
    .slice(8)
    .map((word) => `/${word}`)
    .join('');
  switch (type) {
    case 'flexibleservers':
      return kindBelow('flexibleServer', rest);
    case 'servers':
      return kindBelow('singleServer', rest);
    case 'servergroupsv2':
      return 'cluster';
    default:
      return 'other';
  }
}

/** What a path below a resource names: a database, or a part that is none. */
export function kindBelow(kind: ResourceKind, rest: string): ResourceKind {
  if (rest === '' || kind === 'cluster') return kind;
  const isDatabase = /^\/databases\/[^/]+$/i.test(rest);
  if (isDatabase && kind === 'flexibleServer') return 'flexibleServerDatabase';
  return isDatabase && kind === 'singleServer' ? 'singleServerDatabase' : 'other';
}
