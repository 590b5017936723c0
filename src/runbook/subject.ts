import { nameOf, Placed } from './arm-id';
import { ClusterFacts, ServerFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { nearest } from '../matrix/nearest';

/** What a runbook is about. */
export type Subject = ServerFacts | ClusterFacts;

/** A server or cluster, or why none was chosen: one line for each reason. */
export type Choice = { readonly subject: Subject } | { readonly problem: readonly string[] };

const MOST_LISTED = 20;

/**
 * The server or cluster that somebody names by its address, construct path, name or ARM id; without a word the one that is
 * protected, where there is no other.
 */
export function chooseSubject(estate: BackupInventory, wanted: string | undefined): Choice {
  // What is there to be restored from isn't a copy that has no backups of its own.
  const all: readonly Subject[] = [...estate.servers, ...estate.clusters];
  if (all.length === 0) return { problem: ['there is no PostgreSQL server on Azure in what was read'] };
  if (wanted === undefined) return chooseOnly(estate, all);
  const found = all.filter((subject) => namesOf(subject).some((name) => isSame(name, wanted)));
  if (found.length === 1) return { subject: found[0] };
  if (found.length > 1) return { problem: [`--server "${wanted}" names ${found.length} servers: ${listed(found)}`] };
  const names = all.flatMap(namesOf);
  const meant = nearest(wanted, names) ?? names.find((name) => wanted.length > 2 && isPart(wanted, name));
  const hint = meant === undefined ? `there are ${listed(all)}` : `did you mean ${meant}?`;
  return { problem: [`--server "${wanted}" is unknown: ${hint}`] };
}

function chooseOnly(estate: BackupInventory, all: readonly Subject[]): Choice {
  const isProtected = (subject: Subject) => subject.kind === 'cluster' || estate.instancesOf(subject).length > 0;
  const candidates = all.some(isProtected) ? all.filter(isProtected) : all;
  if (candidates.length === 1) return { subject: candidates[0] };
  return { problem: [`--server must say which of ${candidates.length} servers to restore: ${listed(candidates)}`] };
}

function namesOf(subject: Placed): string[] {
  const { address, path, armId } = subject;
  return [address, path, nameOf(subject), armId].filter((name) => name !== undefined);
}

/** Names and ids in Azure have no case; a construct path may begin with a slash. */
function isSame(name: string, wanted: string): boolean {
  const bare = (text: string) => (text.startsWith('/subscriptions/') ? text : text.replace(/^\//, '')).toLowerCase();
  return bare(name) === bare(wanted);
}

function isPart(wanted: string, name: string): boolean {
  return name.toLowerCase().includes(wanted.toLowerCase());
}

function listed(subjects: readonly Subject[]): string {
  const names = subjects.map(({ address, path }) => path ?? address).sort();
  const more = names.length - MOST_LISTED;
  return [...names.slice(0, MOST_LISTED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
