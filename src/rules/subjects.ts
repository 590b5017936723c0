import { undecided, Verdict } from './rule';
import { InstanceFacts, ServerFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';

/** What isn't managed in the same configuration becomes known when its author says it, or by what is known of it elsewhere. */
export const HOW_TO_KNOW_A_SERVER =
  'describe it with the attributes of `FlexServer.fromServerId`, manage it in the same configuration, or check the state of what manages it together with this';

/** Judges each protected server once; an instance whose server isn't known is undecided. */
export function* protectedServers(
  estate: BackupInventory,
  what: string,
  judge: (server: ServerFacts, instance: InstanceFacts) => Verdict | readonly Verdict[],
): Iterable<Verdict> {
  for (const instance of estate.firstInstances) {
    const link = instance.server;
    if (link.state === 'resolved') {
      const verdict = judge(link.target, instance);
      // Of several it may be there is none to say it of.
      if (link.target.oneOf !== undefined) yield* [verdict].flat().map((each) => ({ ...each, on: instance }));
      else if ('outcome' in verdict) yield verdict;
      else yield* verdict;
    } else if (link.state === 'unknown') {
      yield undecided(instance, what, `which server it protects is unknown: ${link.why}`);
    }
  }
}
