import { undecided, Verdict } from './rule';
import { InstanceFacts, ServerFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';

/** What isn't managed in the same configuration becomes known when its author says it, or in a plan that reads it. */
export const HOW_TO_KNOW_A_SERVER =
  'describe it with the attributes of `FlexServer.fromServerId`, or manage or read the server in the same configuration';

/** Judges each protected server once; an instance whose server isn't known is undecided. */
export function* protectedServers(
  estate: BackupInventory,
  what: string,
  judge: (server: ServerFacts, instance: InstanceFacts) => Iterable<Verdict>,
): Iterable<Verdict> {
  const seen = new Set<string>();
  for (const instance of estate.serverInstances) {
    const link = instance.server;
    if (link.state === 'resolved') {
      if (seen.has(link.target.key)) continue;
      seen.add(link.target.key);
      yield* judge(link.target, instance);
    } else if (link.state === 'unknown') {
      yield undecided(instance, what, `which server it protects is unknown: ${link.why}`);
    }
  }
}
