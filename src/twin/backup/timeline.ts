import type { Temporal } from '@js-temporal/polyfill';
import { expire, hasExpired, historyOf, pastOf } from './history';
import { type Plan, planOf } from './plan';
import type { Azure } from '../azure';
import { databasesOf } from './databases';
import { expiryOf, isScheduled } from './protection-state';
import { Calendar } from './retention';
import { outlookOf, runScheduled } from './run';
import { type Run, runsBetween } from './schedule';
import { textAt } from '../arm/json';
import { parseId } from '../arm/resource-id';
import { INSTANCE_TYPE } from '../resources/data-protection';
import { purgeInstances } from '../resources/deleted-backup-instance';
import { purgeVaults } from '../resources/deleted-backup-vault';
import { expireBackups } from '../resources/flexible-server-backup';
import { startServers } from '../resources/flexible-server-power';
import type { Resource } from '../state/resources';

/**
 * Lets happen what falls between two instants. What happens to one instance has no bearing on any other, so that each is led
 * through the whole span alone, in the order of time.
 */
export function runTimeline(azure: Azure, from: Temporal.Instant, to: Temporal.Instant): void {
  const now = to.epochMilliseconds;
  const schedules = new Schedules(azure, from.epochMilliseconds, now);
  for (const instance of azure.resources.ofType(INSTANCE_TYPE)) {
    if (isScheduled(instance)) runInstance(azure, instance, schedules, to);
    const past = pastOf(instance);
    if (hasExpired(past, now)) expire(past, now, expiryOf(instance));
  }
  startServers(azure, to);
  expireBackups(azure, to);
  purgeInstances(azure, to);
  purgeVaults(azure, to);
}

function runInstance(azure: Azure, instance: Resource, schedules: Schedules, to: Temporal.Instant): void {
  const schedule = schedules.of(instance);
  if (!schedule || schedule.runs.length === 0) return;
  const vault = azure.resources.get(parseId(instance.id).parent!)!;
  const history = historyOf(instance);
  const outlook = outlookOf(azure, vault, instance, to);
  const assignment = { ...schedule, databases: databasesOf(azure, instance) };
  for (const run of schedule.runs) runScheduled(azure, history, assignment, run, outlook);
}

interface Schedule {
  readonly policy: Resource;
  readonly plan: Plan;
  readonly calendar: Calendar;
  readonly runs: readonly Run[];
}

/** The runs of each policy within a span, found out once for all instances that share it. */
class Schedules {
  private readonly known = new Map<string, Schedule | undefined>();
  private readonly calendar = new Calendar();

  constructor(
    private readonly azure: Azure,
    private readonly from: number,
    private readonly to: number,
  ) {}

  public of(instance: Resource): Schedule | undefined {
    const policyId = textAt(instance.body, 'properties', 'policyInfo', 'policyId') ?? '';
    if (!this.known.has(policyId)) this.known.set(policyId, this.read(policyId));
    return this.known.get(policyId);
  }

  private read(policyId: string): Schedule | undefined {
    const policy = this.azure.resources.get(policyId);
    if (!policy) return undefined;
    const plan = planOf(policy);
    const runs = runsBetween(plan.intervals, this.from, this.to);
    return { policy, plan, calendar: this.calendar, runs };
  }
}
