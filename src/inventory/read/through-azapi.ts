import type { AssignmentReader } from './assignment';
import { armType, bodyOf, property } from './azapi';
import { Reading } from './reading';
import { ServerFacts } from '../entities';
import { SERVERS } from '../resource-types';
import { SourceResource, UNSEEN, UnreadPart } from '../source';

const INSTANCE = 'microsoft.dataprotection/backupvaults/backupinstances';
const ASSIGNMENT = 'microsoft.authorization/roleassignments';
const OTHERS: ReadonlySet<string> = new Set([
  'microsoft.insights/diagnosticsettings',
  'microsoft.insights/metricalerts',
  'microsoft.alertsmanagement/actionrules',
]);

interface Estate {
  readonly servers: ReadonlyMap<string, ServerFacts>;
  readonly assignments: AssignmentReader;
  /** Whether a key is a resource's; else it lies between resources. */
  isResource(key: string): boolean;
  between(key: string): Iterable<string>;
}

/** What azapi makes that rules look for among azurerm's resources: it is not judged, and not missing either. */
export function readThroughAzapi(reading: Reading, source: SourceResource, estate: Estate): UnreadPart | undefined {
  const type = armType(reading.resolver, source);
  if (source.mode !== 'managed' || type.state !== 'known') return undefined;
  const kind = type.value.type;
  if (kind !== INSTANCE && kind !== ASSIGNMENT && !OTHERS.has(kind)) return undefined;
  return {
    address: source.address,
    *given() {
      yield* resourcesBehind(source.dependencies(), estate);
      if (!OTHERS.has(kind)) yield* subjectOf(reading, source, kind, estate);
    },
  };
}

/** The server that an instance protects, the vault that a role is for; where that isn't known it may be any. */
function* subjectOf(
  reading: Reading,
  source: SourceResource,
  kind: string,
  { servers, assignments }: Estate,
): Iterable<string> {
  const body = bodyOf(reading.resolver, source);
  const of = (path: string) => property(reading.resolver, body, `properties.${path}`);
  const link =
    kind === INSTANCE
      ? reading.link(of('dataSourceInfo.resourceID') ?? of('dataSourceInfo.resourceId'), servers, SERVERS)
      : assignments.principalVault(of('principalId'));
  if (link.state === 'resolved') yield link.target.key;
  if (link.state === 'unknown') yield UNSEEN;
}

function* resourcesBehind(keys: Iterable<string>, { isResource, between }: Estate): Iterable<string> {
  const open = [...keys];
  const seen = new Set(open);
  for (const key of open) {
    if (isResource(key)) {
      yield key;
    } else {
      for (const next of between(key)) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
  }
}
