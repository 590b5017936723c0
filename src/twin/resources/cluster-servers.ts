import { CLUSTER_API_VERSIONS } from './cluster-catalogue';
import { CLUSTER_TYPE, clusterFacts } from './cluster-facts';
import { CLUSTER_PATH, clusterOf } from './cluster-path';
import { zonesOf } from './flexible-server-catalogue';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { missing } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { keyOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import { guidOf } from '../state/guid';
import type { Resource } from '../state/resources';

const DOMAIN = 'postgres.cosmos.azure.com';
export const CLUSTER_LINK_DOMAIN = `privatelink.${DOMAIN}`;
/** "Node DNS names in Azure Cosmos DB for PostgreSQL", 2023-06-04. */
const UNIQUE_LENGTH = 14;

export interface Node {
  readonly name: string;
  readonly fullyQualifiedDomainName: string;
  readonly role: 'Coordinator' | 'Worker';
}

/** The coordinator and the workers, in the order of their numbers. */
export function nodesOf(cluster: Resource): Node[] {
  const { nodes } = clusterFacts(cluster);
  const unique = guidOf('cluster', keyOf(cluster.id), cluster.createdAt).replace(/-/g, '').slice(0, UNIQUE_LENGTH);
  return ['c', ...Array.from({ length: nodes }, (_, index) => `w${index}`)].map((node) => ({
    name: `${cluster.name}-${node}`,
    fullyQualifiedDomainName: `${node}-${cluster.name}.${unique}.${DOMAIN}`,
    role: node === 'c' ? 'Coordinator' : 'Worker',
  }));
}

function shown(cluster: Resource, { name, fullyQualifiedDomainName, role }: Node): JsonObject {
  const properties = objectAt(cluster.body, 'properties');
  const part = role === 'Coordinator' ? 'coordinator' : 'node';
  const { administratorLogin, citusVersion, enableHa, postgresqlVersion, state } = properties;
  return {
    id: `${cluster.id}/servers/${name}`,
    name,
    type: `${CLUSTER_TYPE}/servers`,
    systemData: { createdAt: cluster.createdAt },
    properties: {
      administratorLogin,
      availabilityZone: properties.preferredPrimaryZone ?? zonesOf(textAt(cluster.body, 'location')!)[0],
      citusVersion,
      enableHa,
      enablePublicIpAccess: properties[`${part}EnablePublicIpAccess`],
      fullyQualifiedDomainName,
      haState: enableHa === true ? 'Healthy' : 'NotEnabled',
      isReadOnly: false,
      postgresqlVersion,
      role,
      serverEdition: properties[`${part}ServerEdition`],
      state,
      storageQuotaInMb: properties[`${part}StorageQuotaInMb`],
      vCores: properties[`${part}VCores`],
    },
  };
}

/** The node that a request is about. */
export function nodeOf(call: Call): Node {
  const wanted = call.params.server.toLowerCase();
  const found = nodesOf(clusterOf(call)).find(({ name }) => name.toLowerCase() === wanted);
  if (found) return found;
  throw missing(true, call.path);
}

function list(call: Call): Answer {
  const cluster = clusterOf(call);
  return ok({ value: nodesOf(cluster).map((node) => shown(cluster, node)) });
}

function read(call: Call): Answer {
  return ok(shown(clusterOf(call), nodeOf(call)));
}

const apiVersions = CLUSTER_API_VERSIONS;

export const CLUSTER_SERVER_ROUTES: readonly Route[] = [
  { method: 'GET', path: `${CLUSTER_PATH}/servers`, apiVersions, handle: list },
  { method: 'GET', path: `${CLUSTER_PATH}/servers/{server}`, apiVersions, handle: read },
];
