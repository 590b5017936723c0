import { CLUSTER_API_VERSIONS } from './cluster-catalogue';
import { CLUSTER_TYPE, isBurstable } from './cluster-facts';
import { CLUSTER_PATH, clusterOf, runningClusterOf } from './cluster-path';
import { nodeOf } from './cluster-servers';
import { refused } from './flexible-server-errors';
import { isAllowed, type Parameter, parameterNamed, PARAMETERS } from './flexible-server-parameters';
import { type JsonObject, numberAt, textAt } from '../arm/json';
import { type Kept, type Kind, routesOf, LOCATED } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

type Role = 'Coordinator' | 'Worker';

/** The collection that the parameters of each kind of node are set in. */
const COLLECTIONS: Readonly<Record<Role, string>> = {
  Coordinator: 'coordinatorConfigurations',
  Worker: 'nodeConfigurations',
};
const PATH = `${CLUSTER_PATH}/configurations`;

/** Only what was set is kept: every parameter exists from the start, and a DELETE doesn't. */
function kindOf(role: Role): Kind {
  const type = `${CLUSTER_TYPE}/${COLLECTIONS[role]}`;
  return {
    type,
    path: `${CLUSTER_PATH}/${COLLECTIONS[role]}/{configuration}`,
    apiVersions: CLUSTER_API_VERSIONS,
    manners: LOCATED,
    putOnly: true,
    put: (call, sent) => kept(call, sent, role),
    show: (call, { id, name }) => ({
      id,
      name,
      type,
      properties: settingOf(call.azure, clusterOf(call), role, name),
    }),
    absent: (call) => ({
      id: call.path,
      name: call.params.configuration,
      type,
      properties: settingOf(call.azure, clusterOf(call), role, call.params.configuration),
    }),
  };
}

function kept(call: Call, sent: JsonObject, role: Role): Kept {
  const cluster = runningClusterOf(call);
  const name = call.params.configuration;
  const parameter = parameterOf(cluster, role, name);
  const value = textAt(sent, 'properties', 'value');
  if (value === undefined) throw refused("'value' is required for a configuration.");
  if (parameter.isReadOnly) throw refused(`The parameter '${name}' is read-only.`);
  if (!isAllowed(parameter, value)) {
    throw refused(`The value of '${name}' must be one of ${parameter.allowedValues}, got: ${JSON.stringify(value)}.`);
  }
  return { body: { properties: { value } } };
}

/** "Azure Cosmos DB for PostgreSQL limits and limitations", 2024-07-07. */
function connectionsOf(cluster: Resource, role: Role): number {
  const part = role === 'Coordinator' ? 'coordinator' : 'node';
  const vCores = numberAt(cluster.body, 'properties', `${part}VCores`) ?? 0;
  if (isBurstable(textAt(cluster.body, 'properties', `${part}ServerEdition`))) return 20 * vCores;
  return vCores < 4 ? 300 : vCores < 16 ? 500 : 1000;
}

function parameterOf(cluster: Resource, role: Role, name: string): Parameter {
  const known = parameterNamed(name);
  return name.toLowerCase() === 'max_connections'
    ? { ...known, defaultValue: String(connectionsOf(cluster, role)) }
    : known;
}

/** A parameter with the value that it has on a kind of node. */
function settingOf({ resources }: Azure, cluster: Resource, role: Role, name: string): JsonObject {
  const { defaultValue, dataType, allowedValues, isStatic = false } = parameterOf(cluster, role, name);
  const set = resources.get(`${cluster.id}/${COLLECTIONS[role]}/${name}`);
  const value = textAt(set?.body, 'properties', 'value') ?? defaultValue;
  return {
    value,
    defaultValue,
    dataType,
    allowedValues,
    source: value === defaultValue ? 'system-default' : 'user-override',
    requiresRestart: isStatic,
    provisioningState: 'Succeeded',
  };
}

/** A parameter with its values on all kinds of node. */
function across(azure: Azure, cluster: Resource, name: string): JsonObject {
  const roles = Object.keys(COLLECTIONS) as Role[];
  const settings = roles.map((role) => settingOf(azure, cluster, role, name));
  const [{ dataType, allowedValues, requiresRestart, provisioningState }] = settings;
  return {
    id: `${cluster.id}/configurations/${name}`,
    name,
    type: `${CLUSTER_TYPE}/configurations`,
    properties: {
      dataType,
      allowedValues,
      requiresRestart,
      provisioningState,
      serverRoleGroupConfigurations: settings.map(({ value, defaultValue, source }, index) => ({
        role: roles[index],
        value,
        defaultValue,
        source,
      })),
    },
  };
}

/** Those that the twin knows, and those that were set. */
function namesOf({ resources }: Azure, cluster: Resource): string[] {
  const set = Object.values(COLLECTIONS).flatMap((collection) =>
    resources.children(cluster.id, `${CLUSTER_TYPE}/${collection}`).map(({ name }) => name),
  );
  return [...new Set([...Object.keys(PARAMETERS), ...set])].sort();
}

function list(call: Call): Answer {
  const cluster = clusterOf(call);
  return ok({ value: namesOf(call.azure, cluster).map((name) => across(call.azure, cluster, name)) });
}

function read(call: Call): Answer {
  return ok(across(call.azure, clusterOf(call), call.params.configuration));
}

function listOfServer(call: Call): Answer {
  const cluster = clusterOf(call);
  const { role, name: server } = nodeOf(call);
  const value = namesOf(call.azure, cluster).map((name) => ({
    id: `${cluster.id}/servers/${server}/configurations/${name}`,
    name,
    type: `${CLUSTER_TYPE}/servers/configurations`,
    properties: settingOf(call.azure, cluster, role, name),
  }));
  return ok({ value });
}

function settable(role: Role): Route[] {
  return routesOf(kindOf(role)).filter(({ method, path }) => path.endsWith('}') && method !== 'DELETE');
}

const apiVersions = CLUSTER_API_VERSIONS;

export const CLUSTER_CONFIGURATION_ROUTES: readonly Route[] = [
  ...settable('Coordinator'),
  ...settable('Worker'),
  { method: 'GET', path: PATH, apiVersions, handle: list },
  { method: 'GET', path: `${PATH}/{configuration}`, apiVersions, handle: read },
  { method: 'GET', path: `${CLUSTER_PATH}/servers/{server}/configurations`, apiVersions, handle: listOfServer },
];
