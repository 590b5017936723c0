import { Temporal } from '@js-temporal/polyfill';
import { ArmError, badRequest } from './arm/error';
import { isObject, type Json, type JsonObject } from './arm/json';
import { checkLocks } from './arm/locks';
import type { Answer, Incoming, Method } from './arm/message';
import { Operations } from './arm/operations';
import { parseId, subscriptionOf } from './arm/resource-id';
import { type Call, type Route, Router } from './arm/route';
import type { Dumps } from './backup/dumps';
import { runTimeline } from './backup/timeline';
import type { EditionId } from './editions';
import { ROUTES } from './resources';
import { Clock } from './state/clock';
import { guidOf, isGuid } from './state/guid';
import { Resources } from './state/resources';

export interface Settings {
  /** How long a role assignment takes until it has an effect. */
  readonly rbacDelaySeconds: number;
  /** Edition of the support matrix that backups follow. */
  readonly edition: EditionId;
  /** Tenant of every subscription. */
  readonly tenantId: string;
  /** Object id of whom clients sign in as, in lower case. */
  readonly ownerId: string;
  /** The subscription that there is from the start. */
  readonly subscriptionId: string;
  /** What is in servers; undefined where nobody asks for it. */
  readonly dumps?: Dumps;
  /** Base of every address that the twin tells: `https://localhost:<port>`. */
  readonly origin: string;
}

/** What exists, what time it is, and how requests about it are answered: Azure without the wire. */
export class Azure {
  readonly resources = new Resources();
  /** What is gone and can be brought back for a while, where Azure has no resource that stands for it. */
  readonly dropped = new Resources();
  readonly operations = new Operations();
  readonly routes: readonly Route[] = ROUTES;
  private readonly router = new Router(ROUTES);
  /** Up to where schedules have run. */
  private seen: Temporal.Instant;
  private made = 0;

  constructor(
    readonly settings: Settings,
    readonly clock: Clock,
  ) {
    this.seen = clock.now();
  }

  /** An id that was never given before, and that the same calls in the same order give again. */
  public newGuid(...parts: string[]): string {
    return guidOf('made', String(this.made++), ...parts);
  }

  /** Lets happen what the clock has passed: scheduled backups, expiry, soft-deleted things that go. */
  public catchUp(): void {
    const now = this.clock.now();
    if (Temporal.Instant.compare(now, this.seen) <= 0) return;
    const from = this.seen;
    this.seen = now;
    runTimeline(this, from, now);
  }

  /** Moves the clock forward, and lets happen what lies between. */
  public advanceTo(instant: Temporal.Instant): void {
    this.clock.advanceTo(instant);
    this.catchUp();
  }

  /** Answers a request of somebody who has signed in; undefined where no route is known. */
  public answer(request: Incoming): Answer | undefined {
    const polled = this.operations.answer(request.path, this.clock.text());
    if (polled) return polled;
    const found = this.router.find(request.method, request.path);
    if (!found) return undefined;
    const { route, params, path } = found;
    const call: Call = {
      azure: this,
      method: request.method as Method,
      path,
      params,
      query: request.query,
      apiVersion: checkVersion(route, request),
      body: readBody(route, request),
      headers: request.headers,
    };
    checkSubscription(path);
    if (isWrite(route.method) && !route.lockless) checkLocks(this, path, route.method === 'DELETE');
    const answer = route.handle(call);
    // Whether something exists is answered with 204, also where a GET would answer 200.
    return request.method === 'HEAD' && answer.status === 200 ? { status: 204 } : answer;
  }

  /** Everything that a later twin needs to go on where this one ends. */
  public toSnapshot(): JsonObject {
    return {
      version: SNAPSHOT_VERSION,
      clock: this.clock.now().toString(),
      seen: this.seen.toString(),
      made: this.made,
      resources: written(this.resources),
      dropped: written(this.dropped),
    };
  }

  /** Takes over what a snapshot holds; nothing may exist yet. */
  public restoreSnapshot(snapshot: JsonObject): void {
    if (snapshot.version !== SNAPSHOT_VERSION) {
      throw new Error(`a snapshot of version ${SNAPSHOT_VERSION} is needed, got: ${JSON.stringify(snapshot.version)}`);
    }
    const { clock, seen, made, resources, dropped } = snapshot;
    if (
      typeof clock !== 'string' ||
      typeof seen !== 'string' ||
      typeof made !== 'number' ||
      !Array.isArray(resources) ||
      !Array.isArray(dropped)
    ) {
      throw new Error('it is not a snapshot of a twin');
    }
    for (const each of resources) this.resources.put(each as never);
    for (const each of dropped) this.dropped.put(each as never);
    this.made = made;
    const then = Temporal.Instant.from(clock);
    if (Temporal.Instant.compare(then, this.clock.now()) > 0) this.clock.advanceTo(then);
    this.seen = Temporal.Instant.from(seen);
  }

  /** Does something and undoes it: what exists afterwards is what existed before. */
  public rehearse<T>(work: () => T): T {
    const before = [this.resources, this.dropped].map((kept) => ({ kept, copies: structuredClone(kept.all()) }));
    const made = this.made;
    try {
      return work();
    } finally {
      for (const { kept, copies } of before) {
        for (const { id } of kept.all()) kept.delete(id);
        for (const each of copies) kept.put(each);
      }
      this.made = made;
    }
  }
}

const SNAPSHOT_VERSION = 1;

function written(resources: Resources): JsonObject[] {
  return resources.all().map((each) => ({ ...each }) as unknown as JsonObject);
}

function isWrite(method: Method): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function checkVersion(route: Route, request: Incoming): string {
  const version = request.query.get('api-version') ?? '';
  if (!route.apiVersions) return version;
  if (version === '') {
    throw badRequest(
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  if (!route.apiVersions.includes(version)) {
    const { type } = parseId(request.path);
    throw badRequest(
      'NoRegisteredProviderFound',
      `No registered resource provider found for API version '${version}' for type '${type}'. The supported api-versions are '${route.apiVersions.join(', ')}'.`,
    );
  }
  return version;
}

function checkSubscription(path: string): void {
  const subscription = subscriptionOf(path);
  if (subscription === '' || isGuid(subscription)) return;
  throw badRequest(
    'InvalidSubscriptionId',
    `The provided subscription identifier '${subscription}' is malformed or invalid.`,
  );
}

function readBody(route: Route, request: Incoming): JsonObject {
  if (!isWrite(route.method) || request.text.trim() === '') return {};
  let body: Json;
  try {
    body = JSON.parse(request.text) as Json;
  } catch (error) {
    throw new ArmError(
      400,
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: '${(error as Error).message}'.`,
    );
  }
  if (isObject(body)) return body;
  throw badRequest('InvalidRequestContent', 'The request content was invalid: a JSON object is expected.');
}
