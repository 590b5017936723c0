import { idOf, knownText, knownValue, nameOf } from './arm-id';
import { commands, said, shown, table } from './page';
import { RegionKind } from './protection';
import { bashQuote, bashWord } from './quote';
import type { Origin } from './server-page';
import { ClusterAccessFacts, ClusterFacts, LockFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { CLUSTER } from '../matrix/cluster';
import { clusterGeoBackupRegion } from '../matrix/cluster-regions';
import {
  CLUSTER_RESTORE_KEEPS,
  CLUSTER_RESTORE_TASKS,
  CLUSTER_RESTORE_USUALLY,
  ClusterRestoreTask,
} from '../matrix/cluster-restore-tasks';
import { NAMES } from '../matrix/names';
import { Source } from '../matrix/source';
import { link, sentence } from '../report/markdown-text';

const TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2';
const API = `api-version=${CLUSTER.geoBackupApi.since}`;
const SUFFIX = '-restored';
/** What has to be put in by whoever restores. */
const POINT = 'YYYY-MM-DDTHH:MM:SSZ';

export interface ClusterPage {
  readonly cluster: ClusterFacts;
  readonly regionKind: RegionKind;
  /** A point in time; undefined where it is still to be chosen. */
  readonly point?: string;
  readonly targetName?: string;
  readonly origin: Origin;
}

/** RUNBOOK.md of a cluster of Azure Cosmos DB for PostgreSQL: it is restored by the service, and what it leaves out by hand. */
export function clusterPage(estate: BackupInventory, page: ClusterPage): string {
  const { cluster, origin } = page;
  const name = nameOf(cluster) ?? cluster.address;
  const lines = [
    `# Restore the cluster ${shown(name)} to a point in time`,
    '',
    `The service makes a new cluster from the backups of this one, in the same subscription and resource group. The original stays as it is. Networking comes back to its defaults: nobody reaches the new cluster until the checklist is worked off.`,
    '',
    ...overview(page),
    ...restore(page),
    ...checklist(estate, page),
    ...limits(),
    `Written by ${said(origin.tool)} on ${origin.now} from ${origin.inputs.map(shown).join(', ')}. Write it anew when the estate changes.`,
  ];
  return `${lines.join('\n')}\n`;
}

function overview({ cluster, regionKind }: ClusterPage): string[] {
  const or = (text: string | undefined) => (text === undefined ? 'not known' : shown(text));
  const nodes = knownValue(cluster.nodeCount);
  const geo = knownValue(cluster.geoBackup);
  return [
    '## What and where',
    '',
    ...table(
      ['', ''],
      [
        ['**Cluster**', `${or(nameOf(cluster))}, ${shown(cluster.path ?? cluster.address)}`],
        ['**Region**', or(knownText(cluster.location))],
        ['**Worker nodes**', nodes === undefined ? 'not known' : String(nodes)],
        ['**Geo-redundant backup**', geo === undefined ? 'not known' : geo ? 'yes' : 'no'],
        [
          '**Points in time**',
          `the last ${CLUSTER.backupRetention.days} days (${from(CLUSTER.backupRetention.source)})`,
        ],
        [
          '**Restored in**',
          `${or(locationOf(cluster, regionKind))} (${regionKind === 'primary' ? 'the same region' : 'region of the geo-redundant backup'})`,
        ],
      ],
    ),
  ];
}

function locationOf(cluster: ClusterFacts, regionKind: RegionKind): string | undefined {
  const home = knownText(cluster.location);
  if (home === undefined || regionKind === 'primary') return home;
  const pair = clusterGeoBackupRegion(home);
  return pair === false ? undefined : pair;
}

function restore(page: ClusterPage): string[] {
  const { cluster, regionKind, point } = page;
  const id = idOfCluster(cluster);
  const restored = restoredId(page);
  const body = {
    location: locationOf(cluster, regionKind) ?? 'REGION',
    properties: {
      sourceResourceId: id,
      sourceLocation: knownText(cluster.location) ?? 'REGION_OF_THE_CLUSTER',
      pointInTimeUTC: point ?? POINT,
      ...(knownValue(cluster.geoBackup) === true ? { enableGeoBackup: true } : {}),
    },
  };
  return [
    '## Restore',
    '',
    `1. Whoever does this needs the role Contributor on the resource group. Sign in: \`az login\`.`,
    '2. The earliest point in time that is left:',
    '',
    ...commands('bash', `az rest --method get --url ${url(id)} --query properties.earliestRestoreTime --output tsv`),
    point === undefined
      ? `3. Put the point in time, in UTC, in the place of \`${POINT}\`, and what else is in capitals, and make the cluster:`
      : '3. Make the cluster:',
    '',
    ...commands('bash', `az rest --method put --url ${url(restored)} --body ${bashQuote(JSON.stringify(body))}`),
    `4. Wait until this says \`Succeeded\`; in most cases it takes up to ${CLUSTER_RESTORE_USUALLY.hours} hour (${from(CLUSTER_RESTORE_USUALLY.source)}):`,
    '',
    ...commands(
      'bash',
      `az rest --method get --url ${url(restored)} --query properties.provisioningState --output tsv`,
    ),
    `To go back, delete the new cluster; the original is as it was. The new one has the original's ${CLUSTER_RESTORE_KEEPS.settings.join(', ')} (${from(CLUSTER_RESTORE_KEEPS.source)}).`,
    '',
  ];
}

/** With the query of the API behind it. */
function url(id: string): string {
  return bashWord(`${id}?${API}`);
}

/** What the estate doesn't say stands in capitals. */
function idOfCluster(cluster: ClusterFacts): string {
  const id = idOf(cluster, TYPE, cluster) ?? [
    '/subscriptions/SUBSCRIPTION_ID/resourceGroups/GROUP/providers/',
    TYPE,
    '/CLUSTER',
  ];
  return id.map((part) => (typeof part === 'string' ? part : part.setting)).join('');
}

function restoredName(cluster: ClusterFacts): string {
  const name = nameOf(cluster);
  return name === undefined
    ? 'RESTORED_CLUSTER'
    : `${name.slice(0, NAMES.cluster.max - SUFFIX.length).replace(/-+$/, '')}${SUFFIX}`;
}

/** The tasks of the service's page, each with what the estate has of it. */
function checklist(estate: BackupInventory, page: ClusterPage): string[] {
  return [
    '## Checklist',
    '',
    ...CLUSTER_RESTORE_TASKS.flatMap((task) => [
      `- [ ] ${sentence(task.task)}. ${sentence(task.why)} (${from(task.source)}).`,
      ...ofEstate(estate, page, task).map((line) => (line === '' ? '' : `  ${line}`)),
    ]),
    '',
  ];
}

function ofEstate(estate: BackupInventory, page: ClusterPage, { id }: ClusterRestoreTask): string[] {
  const { cluster } = page;
  switch (id) {
    case 'network':
      return network(
        estate.clusterAccesses.filter(({ cluster: of }) => of.state === 'resolved' && of.target.key === cluster.key),
        page,
      );
    case 'geo-backup':
      return [`- The original has it: ${yesOrNo(knownValue(cluster.geoBackup))}.`];
    case 'encryption':
      return [`- The original has it: ${yesOrNo(knownValue(cluster.customerManagedKey))}.`];
    case 'lock':
      return locks(estate.locks.on(cluster), page);
    default:
      return [];
  }
}

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? 'not known' : value ? 'yes' : 'no';
}

