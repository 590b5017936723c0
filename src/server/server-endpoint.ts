import { ITerraformDependable } from 'cdktf';
import type { ProtectedFlexServer } from './protected-flex-server';
import { SOURCES } from '../matrix/source';
import { refuse } from '../terraform/check';
import { addPrivateEndpoint, PrivateEndpointOptions } from '../terraform/private-endpoint';

/** Gives a server an address in a subnet. */
export function addServerEndpoint(
  server: ProtectedFlexServer,
  id: string,
  options: PrivateEndpointOptions,
): ITerraformDependable {
  if (server.network.delegatedSubnetId !== undefined) {
    refuse(
      server,
      'PrivateEndpoint',
      '`network` must be `privateEndpoints` or `publicEndpoint` where the server has private endpoints, got: `delegatedSubnet`.',
      SOURCES.serverPrivateLink,
      'choose one of the two; a server in a delegated subnet can be reached in its network as it is',
    );
  }
  const { serverId: resourceId, location, resourceGroupName, provider } = server;
  const place = { location, resourceGroupName, provider };
  return addPrivateEndpoint(server, id, { ...options, ...place, resourceId, groupId: 'postgresqlServer' });
}
