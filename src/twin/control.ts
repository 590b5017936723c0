import { Temporal } from '@js-temporal/polyfill';
import { badRequest } from './arm/error';
import { isObject, type JsonObject } from './arm/json';
import { type Answer, type Incoming, ok } from './arm/message';
import type { Azure } from './azure';
import { type Faults, readFault } from './faults';

/** One answered request, for those who count them. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface Controlled {
  readonly azure: Azure;
  readonly faults: Faults;
  readonly requests: Seen[];
  readonly unanswered: string[];
  saveSnapshot(): void;
}

const PREFIX = '/twin/';

/** The routes by which the twin itself is handled; Azure has none of them. */
export function answerControl(request: Incoming, twin: Controlled): Answer | undefined {
  if (!request.path.startsWith(PREFIX)) return undefined;
  const what = `${request.method} ${request.path.slice(PREFIX.length)}`;
  switch (what) {
    case 'GET clock':
      return ok({ now: twin.azure.clock.text() });
    case 'POST clock':
      return moveClock(twin.azure, readObject(request));
    case 'GET faults':
      return ok({ value: twin.faults.pending as never });
    case 'POST faults':
      twin.faults.add(readFault(readObject(request)));
      return { status: 204 };
    case 'DELETE faults':
      twin.faults.clear();
      return { status: 204 };
    case 'GET requests':
      return ok({ value: twin.requests as never, unanswered: [...twin.unanswered] });
    case 'DELETE requests':
      twin.requests.length = 0;
      twin.unanswered.length = 0;
      return { status: 204 };
    case 'GET snapshot':
      return ok(twin.azure.toSnapshot());
    case 'POST snapshot':
      twin.saveSnapshot();
      return { status: 204 };
    default:
      return undefined;
  }
}

function moveClock(azure: Azure, body: JsonObject): Answer {
  const { to, by } = body;
  if ((to === undefined) === (by === undefined)) {
    throw badRequest('InvalidClock', 'Either `to` (an instant) or `by` (an ISO 8601 duration) must be given.');
  }
  try {
    azure.advanceTo(to === undefined ? later(azure.clock.now(), by) : Temporal.Instant.from(text(to)));
  } catch (error) {
    throw badRequest('InvalidClock', (error as Error).message);
  }
  return ok({ now: azure.clock.text() });
}

/** A year is a year of the calendar, in UTC. */
function later(from: Temporal.Instant, by: unknown): Temporal.Instant {
  return from
    .toZonedDateTimeISO('UTC')
    .add(Temporal.Duration.from(text(by)))
    .toInstant();
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`a string is needed, got: ${JSON.stringify(value)}`);
}

function readObject(request: Incoming): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(request.text);
  } catch {
    throw badRequest('InvalidRequestContent', 'The body must be JSON.');
  }
  if (isObject(body)) return body;
  throw badRequest('InvalidRequestContent', 'The body must be a JSON object.');
}
