import { knownText, knownValue, nameOf, resourceGroupOf, subscriptionOf } from './arm-id';
import { commands, said, shown, table } from './page';
import { Protection } from './protection';
import { bashWord } from './quote';
import { RecoveryPoints } from './recovery-points';
import { BASH_STEPS } from './script-files';
import { missingSettings, Setting, SettingGroup } from './setting';
import { AFTERWARDS, SERVER_STEPS, Step } from './steps';
import { Finding, Outcome } from '../findings/finding';
import { Edition } from '../matrix/edition';
import { LIMITS } from '../matrix/limits';
import { ROLES } from '../matrix/roles';
import { Source } from '../matrix/source';
import { link, sentence } from '../report/markdown-text';
import { printableText } from '../report/printable';

/** Where a runbook came from, for whoever makes it anew. */
export interface Origin {
  /** Program and version. */
  readonly tool: string;
  readonly inputs: readonly string[];
  /** The day that it is of, `YYYY-MM-DD`. */
  readonly now: string;
}

export interface ServerPage {
  readonly protection: Protection;
  readonly points?: RecoveryPoints;
  readonly settings: readonly SettingGroup[];
  readonly findings: readonly Finding[];
  readonly edition: Edition;
  readonly origin: Origin;
}

/** RUNBOOK.md of a flexible server. */
export function serverPage(page: ServerPage): string {
  const { protection, origin } = page;
  const name = nameOf(protection.server) ?? protection.server.address;
  const lines = [
    `# Restore ${shown(name)} from the vault`,
    '',
    `The vault restores files, not servers: six steps bring the files back and rebuild a server from them. The source is never touched. Each step says what it would do and changes nothing, until it is called with \`--execute\`; called again, it goes on where it stopped.`,
    '',
    ...warnings(page),
    ...overview(page),
    ...toFillIn(page),
    ...needed(page),
    ...steps(),
    ...afterwards(),
    ...limits(page),
    `Written by ${said(origin.tool)} on ${origin.now} from ${origin.inputs.map(shown).join(', ')}, support matrix edition ${page.edition.id}. Write it anew when the estate changes.`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What would stop the restore, before anything else. */
function warnings({ protection, findings }: ServerPage): string[] {
  const { instance, otherInstances, vault, target, otherTargets, regionKind } = protection;
  const lines: string[] = [];
  if (instance === undefined) {
    lines.push(
      '- **No backup instance of this server was found** in what was read. Without one there is nothing to restore: look into the vault before anything else.',
    );
  }
  if (otherInstances.length > 0) {
    const others = otherInstances.map(({ address }) => shown(address)).join(', ');
    lines.push(
      `- **Several backup instances protect this server**: this runbook is about ${shown(instance!.address)}, the others are ${others}.`,
    );
  }
  if (vault !== undefined && target === undefined) {
    lines.push(
      `- **There is no container to restore to** ${regionKind === 'primary' ? 'in the region of the vault' : 'in the paired region'}, as far as was read. Make one before step 1, and fill in \`STORAGE_ACCOUNT\` and \`STORAGE_CONTAINER\`.`,
    );
  }
  if (otherTargets.length > 0) {
    lines.push(
      `- **The vault can restore to other places too**: ${otherTargets.map(({ on }) => shown(on.address)).join(', ')}. This runbook takes ${shown(target!.on.address)}.`,
    );
  }
  if (regionKind === 'secondary' && knownValue(vault?.crossRegionRestore) !== true) {
    lines.push(
      '- **Cross-region restore is not known to be enabled on the vault**: without it nothing can be restored in the paired region.',
    );
  }
  for (const finding of findings) lines.push(...ofFinding(finding));
  return lines.length === 0 ? [] : ['## Mend first', '', ...lines, ''];
}

function ofFinding({ rule, outcome, message, mend, resource, source }: Finding): string[] {
  const sure = outcome === Outcome.VIOLATED ? rule : `${rule}, undecided`;
  const cause = link(source.title, source.url);
  return [
    `- **${sure}** ${shown(resource)}: ${sentence(printableText(message))} (${cause}, ${source.date}).`,
    ...(mend === undefined ? [] : [`  Mend: ${sentence(printableText(mend))}.`]),
  ];
}

function overview({ protection, points, settings }: ServerPage): string[] {
  const { server, vault, instance, regionKind, location } = protection;
  const value = (name: string) => settings.flatMap((group) => group.settings).find((each) => each.name === name)?.value;
  const one = (name: string) =>
    value(name)?.every((part) => typeof part === 'string') ? value(name)!.join('') : undefined;
  const or = (text: string | undefined) => (text === undefined || text === '' ? 'not known' : shown(text));
  const container = one('STORAGE_CONTAINER');
  const account = one('STORAGE_ACCOUNT');
  const rows: (readonly [string, string])[] = [
    ['Server', `${or(nameOf(server))}, ${shown(server.path ?? server.address)}`],
    ['Shape', shapeOf(protection)],
    ['Vault', vault === undefined ? 'not known' : vaultText(protection)],
    ['Backup instance', or(instance === undefined ? undefined : nameOf(instance))],
    ['Made', points?.schedule === undefined ? 'not known' : said(points.schedule)],
    ['How old', points?.newest === undefined ? 'not known: step 1 lists the recovery points' : said(points.newest)],
    ['Kept', points === undefined ? 'not known' : points.kept.map(said).join('; ')],
    ['Restored in', `${or(location)} (${regionKind === 'primary' ? 'region of the vault' : 'paired region'})`],
    [
      'Files go to',
      container === undefined || account === undefined ? 'not known' : `${shown(container)} of ${shown(account)}`,
    ],
    [
      'Rebuilt as',
      `${or(one('TARGET_SERVER_NAME'))} in ${or(one('TARGET_RESOURCE_GROUP'))}, ${or(one('TARGET_LOCATION'))}`,
    ],
  ];
  return [
    '## What and where',
    '',
    ...table(
      ['', ''],
      rows.map(([what, text]) => [`**${what}**`, text]),
    ),
  ];
}

function shapeOf({ server }: Protection): string {
  const storage = knownValue(server.storageMb);
  const parts = [
    knownText(server.version) === undefined ? undefined : `PostgreSQL ${said(knownText(server.version)!)}`,
    knownText(server.sku) === undefined ? undefined : shown(knownText(server.sku)!),
    storage === undefined ? undefined : `${Math.floor(storage / 1024)} GiB`,
    knownText(server.location) === undefined ? undefined : said(knownText(server.location)!),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'not known' : parts.join(', ');
}

function vaultText({ vault }: Protection): string {
  const known = [nameOf(vault!), resourceGroupOf(vault!), subscriptionOf(vault!)];
  const [name, group, subscription] = known.map((text) => (text === undefined ? undefined : shown(text)));
  const redundancy = knownText(vault!.redundancy);
  return [
    name ?? 'not known',
    group === undefined ? undefined : `resource group ${group}`,
    subscription === undefined ? undefined : `subscription ${subscription}`,
    redundancy === undefined ? undefined : said(redundancy),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function toFillIn({ settings }: ServerPage): string[] {
  const missing = missingSettings(settings);
  if (missing.length === 0) return [];
  return [
    '## To fill in',
    '',
    'What was read does not say these. Fill them in in `settings.sh` (`settings.ps1` for PowerShell), or set them in the environment; a step that needs one that is empty stops and says so.',
    '',
    ...missing.flatMap(fillIn),
  ];
}

function fillIn({ name, about, find }: Setting): string[] {
  const isCommand = find !== undefined && /^az /.test(find);
  const lines = [
    `- \`${name}\`: ${sentence(about)}${find !== undefined && !isCommand ? ` Find it: ${sentence(printableText(find))}.` : ''}`,
  ];
  if (!isCommand) return [...lines, ''];
  return [...lines, '', ...commands('bash', find).map((line) => (line === '' ? '' : `  ${line}`))];
}

function needed({ protection, settings }: ServerPage): string[] {
  const { vault, account } = protection;
  const scopeOf = (name: string) => {
    const value = settings.flatMap((group) => group.settings).find((each) => each.name === name)?.value;
    return value === undefined
      ? 'SCOPE'
      : value.map((part) => (typeof part === 'string' ? part : `$${part.setting}`)).join('');
  };
  const subscription = vault === undefined ? undefined : subscriptionOf(vault);
  const firewall =
    account?.networkRules.state === 'known' && knownText(account.networkRules.value.defaultAction) === 'Deny';
  const accountName = account === undefined ? undefined : nameOf(account);
  return [
    '## Before step 1',
    '',
    'Programs: the Azure CLI (`az`), `psql` and `pg_restore` of the version of the target or newer, bash 4.4 with the GNU core utilities; PowerShell 7.3 for those who work in it. And room on the disk for the files.',
    '',
    'Sign in:',
    '',
    ...commands(
      'bash',
      'az login',
      ...(subscription === undefined ? [] : [`az account set --subscription ${bashWord(subscription)}`]),
    ),
    'Roles of whoever runs the steps:',
    '',
    ...table(
      ['Role', 'On', 'For'],
      [
        [ROLES.backupOperator.name, shown(scopeOf('VAULT_ID')), 'step 1'],
        [ROLES.storageBlobDataReader.name, shown(scopeOf('STORAGE_ACCOUNT_ID')), 'step 2'],
        [ROLES.contributor.name, `the resource group ${shown(scopeOf('TARGET_RESOURCE_GROUP'))}`, 'steps 3 and 6'],
        [ROLES.storageBlobDataContributor.name, shown(scopeOf('STORAGE_ACCOUNT_ID')), 'step 6, to remove the files'],
      ],
    ),
    ...(firewall && accountName !== undefined
      ? [
          `The firewall of the storage account lets nobody in but the vault. Let the machine in that fetches the files, and take the rule away afterwards (\`remove\` in the place of \`add\`):`,
          '',
          ...commands(
            'bash',
            `az storage account network-rule add --account-name ${bashWord(accountName)} --ip-address ADDRESS`,
          ),
        ]
      : []),
  ];
}

function steps(): string[] {
  return [
    '## Steps',
    '',
    'Each has its help (`--help`). `run/journal.tsv` says what has been done, `run/logs` what was said. Exit codes: 0 done; 1 it ran and the answer is no; 2 it cannot. For PowerShell take `./NAME.ps1` for `bash NAME.sh`.' +
      bashAlone(),
    '',
    ...SERVER_STEPS.flatMap(stepLines),
  ];
}

/** Which steps PowerShell hands over. */
function bashAlone(): string {
  const numbers = SERVER_STEPS.flatMap(({ script }, index) => (BASH_STEPS.includes(script) ? [index + 1] : []));
  return ` Steps ${numbers.join(' and ')} run in bash, which PowerShell starts: the Windows Subsystem for Linux has one, and so has Azure Cloud Shell. A run goes on in the other shell where it stopped.`;
}

function stepLines({ script, title, does, worked, back }: Step, index: number): string[] {
  return [
    `### ${index + 1}. ${title}`,
    '',
    does,
    '',
    ...commands('bash', `bash ${script}.sh`, `bash ${script}.sh --execute`),
    `- It worked: ${worked}`,
    `- To go back: ${back}`,
    '',
  ];
}

function afterwards(): string[] {
  return ['## Afterwards', '', ...AFTERWARDS.map((line) => `- [ ] ${line}`), ''];
}

/** What the service promises and what it doesn't, with where that is written. */
function limits({ edition, protection }: ServerPage): string[] {
  const { restore, crossRegionRestore, restoreAccount, excludedDatabaseOwners, bytea } = LIMITS;
  const from = ({ title, url, date }: Source) => `${link(title, url)}, ${date}`;
  const lines = [
    ...(edition.directRestore
      ? []
      : [`Backups are not restored onto a server directly, only as files (${from(edition.source)}).`]),
    `At most ${restore.recommendedPerDay} restore a day is recommended; several in a day can fail (${from(restore.source)}).`,
    `The storage account must allow cross-tenant replication, and let the vault in over the public network or by a resource rule (${from(restoreAccount.source)}).`,
    `Databases whose owner is ${excludedDatabaseOwners.names.map((name) => `\`${name}\``).join(' or ')} are not in the backup, the built-in \`postgres\` among them (${from(excludedDatabaseOwners.source)}).`,
    `Tables with a row whose BYTEA value is longer than ${bytea.maxMB} MB are not in the backup (${from(bytea.source)}).`,
    ...(protection.regionKind === 'secondary'
      ? [
          `In the paired region a recovery point is seen up to ${crossRegionRestore.visibleAfterHours} hours later (${from(crossRegionRestore.source)}).`,
        ]
      : []),
    'How long a restore takes is written nowhere: it grows with the data.',
  ];
  return ['## Limits of the service', '', ...lines.map((line) => `- ${line}`), ''];
}
