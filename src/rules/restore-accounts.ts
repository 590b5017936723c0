import { Complaint, undecided, Verdict } from './rule';
import { StorageAccountFacts, VaultFacts } from '../inventory/entities';
import { Link } from '../inventory/fact';
import { BackupInventory } from '../inventory/inventory';
import { RestoreTargetFacts } from '../inventory/restore-targets';

/**
 * Judges each account that a vault restores to once for each vault; an account that isn't managed here is undecided.
 * @param what the fact that the rule needs, for what it can't see
 */
export function* restoreAccounts(
  estate: BackupInventory,
  what: string,
  judge: (account: StorageAccountFacts, vault: Link<VaultFacts>) => Verdict,
  rest: Partial<Complaint> = {},
): Iterable<Verdict> {
  const seen = new Set<string>();
  for (const target of estate.restoreTargets) {
    const { account, vault, on } = target;
    const pair = `${vault.state === 'resolved' ? vault.target.key : ''}\n${keyOf(target)}`;
    if (seen.has(pair)) continue;
    seen.add(pair);
    if (account.state === 'resolved') {
      yield judge(account.target, vault);
    } else if (account.state === 'unknown') {
      yield undecided(on, what, account.why, rest);
    } else {
      yield undecided(on, what, 'the storage account is not managed here; manage or read it in the same estate', rest);
    }
  }
}

function keyOf({ account, on }: RestoreTargetFacts): string {
  return account.state === 'resolved' ? account.target.key : on.key;
}
