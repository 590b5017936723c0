import { knownText, knownValue, nameOf } from './arm-id';
import {
  clusterIdOf,
  excludesGeoBackup,
  hasGeoBackup,
  hasOwnKey,
  restoredName,
  restoreRegion,
} from './cluster-restore';
import { commands, said, shown, table } from './page';
import { RegionKind } from './protection';
import { bashQuote, bashWord } from './quote';
import type { Origin } from './server-page';
import { ClusterAccessFacts, ClusterFacts, LockFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { CLUSTER } from '../matrix/cluster';
import {
  CLUSTER_RESTORE_KEEPS,
  CLUSTER_RESTORE_TASKS,
  CLUSTER_RESTORE_USUALLY,
  ClusterRestoreTask,
} from '../matrix/cluster-restore-tasks';
import { Source } from '../matrix/source';
import { link, sentence } from '../report/markdown-text';

const API = `api-version=${CLUSTER.geoBackupApi.since}`;
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
    ...mendFirst(page),
    ...overview(page),
    ...restore(estate, page),
    ...checklist(estate, page),
    ...limits(),
    `Written by ${said(origin.tool)} on ${origin.now} from ${origin.inputs.map(shown).join(', ')}. Write it anew when the estate changes.`,
  ];
  return `${lines.join('\n')}\n`;
}

function mendFirst({ cluster, regionKind }: ClusterPage): string[] {
  if (regionKind === 'primary' || hasGeoBackup(cluster) === true) return [];
  return [
    '## Mend first',
    '',
    '- **Geo-redundant backup is not known to be enabled**: without it the cluster can be restored in its own region alone.',
    '',
  ];
}

function overview({ cluster, regionKind }: ClusterPage): string[] {
  const or = (text: string | undefined) => (text === undefined ? 'not known' : shown(text));
  const nodes = knownValue(cluster.nodeCount);
  return [
    '## What and where',
    '',
    ...table(
      ['', ''],
      [
        ['**Cluster**', `${or(nameOf(cluster))}, ${shown(cluster.path ?? cluster.address)}`],
        ['**Region**', or(knownText(cluster.location))],
        ['**Worker nodes**', nodes === undefined ? 'not known' : String(nodes)],
        ['**Geo-redundant backup**', yesOrNo(hasGeoBackup(cluster))],
        [
          '**Points in time**',
          `the last ${CLUSTER.backupRetention.days} days (${from(CLUSTER.backupRetention.source)})`,
        ],
        [
          '**Restored in**',
          `${or(restoreRegion(cluster, regionKind))} (${regionKind === 'primary' ? 'the same region' : 'region of the geo-redundant backup'})`,
        ],
      ],
    ),
  ];
}

function restore(estate: BackupInventory, page: ClusterPage): string[] {
  const { cluster, point } = page;
  const id = clusterIdOf(cluster);
  const restored = restoredId(estate, page);
  const body = bodyOf(page);
  const missing = missingIn(restored, body, point);
  const steps = [
    [
      'Whoever does this needs the role Contributor on the resource group, and Owner or User Access Administrator for the lock at the end. Sign in: `az login`.',
    ],
    ...(missing.length === 0
      ? []
      : [[`Here and below, put what it is in the place of ${missing.map(shown).join(', ')}.`]]),
    [
      'The earliest point in time that is left:',
      '',
      ...commands('bash', `az rest --method get --url ${url(id)} --query properties.earliestRestoreTime --output tsv`),
    ],
    ['Decide what can be chosen only now, in the body of the next step:', '', ...choices(page)],
    [
      'Make the cluster:',
      '',
      ...commands('bash', `az rest --method put --url ${url(restored)} --body ${bashQuote(body)}`),
    ],
    [
      `Wait until this says \`Succeeded\`; in most cases it takes up to ${CLUSTER_RESTORE_USUALLY.hours} hour (${from(CLUSTER_RESTORE_USUALLY.source)}):`,
      '',
      ...commands(
        'bash',
        `az rest --method get --url ${url(restored)} --query properties.provisioningState --output tsv`,
      ),
    ],
  ];
  return [
    '## Restore',
    '',
    ...steps.flatMap(([first, ...rest], at) => [`${at + 1}. ${first}`, ...rest]),
    `To go back, take the lock of the checklist away, where it is there already, and delete the new cluster; the original is as it was. The new one has the original's ${CLUSTER_RESTORE_KEEPS.settings.join(', ')} (${from(CLUSTER_RESTORE_KEEPS.source)}).`,
    '',
  ];
}

