import { armType, AzapiArguments, BACKUP_INSTANCE } from './azapi';
import { protectedId, workloadOf } from './azapi-instance';
import { Reading } from './reading';
import { ServerFacts } from '../entities';
import { Link } from '../fact';
import { SERVERS } from '../resource-types';
import { SourceResource, UNSEEN, UnreadPart } from '../source';

const OTHERS: ReadonlySet<string> = new Set([
  'microsoft.insights/diagnosticsettings',
  'microsoft.insights/metricalerts',
  'microsoft.alertsmanagement/actionrules',
]);

interface Estate {
  readonly servers: ReadonlyMap<string, ServerFacts>;
  /** Whether a key is a resource's; else it lies between resources. */
  isResource(key: string): boolean;
  between(key: string): Iterable<string>;
}

/** What azapi makes that rules look for among azurerm's resources: it is not judged, and not missing either. */
export function readThroughAzapi(reading: Reading, source: SourceResource, estate: Estate): UnreadPart | undefined {
  const type = armType(reading.resolver, source);
  if (source.mode !== 'managed' || type.state !== 'known') return undefined;
  const kind = type.value.type;
  if (kind !== BACKUP_INSTANCE && !OTHERS.has(kind)) return undefined;
  const azapi = new AzapiArguments(reading.resolver, (name) => source.attribute(name));
  // An instance of disks has nothing to do with servers; of one of servers we have read.
  if (kind === BACKUP_INSTANCE && workloadOf(azapi).state === 'known') return undefined;
  return {
    address: source.address,
    *given() {
      yield* resourcesBehind(source.dependencies(), estate);
      if (kind === BACKUP_INSTANCE) yield* protectedBy(reading.link(protectedId(azapi), estate.servers, SERVERS));
    },
  };
}

/** The server that an instance protects; where that isn't known it may be any. */
function* protectedBy(link: Link<ServerFacts>): Iterable<string> {
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
