import { idOf, nameOf } from './arm-id';
import { CLUSTER_TYPE } from './cluster-restore';
import { ClusterFacts, ServerFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { nearest } from '../matrix/nearest';

/** What a runbook is about. */
export type Subject = ServerFacts | ClusterFacts;

/** A server or cluster, or why none was chosen: one line for each reason. */
export type Choice = { readonly subject: Subject } | { readonly problem: readonly string[] };

const MOST_LISTED = 20;

/**
 * The server or cluster that somebody names by its address, construct path, name or ARM id, or by a part of the first two
 * that no other has; without a word the one that is protected, where there is no other.
 */
export function chooseSubject(estate: BackupInventory, wanted: string | undefined): Choice {
  // What is there to be restored from isn't a copy that has no backups of its own.
  const all: readonly Subject[] = [...estate.servers, ...estate.clusters];
  if (all.length === 0) return { problem: ['there is no PostgreSQL server on Azure in what was read'] };
  if (wanted === undefined) return chooseOnly(estate, all);
  const called = (names: (subject: Subject) => string[]) =>
    all.filter((subject) => names(subject).some((name) => isSame(name, wanted)));
  const whole = called(namesOf);
  const found = whole.length > 0 ? whole : called(shortNamesOf);
  if (found.length === 1) return { subject: found[0] };
  if (found.length > 1) return { problem: [`--server "${wanted}" names ${found.length} servers: ${listed(found)}`] };
  const names = all.flatMap((subject) => [...namesOf(subject), ...shortNamesOf(subject)]);
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

function namesOf(subject: Subject): string[] {
  const { address, path } = subject;
  const type = subject.kind === 'cluster' ? CLUSTER_TYPE : 'Microsoft.DBforPostgreSQL/flexibleServers';
  return [address, path, nameOf(subject), idOf(subject, type, undefined)?.join('')].filter(
    (name) => name !== undefined,
  );
}

/** What people say for it: the id of its construct, its label without what cdktf puts behind it, a key of `for_each`. */
function shortNamesOf({ address, path }: Subject): string[] {
  const [, last = ''] = LAST_OF_ADDRESS.exec(address) ?? [];
  const label = last.replace(/\[.*$/s, '');
  const keys = [...address.matchAll(KEY)].map(([, text, number]) => text ?? number);
  const id = path?.slice(path.lastIndexOf('/') + 1);
  return [last, label, label.replace(/_[0-9A-F]{8}$/, ''), ...keys, id ?? ''].filter((name) => name !== '');
}

const KEY = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/gs;
/** The label of a resource, with its key; in a key anything may stand. */
const LAST_OF_ADDRESS = /([^.[\]]+(?:\["(?:[^"\\]|\\.)*"\]|\[\d+\])?)$/s;

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
