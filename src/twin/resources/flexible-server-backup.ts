import { Temporal } from '@js-temporal/polyfill';
import { requireAction } from './caller';
import { unexpectedFailure } from './flexible-server-access';
import { apiVersionsSince, MAX_ON_DEMAND_BACKUPS } from './flexible-server-catalogue';
import { invalidParameter, refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE, serverFacts } from './flexible-server-facts';
import { earliestRestore } from './flexible-server-origin';
import { runningServerOf, SERVER_PATH, serverOf } from './flexible-server-path';
import { type JsonObject, numberAt, textAt } from '../arm/json';
import { ACCEPTED, envelope, type Kept, type Kind, missing, routesOf } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const BACKUP_TYPE = `${FLEXIBLE_SERVER_TYPE}/backups`;
const PATH = `${SERVER_PATH}/backups/{backup}`;
const API_VERSIONS = apiVersionsSince('2022-01-20-preview');
/** A backup goes on until somebody was told that it has ended, or until then: it must not hinder for ever who never asked. */
const LONGEST_SECONDS = 10;

/** On-demand backups are resources; automatic ones are worked out, since nothing makes or deletes them. */
const BACKUP: Kind = {
  type: BACKUP_TYPE,
  path: PATH,
  apiVersions: apiVersionsSince('2024-03-01-preview'),
  manners: ACCEPTED,
  put: newBackup,
};

function newBackup(call: Call, _sent: JsonObject, existing: Resource | undefined): Kept {
  const { azure, params, path } = call;
  const server = runningServerOf(call);
  const facts = serverFacts(server);
  if (!/^[-\w.]{1,128}$/.test(params.backup)) throw invalidParameter('backupName');
  if (facts.tier === 'Burstable') throw refused("On-demand backups aren't available for Burstable servers.");
  if (facts.storageType === 'PremiumV2_LRS') {
    throw refused("On-demand backups aren't available for Premium SSD v2 storage.");
  }
  if (facts.isReplica) throw refused('Backups are never taken from a read replica.');
  const others = onDemand(azure, server);
  const busy = others.some((other) => isRunning(azure, other));
  if (existing ?? busy) return { body: existing?.body ?? {}, error: unexpectedFailure() };
  if (others.length >= MAX_ON_DEMAND_BACKUPS) {
    throw refused(`A server has at most ${MAX_ON_DEMAND_BACKUPS} on-demand backups. Delete one first.`);
  }
  const properties = {
    backupType: 'Customer On-Demand',
    completedTime: azure.clock.text(),
    source: 'Customer Initiated',
  };
  const until = azure.clock.now().add({ seconds: LONGEST_SECONDS });
  return {
    body: { properties },
    hidden: { runningUntil: until.toString() },
    told: () => {
      const made = azure.resources.get(path);
      if (made) made.hidden.runningUntil = undefined;
    },
  };
}

function isRunning({ clock }: Azure, backup: Resource): boolean {
  const until = textAt(backup.hidden, 'runningUntil');
  return until !== undefined && Temporal.Instant.compare(clock.now(), Temporal.Instant.from(until)) < 0;
}

function onDemand({ resources }: Azure, server: Resource): Resource[] {
  return resources.children(server.id, BACKUP_TYPE);
}

/** Takes away the on-demand backups that are older than their servers keep them. */
export function expireBackups({ resources }: Azure, to: Temporal.Instant): void {
  for (const backup of resources.ofType(BACKUP_TYPE)) {
    const server = resources.get(parseId(backup.id).parent!)!;
    const kept = to.subtract({ hours: 24 * retentionDays(server) });
    if (Temporal.Instant.compare(completedTime(backup), kept) < 0) resources.delete(backup.id);
  }
}

function retentionDays(server: Resource): number {
  return numberAt(server.body, 'properties', 'backup', 'backupRetentionDays')!;
}

function completedTime(backup: Resource): Temporal.Instant {
  return Temporal.Instant.from(textAt(backup.body, 'properties', 'completedTime')!);
}

/** One backup when the server was made and one each day since, as far as they are kept; none while it is stopped. */
function automatic(azure: Azure, server: Resource): JsonObject[] {
  if (serverFacts(server).isReplica) return [];
  const first = Temporal.Instant.from(textAt(server.hidden, 'backedUpSince') ?? server.createdAt);
  const last = Temporal.Instant.from(textAt(server.hidden, 'stoppedAt') ?? azure.clock.now().toString());
  const earliest = earliestRestore(azure, server);
  const days = Math.floor((last.epochMilliseconds - first.epochMilliseconds) / DAY);
  const oldest = Math.ceil(Math.max(0, earliest.epochMilliseconds - first.epochMilliseconds) / DAY);
  const made: JsonObject[] = [];
  for (let day = oldest; day <= days; day++) made.push(automaticBackup(server, first.add({ hours: 24 * day })));
  return made;
}

const DAY = 24 * 60 * 60 * 1000;
/** Of .NET, at the start of the Unix era: automatic backups are named by it. */
const TICKS_AT_EPOCH = 621355968000000000n;

function automaticBackup(server: Resource, at: Temporal.Instant): JsonObject {
  const name = `backup_${TICKS_AT_EPOCH + BigInt(at.epochMilliseconds) * 10000n}`;
  return {
    id: `${server.id}/backups/${name}`,
    name,
    type: BACKUP_TYPE,
    properties: { backupType: 'Full', completedTime: at.toString(), source: 'Automatic' },
  };
}

function listBackups(call: Call): Answer {
  const server = serverOf(call);
  requireAction(call, `${BACKUP_TYPE}/read`, server.id);
  return ok({ value: [...automatic(call.azure, server), ...onDemand(call.azure, server).map(envelope)] });
}

function readBackup(call: Call): Answer {
  const { azure, params } = call;
  const server = serverOf(call);
  requireAction(call, `${BACKUP_TYPE}/read`, server.id);
  const found = [...automatic(azure, server), ...onDemand(azure, server).map(envelope)].find(
    ({ name }) => String(name).toLowerCase() === params.backup.toLowerCase(),
  );
  if (!found) throw missing(true, call.path);
  return ok(found);
}

/** A write by somebody who may, and that knows of automatic backups. */
function guarded(route: Route): Route {
  return {
    ...route,
    handle(call) {
      const server = serverOf(call);
      requireAction(call, `${BACKUP_TYPE}/${route.method === 'PUT' ? 'write' : 'delete'}`, server.id);
      if (automatic(call.azure, server).some(({ name }) => name === call.params.backup)) {
        throw refused(
          'Automatic backups are kept as long as the retention of the server says, and not changed by hand.',
        );
      }
      return route.handle(call);
    },
  };
}

export const BACKUP_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, apiVersions: API_VERSIONS, handle: readBackup },
  { method: 'GET', path: `${SERVER_PATH}/backups`, apiVersions: API_VERSIONS, handle: listBackups },
  ...routesOf(BACKUP)
    .filter(({ method }) => method === 'PUT' || method === 'DELETE')
    .map(guarded),
];
