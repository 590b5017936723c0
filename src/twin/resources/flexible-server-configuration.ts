import { maxConnections, SERVER_API_VERSIONS } from './flexible-server-catalogue';
import { invalidParameter, missingParameter, refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE, serverFacts } from './flexible-server-facts';
import { isAllowed, type Parameter, parameterNamed, PARAMETERS } from './flexible-server-parameters';
import { runningServerOf, SERVER_PATH, serverOf } from './flexible-server-path';
import { badRequest } from '../arm/error';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { ACCEPTED, type Kept, type Kind, routesOf } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

export const CONFIGURATION_TYPE = `${FLEXIBLE_SERVER_TYPE}/configurations`;
const PATH = `${SERVER_PATH}/configurations/{configuration}`;

/** Only what was changed is kept: every parameter exists from the start, and a DELETE doesn't. */
const CONFIGURATION: Kind = {
  type: CONFIGURATION_TYPE,
  path: PATH,
  apiVersions: SERVER_API_VERSIONS,
  manners: ACCEPTED,
  put: keptConfiguration,
  show: (_call, { id, name, body }) => shown(id, name, body),
  absent(call) {
    const server = serverOf(call);
    return shown(call.path, call.params.configuration, { properties: asMade(server, call.params.configuration) });
  },
};

function keptConfiguration(call: Call, sent: JsonObject, existing: Resource | undefined): Kept {
  const server = runningServerOf(call);
  const name = call.params.configuration;
  const { isReadOnly } = parameterOf(server, name);
  const value = textAt(sent, 'properties', 'value');
  if (value === undefined) throw missingParameter('value');
  if (isReadOnly) throw refused(`The server parameter '${name}' is read-only.`);
  checkValue(name, parameterOf(server, name), value);
  const before = existing ? objectAt(existing.body, 'properties') : asMade(server, name);
  const isDefault = value === before.defaultValue;
  return {
    body: {
      properties: {
        ...before,
        value,
        source: isDefault ? 'system-default' : (textAt(sent, 'properties', 'source') ?? 'user-override'),
        isConfigPendingRestart:
          before.isConfigPendingRestart === true || (!before.isDynamicConfig && value !== before.value),
      },
    },
  };
}

function parameterOf(server: Resource, name: string): Parameter {
  const known = parameterNamed(name);
  return name.toLowerCase() === 'max_connections'
    ? { ...known, defaultValue: String(maxConnections(textAt(server.body, 'sku', 'name')!)) }
    : known;
}

function asMade(server: Resource, name: string): JsonObject {
  const {
    defaultValue,
    dataType,
    allowedValues,
    isStatic = false,
    isReadOnly = false,
    unit,
  } = parameterOf(server, name);
  return {
    value: defaultValue,
    defaultValue,
    dataType,
    allowedValues,
    source: 'system-default',
    isDynamicConfig: !isStatic,
    isReadOnly,
    isConfigPendingRestart: false,
    ...(unit ? { unit } : {}),
  };
}

function shown(id: string, name: string, body: JsonObject): JsonObject {
  return { id, name, type: CONFIGURATION_TYPE, ...body };
}

function checkValue(name: string, parameter: Parameter, value: string): void {
  if (!isAllowed(parameter, value)) throw invalidParameter(name);
}

function listConfigurations(call: Call): Answer {
  const server = serverOf(call);
  if (!serverFacts(server).ready) {
    throw badRequest('ServerStoppedError', `The server '${server.name}' is stopped, and has no parameters to show.`);
  }
  const changed = call.azure.resources.children(server.id, CONFIGURATION_TYPE);
  const names = new Set([...Object.keys(PARAMETERS), ...changed.map(({ name }) => name)]);
  const listed = [...names].sort().map((name) => {
    const kept = changed.find((each) => each.name === name);
    return shown(`${server.id}/configurations/${name}`, name, kept?.body ?? { properties: asMade(server, name) });
  });
  return ok({ value: listed });
}

/** A restart makes changed static parameters take effect. */
export function applyPendingChanges({ resources }: Azure, server: Resource): void {
  for (const configuration of resources.children(server.id, CONFIGURATION_TYPE)) {
    const properties = { ...objectAt(configuration.body, 'properties'), isConfigPendingRestart: false };
    configuration.body = { ...configuration.body, properties };
  }
}

export const CONFIGURATION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: `${SERVER_PATH}/configurations`,
    apiVersions: SERVER_API_VERSIONS,
    handle: listConfigurations,
  },
  ...routesOf(CONFIGURATION).filter(({ method, path }) => path === PATH && method !== 'DELETE'),
];
