import { textAt } from '../arm/json';
import type { Azure } from '../azure';
import { CONFIGURATION_TYPE } from './flexible-server-configuration';
import { DATABASE_TYPE, makeDatabases } from './flexible-server-database';
import { FIREWALL_RULE_TYPE } from './flexible-server-firewall-rule';
import type { Resource, Resources } from '../state/resources';

/** Gives a new server the databases that every server has, or what the one had that it is made from. */
export function furnish(azure: Azure, server: Resource): void {
  if (server.hidden.furnished) return;
  server.hidden.furnished = true;
  const sourceId = textAt(server.hidden, 'madeFrom');
  if (sourceId === undefined) {
    makeDatabases(azure, server);
    return;
  }
  const source = azure.resources.has(sourceId) ? azure.resources : azure.dropped;
  // A replica starts with the parameters and firewall rules of its primary; a restored server doesn't.
  const types = server.hidden.isReplica ? [DATABASE_TYPE, CONFIGURATION_TYPE, FIREWALL_RULE_TYPE] : [DATABASE_TYPE];
  for (const type of types) copyChildren(azure, source, sourceId, server, type);
}

function copyChildren({ resources }: Azure, from: Resources, sourceId: string, server: Resource, type: string): void {
  for (const child of from.children(sourceId, type)) {
    const id = `${server.id}/${type.slice(type.lastIndexOf('/') + 1)}/${child.name}`;
    resources.put({ ...structuredClone(child), id, createdAt: server.createdAt });
  }
}