/** What the request asks for. */
function bodyOf({ cluster, regionKind, point }: ClusterPage): string {
  return JSON.stringify({
    location: restoreRegion(cluster, regionKind) ?? 'REGION',
    properties: {
      sourceResourceId: clusterIdOf(cluster),
      sourceLocation: knownText(cluster.location) ?? 'REGION_OF_THE_CLUSTER',
      pointInTimeUTC: point ?? POINT,
      ...(hasGeoBackup(cluster) === true ? { enableGeoBackup: true } : {}),
    },
  });
}

/** What stands in capitals in the commands. */
function missingIn(restored: string, body: string, point: string | undefined): string[] {
  const found = ['SUBSCRIPTION_ID', 'GROUP', 'CLUSTER', 'RESTORED_CLUSTER', 'REGION', 'REGION_OF_THE_CLUSTER'].filter(
    (word) => new RegExp(`[/"]${word}(?:["/]|$)`).test(`${restored} ${body}`),
  );
  return point === undefined ? [...found, POINT] : found;
}

/** What has to be filled in by hand. */
export function missingOfCluster(estate: BackupInventory, page: ClusterPage): string[] {
  return missingIn(restoredId(estate, page), bodyOf(page), page.point);
}

function choices(page: ClusterPage): string[] {
  return CLUSTER_RESTORE_TASKS.filter(({ effect }) => effect === 'choice')
    .flatMap((task) => [
      `- ${sentence(task.task)}. ${sentence(task.why)} (${from(task.source)}).`,
      `  ${task.id === 'geo-backup' ? geoChoice(page) : keyChoice(page.cluster)}`,
    ])
    .concat('')
    .map((line) => (line === '' ? '' : `   ${line}`));
}

function geoChoice({ cluster }: ClusterPage): string {
  const has = hasGeoBackup(cluster);
  const original = `The original has it: ${yesOrNo(has)}.`;
  if (has === true) return `${original} Leave \`"enableGeoBackup":true\` out to have none.`;
  const excluding = excludesGeoBackup(cluster);
  return excluding === undefined
    ? `${original} Add \`"enableGeoBackup":true\` to \`properties\` to have it.`
    : `${original} With ${excluding} there is none.`;
}

function keyChoice(cluster: ClusterFacts): string {
  const has = hasOwnKey(cluster);
  const how = 'add `identity` beside `properties`, and `dataEncryption` to them, to have it';
  return `The original has it: ${yesOrNo(has)}.${has === false ? '' : ` ${sentence(how)}.`}`;
}

/** With the query of the API behind it. */
function url(id: string): string {
  return bashWord(`${id}?${API}`);
}

/** The tasks of the service's page, each with what the estate has of it. */
function checklist(estate: BackupInventory, page: ClusterPage): string[] {
  return [
    '## Checklist',
    '',
    ...CLUSTER_RESTORE_TASKS.filter(({ effect }) => effect !== 'choice').flatMap((task) => [
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
        restoredId(estate, page),
      );
    case 'lock':
      return locks(estate.locks.on(cluster), restoredId(estate, page));
    default:
      return [];
  }
}

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? 'not known' : value ? 'yes' : 'no';
}

function network(accesses: readonly ClusterAccessFacts[], restored: string): string[] {
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
      const id = `${restored}/firewallRules/${name}`;
      return [
        `- Firewall rule ${shown(access.address)}:`,
        '',
        ...commands('bash', `az rest --method put --url ${url(id)} --body ${bashQuote(body)}`),
      ];
    });
}

function restoredId(estate: BackupInventory, { cluster, targetName }: ClusterPage): string {
  const id = clusterIdOf(cluster);
  return `${id.slice(0, id.lastIndexOf('/') + 1)}${targetName ?? restoredName(estate, cluster)}`;
}

function locks(
  { sure, maybe }: { readonly sure: readonly LockFacts[]; readonly maybe: readonly LockFacts[] },
  restored: string,
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
    ...commands('bash', `az lock create --name keep --lock-type CanNotDelete --resource ${bashWord(restored)}`),
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
