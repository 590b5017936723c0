import { hindered } from './flexible-server-errors';
import { serverFacts } from './flexible-server-facts';
import { notFound } from '../arm/error';
import { missing } from '../arm/kind';
import { groupOf } from '../arm/resource-id';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

export const SERVER_PATH =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/{server}';
export const PROVIDER_PATH = '/subscriptions/{subscription}/providers/Microsoft.DBforPostgreSQL';

/** The server that a request is about, or about a part of. */
export function serverOf({ azure, path, params }: Call): Resource {
  const id = serverIdOf(path);
  const found = azure.resources.get(id);
  if (found) return found;
  if (!azure.resources.has(groupOf(path) ?? '')) throw missing(false, id);
  throw notFound(
    'ResourceNotFound',
    `The Resource 'Microsoft.DBforPostgreSQL/flexibleServers/${params.server}' under resource group '${params.group}' was not found.`,
  );
}

/** A stopped server can be started, deleted and looked at, and nothing else. */
export function runningServerOf(call: Call): Resource {
  const server = serverOf(call);
  if (serverFacts(server).ready) return server;
  throw hindered(`The server '${server.name}' is stopped. Start it first.`);
}

function serverIdOf(path: string): string {
  return path.split('/').slice(0, 9).join('/');
}
