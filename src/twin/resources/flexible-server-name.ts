import type { Azure } from '../azure';
import { FLEXIBLE_SERVER_TYPE } from './flexible-server-facts';
import { hasEndpointNamed } from './flexible-server-virtual-endpoint';

export const NAME_TAKEN = 'Specified server name is already used.';

export function isServerName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name);
}

/** Names are unique among all servers of all customers, since each is a host name. */
export function isTaken(azure: Azure, name: string): boolean {
  const servers = azure.resources.ofType(FLEXIBLE_SERVER_TYPE);
  return hasEndpointNamed(azure, name) || servers.some((server) => server.name.toLowerCase() === name.toLowerCase());
}
