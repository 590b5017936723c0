import { SERVER_API_VERSIONS } from './flexible-server-catalogue';
import { invalidParameter, refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE, serverFacts } from './flexible-server-facts';
import { runningServerOf, SERVER_PATH } from './flexible-server-path';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { ACCEPTED, type Kept, type Kind, routesOf } from '../arm/kind';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

export const DATABASE_TYPE = `${FLEXIBLE_SERVER_TYPE}/databases`;
/** The service's own, on every server. */
const SYSTEM_DATABASES = ['azure_maintenance', 'azure_sys'];

const DATABASE: Kind = {
  type: DATABASE_TYPE,
  path: `${SERVER_PATH}/databases/{database}`,
  apiVersions: SERVER_API_VERSIONS,
  manners: ACCEPTED,
  put: keptDatabase,
  remove: checkRemoval,
};

function keptDatabase(call: Call, sent: JsonObject, existing: Resource | undefined): Kept {
  const server = runningServerOf(call);
  if (!/^[a-zA-Z_][\w-]{0,62}$/.test(call.params.database)) throw invalidParameter('databaseName');
  if (serverFacts(server).isReplica) {
    throw refused('A read replica is read-only: databases are made on its primary server.');
  }
  if (serverFacts(server).isElastic && !existing) {
    throw refused('An elastic cluster has one database, and no other can be made.');
  }
  const properties = objectAt(sent, 'properties');
  if (existing) checkUnchanged(properties, objectAt(existing.body, 'properties'));
  return { body: { ...sent, properties: { ...standard(), ...properties, ...objectAt(existing?.body, 'properties') } } };
}

/** A database that exists is left as it is. */
function checkUnchanged(sent: JsonObject, old: JsonObject): void {
  for (const name of ['charset', 'collation']) {
    const wanted = textAt(sent, name);
    if (wanted && wanted.toLowerCase() !== textAt(old, name)?.toLowerCase()) {
      throw refused(`The ${name} of a database never changes.`);
    }
  }
}

function checkRemoval(call: Call, { name }: Resource): void {
  const server = runningServerOf(call);
  if (SYSTEM_DATABASES.includes(name) || serverFacts(server).isElastic) {
    throw refused(`The database '${name}' can't be deleted.`);
  }
}

function standard(): JsonObject {
  return { charset: 'UTF8', collation: 'en_US.utf8' };
}

/** The databases that a server has from the start. */
export function makeDatabases(azure: Azure, server: Resource): void {
  const own = textAt(server.body, 'properties', 'cluster', 'defaultDatabaseName') ?? 'postgres';
  for (const name of [...SYSTEM_DATABASES, own]) {
    azure.resources.put({
      id: `${server.id}/databases/${name}`,
      type: DATABASE_TYPE,
      name,
      createdAt: server.createdAt,
      body: { properties: standard() },
      hidden: {},
    });
  }
}

export const DATABASE_ROUTES: readonly Route[] = routesOf(DATABASE);
