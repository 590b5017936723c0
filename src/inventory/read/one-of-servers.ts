import { Reading } from './reading';
import { Server } from './server';
import { Place, sameSymbol, Symbolic } from '../arm-scope';
import { ServerFacts } from '../entities';
import { SourceResource } from '../source';
import { OneOf, Unknown, Value } from '../value';

/**
 * The server that an id names which comes from one of several: what they have in common holds for it. It goes by what the id
 * is taken from, so that a role assigned on an id from there is assigned on it.
 * @param key what the id is taken from
 * @returns undefined where something else may be meant than one of these servers
 */
export function readOneOfServers(
  reading: Reading,
  key: string,
  id: OneOf,
  known: ReadonlyMap<string, ServerFacts>,
): Server | undefined {
  const servers: ServerFacts[] = [];
  const sources: SourceResource[] = [];
  for (const candidate of id.candidates) {
    const server = candidate.attribute[0] === 'id' ? known.get(candidate.key) : undefined;
    const source = reading.resolver.resource(candidate.key);
    if (server === undefined || source === undefined) return undefined;
    servers.push(server);
    sources.push(source);
  }
  const place = inCommon(servers.map((server) => server.place));
  return new Server(reading, common(key, sources, id.why), { place, oneOf: { servers, why: id.why } });
}

function common(key: string, sources: readonly SourceResource[], why: string): SourceResource {
  const [first] = sources;
  return {
    key,
    address: sources.map(({ address }) => address).join(' or '),
    type: first.type,
    mode: sources.every(({ mode }) => mode === 'data') ? 'data' : 'managed',
    subscription: { text: key, literal: false },
    repeated: sources.some(({ repeated }) => repeated),
    notes: {},
    attribute: (name) => {
      const values = sources.map((source) => source.attribute(name));
      return values.every((value) => isSame(value, values[0])) ? values[0] : new Unknown(why);
    },
    dependencies: () => [],
    declaredDependencies: () => [],
  };
}

/** What isn't known of two isn't known to be the same. */
function isSame(a: Value, b: Value): boolean {
  if (a instanceof Unknown || b instanceof Unknown) return false;
  return (a ?? undefined) === (b ?? undefined) || JSON.stringify(a) === JSON.stringify(b);
}

function inCommon(places: readonly Place[]): Place {
  const same = (symbolOf: (place: Place) => Symbolic | undefined) => {
    const symbols = places.map(symbolOf);
    return symbols.every((symbol) => sameSymbol(symbol, symbols[0]) === true) ? symbols[0] : undefined;
  };
  return { subscription: same(({ subscription }) => subscription), resourceGroup: same((each) => each.resourceGroup) };
}
