import { Temporal } from '@js-temporal/polyfill';
import { SERVER_API_VERSIONS } from './flexible-server-catalogue';
import { applyPendingChanges } from './flexible-server-configuration';
import { choice, refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE, startsAgainAt } from './flexible-server-facts';
import { SERVER_PATH, serverOf } from './flexible-server-path';
import { type ArmError, badRequest } from '../arm/error';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import type { Answer } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const ACCEPTED: Answer = { status: 202, running: {} };
const FAILOVER_MODES = ['PlannedFailover', 'ForcedFailover', 'PlannedSwitchover', 'ForcedSwitchover'] as const;

function stop(call: Call): Answer {
  const server = serverOf(call);
  requireReady(server);
  setProperties(server, { state: 'Stopped' });
  server.hidden.stoppedAt = call.azure.clock.text();
  return ACCEPTED;
}

function start(call: Call): Answer {
  const server = serverOf(call);
  const state = textAt(server.body, 'properties', 'state');
  if (state !== 'Stopped') {
    throw stateFault('ServerIsNotStopped', 'Start Server can only be performed on Stopped servers.', server);
  }
  run(call.azure, server);
  return ACCEPTED;
}

function restart(call: Call): Answer {
  const server = serverOf(call);
  requireReady(server);
  if (call.body.restartWithFailover === true) failOver(server, call.body);
  applyPendingChanges(call.azure, server);
  return ACCEPTED;
}

/** The standby takes over: the zones of the two change places. */
function failOver(server: Resource, body: JsonObject): void {
  choice('failoverMode', body.failoverMode ?? 'PlannedFailover', FAILOVER_MODES);
  const properties = objectAt(server.body, 'properties');
  const standby = objectAt(properties, 'highAvailability');
  if (standby.mode === 'Disabled') throw refused('Only a server with high availability can fail over.');
  setProperties(server, {
    availabilityZone: standby.standbyAvailabilityZone,
    highAvailability: { ...standby, standbyAvailabilityZone: properties.availabilityZone },
  });
}

function requireReady(server: Resource): void {
  if (textAt(server.body, 'properties', 'state') === 'Ready') return;
  throw stateFault('ServerIsNotReady', 'Restart or Stop Server can only be performed on Started servers.', server);
}

function stateFault(code: string, what: string, { name, body }: Resource): ArmError {
  return badRequest(
    code,
    `${what} Server Name = ${name}, Current Server State = ${textAt(body, 'properties', 'state')}`,
  );
}

function run(azure: Azure, server: Resource): void {
  setProperties(server, { state: 'Ready' });
  server.hidden.stoppedAt = undefined;
  applyPendingChanges(azure, server);
}

function setProperties(server: Resource, changed: JsonObject): void {
  server.body = { ...server.body, properties: { ...objectAt(server.body, 'properties'), ...changed } };
}

/** Starts the servers that have been stopped for as long as the service lets them be. */
export function startServers(azure: Azure, to: Temporal.Instant): void {
  for (const server of azure.resources.ofType(FLEXIBLE_SERVER_TYPE)) {
    const due = startsAgainAt(server);
    if (due !== undefined && due <= to.epochMilliseconds) run(azure, server);
  }
}

export const POWER_ROUTES: readonly Route[] = Object.entries({ start, stop, restart }).map(([action, handle]) => ({
  method: 'POST',
  path: `${SERVER_PATH}/${action}`,
  apiVersions: SERVER_API_VERSIONS,
  handle,
}));
