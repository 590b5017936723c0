import { roleDoubt } from './role-grants';
import { compliant, undecided, Verdict, violated } from './rule';
import { InstanceFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { Role } from '../matrix/roles';

/**
 * Whether the vault of each instance holds one of `guids` where it covers the instance's server.
 * @param where the narrowest scope that is asked for, in words
 */
export function* needsRole(
  estate: BackupInventory,
  guids: readonly string[],
  role: Role,
  where: string,
): Iterable<Verdict> {
  for (const instance of estate.serverInstances) yield judge(estate, instance, guids, role, where);
}

function judge(
  estate: BackupInventory,
  instance: InstanceFacts,
  guids: readonly string[],
  role: Role,
  where: string,
): Verdict {
  const what = `${role.name} on ${where}`;
  const { vault, server } = instance;
  if (vault.state !== 'resolved') {
    return undecided(instance, what, vault.state === 'unknown' ? vault.why : 'no vault is named');
  }
  if (server.state !== 'resolved') {
    return undecided(instance, what, server.state === 'unknown' ? server.why : 'no server is named');
  }
  const { sure, maybe } = estate.grantsOn(vault.target, server.target, instance);
  if (sure.some(({ roleGuid }) => roleGuid.state === 'known' && guids.includes(roleGuid.value))) {
    return compliant(instance);
  }
  const doubt = maybe.find(
    ({ assignment }) => assignment.roleGuid.state !== 'known' || guids.includes(assignment.roleGuid.value),
  );
  if (doubt !== undefined) return undecided(instance, what, doubt.why);
  const unknownRole = sure.find(({ roleGuid }) => roleGuid.state === 'unknown');
  if (unknownRole !== undefined) return undecided(instance, what, roleDoubt(unknownRole));
  if (vault.target.origin !== 'managed') {
    return undecided(
      instance,
      what,
      `${vault.target.address} exists already, and so may its roles; let \`grantBackup\` assign them here`,
    );
  }
  const unread = estate.unreadWith(vault.target);
  if (unread !== undefined) return undecided(instance, what, unread);
  return violated(instance, {
    message: `the vault's identity must hold ${role.name} (${role.guid}) on ${where} or above, got: no such assignment`,
    limit: `${role.name} is needed to back up a server`,
    mend: `assign ${role.guid} to ${vault.target.address}'s identity on ${where} of ${server.target.address}, or let \`grantBackup\` do it`,
  });
}
