import { entity, Reading } from './reading';
import { EntraAdministratorFacts, ServerFacts, ServerParameterFacts } from '../entities';
import { Link } from '../fact';
import { SERVERS } from '../resource-types';
import { SourceResource } from '../source';
import { Reference, Value } from '../value';

type Servers = ReadonlyMap<string, ServerFacts>;

export function readServerParameter(reading: Reading, source: SourceResource, servers: Servers): ServerParameterFacts {
  const text = (name: string) => reading.resolver.string(source.attribute(name));
  return {
    ...entity(source),
    kind: 'serverParameter',
    server: reading.link(source.attribute('server_id'), servers, SERVERS),
    name: text('name'),
    value: text('value'),
  };
}

export function readEntraAdministrator(
  reading: Reading,
  source: SourceResource,
  servers: Servers,
): EntraAdministratorFacts {
  const text = (name: string) => reading.resolver.string(source.attribute(name));
  return {
    ...entity(source),
    kind: 'entraAdministrator',
    server: serverByName(reading, source.attribute('server_name'), servers),
    objectId: text('object_id'),
    principalName: text('principal_name'),
    principalType: text('principal_type'),
  };
}

/** azurerm takes the name of the server here, which is unique in all of Azure. */
function serverByName(reading: Reading, value: Value, servers: Servers): Link<ServerFacts> {
  const direct = value instanceof Reference ? servers.get(value.key) : undefined;
  if (direct !== undefined) return { state: 'resolved', target: direct };
  const name = reading.resolver.string(value);
  if (name.state !== 'known') return name;
  const wanted = name.value.toLowerCase();
  const target = [...servers.values()].find(
    (server) => server.name.state === 'known' && server.name.value.toLowerCase() === wanted,
  );
  return target === undefined ? { state: 'outside', id: name.value } : { state: 'resolved', target };
}