function network(accesses: readonly ClusterAccessFacts[], page: ClusterPage): string[] {
  if (accesses.length === 0) return ['- What was read has no firewall rule and no private endpoint of it.'];
  return [...accesses]
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .flatMap((access) => {
      const { addresses } = access;
      if (addresses === undefined) {
        return [`- Private endpoint ${shown(access.address)}: make one for the restored cluster.`];
      }
      const [name, start, end] = [access.name, addresses.start, addresses.end].map(knownText);
      if (name === undefined || start === undefined || end === undefined) {
        return [`- Firewall rule ${shown(access.address)}: its addresses are not known here.`];
      }
      const body = JSON.stringify({ properties: { startIpAddress: start, endIpAddress: end } });
      const id = `${restoredId(page)}/firewallRules/${name}`;
      return [
        `- Firewall rule ${shown(access.address)}:`,
        '',
        ...commands('bash', `az rest --method put --url ${url(id)} --body ${bashQuote(body)}`),
      ];
    });
}

function restoredId({ cluster, targetName }: ClusterPage): string {
  const id = idOfCluster(cluster);
  return `${id.slice(0, id.lastIndexOf('/') + 1)}${targetName ?? restoredName(cluster)}`;
}

function locks(
  { sure, maybe }: { readonly sure: readonly LockFacts[]; readonly maybe: readonly LockFacts[] },
  page: ClusterPage,
): string[] {
  const held = sure.map(({ address }) => shown(address)).join(', ');
  const doubtful = maybe.map(({ address }) => shown(address)).join(', ');
  return [
    ...(held === ''
      ? []
      : [
          `- The original is held by ${held}; a lock on the resource group or the subscription holds the restored one too.`,
        ]),
    ...(doubtful === '' ? [] : [`- It may be held by ${doubtful} too: what that is on is not known here.`]),
    '',
    ...commands('bash', `az lock create --name keep --lock-type CanNotDelete --resource ${bashWord(restoredId(page))}`),
  ];
}

function limits(): string[] {
  return [
    '## Limits of the service',
    '',
    `- A cluster that was deleted cannot be restored, and its backups cannot be exported (${from(CLUSTER.backupRetention.source)}).`,
    `- To go back before the latest failover of the cluster may take a support request (${from(CLUSTER.backupRetention.source)}).`,
    `- The service ends on ${CLUSTER.retirement.date} (${from(CLUSTER.retirement.source)}).`,
    '',
  ];
}

function from({ title, url: page, date }: Source): string {
  return `${link(title, page)}, ${date}`;
}
