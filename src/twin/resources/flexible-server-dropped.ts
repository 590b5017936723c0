import { Temporal } from '@js-temporal/polyfill';
import { textAt } from '../arm/json';
import type { Azure } from '../azure';
import { DATABASE_TYPE } from './flexible-server-database';
import type { Resource } from '../state/resources';

/** How long a server can be brought back after it was deleted. */
export const REVIVABLE_DAYS = 5;

/** Keeps the backup of a server that is deleted, for as long as the service does. */
export function keepDropped(azure: Azure, server: Resource): void {
  for (const each of azure.dropped.all()) if (!isRevivable(azure, each)) azure.dropped.delete(each.id);
  const droppedAt = azure.clock.text();
  for (const each of [server, ...azure.resources.children(server.id, DATABASE_TYPE)]) {
    azure.dropped.put({ ...structuredClone(each), hidden: { ...each.hidden, droppedAt } });
  }
}

export function isRevivable({ clock }: Azure, dropped: Resource): boolean {
  const until = Temporal.Instant.from(textAt(dropped.hidden, 'droppedAt')!).add({ hours: 24 * REVIVABLE_DAYS });
  return Temporal.Instant.compare(clock.now(), until) <= 0;
}
