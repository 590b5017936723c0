import { existsSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { Call } from './command';
import { loadConfiguration } from './config/find';
import { placedAcknowledgements } from './config/placed';
import { readInputs } from './inputs';
import { NAME } from './name';
import { Problem } from './problem';
import { rehearse } from './rehearse';
import { dayToJudgeBy, editionOf, inputsOf } from './settings';
import { Terminal } from './terminal';
import { WriteError } from '../files/write-files';
import { FolderFile, writeFolder } from '../files/write-folder';
import { Finding } from '../findings/finding';
import { assemble } from '../inventory/assemble';
import { combine } from '../inventory/combine';
import { ClusterFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { Edition } from '../matrix/edition';
import { NAMES } from '../matrix/names';
import { RULES } from '../rules/registry';
import { nameOf } from '../runbook/arm-id';
import { clusterCalled, whyNotRestorable, wrongPoint } from '../runbook/cluster-restore';
import { RegionKind } from '../runbook/protection';
import { makeRunbook, PAGE, Runbook } from '../runbook/runbook';
import { chooseSubject, Subject } from '../runbook/subject';
import { judge } from '../validation/engine';
import { Profile } from '../validation/profile';
import { InputError } from '../validation/readers/input-error';

/** What tells a recovery point of a server. */
const POINT = /^(latest|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?|[0-9a-f-]{32,36})$/i;
/** What was filled in by hand may stand in these. */
const SETTINGS = ['settings.sh', 'settings.ps1'];

/** `azpgbackup runbook` */
export async function runbook(call: Call, terminal: Terminal): Promise<number> {
  try {
    return await write(call, terminal);
  } catch (error) {
    throw error instanceof InputError || error instanceof WriteError ? new Problem(error.message) : error;
  }
}

async function write(call: Call, terminal: Terminal): Promise<number> {
  const { options } = call;
  const rehearsing = options.one('rehearse') !== undefined;
  checkKind(options, rehearsing);
  // A rehearsal needs no estate; with one it knows which server is no target.
  if (rehearsing && call.args.length === 0) return rehearse(call, terminal);
  const configuration = loadConfiguration(options.one('config'), terminal.cwd);
  const edition = editionOf(options, configuration);
  const now = dayToJudgeBy(options, terminal);
  if (options.one('output') === '') throw new Problem('--output names no folder');
  const read = await readInputs(inputsOf(call, terminal), terminal.stdin, terminal.cwd);
  for (const { name, warnings } of read) for (const warning of warnings) terminal.say(`${name}: ${warning}`);
  const estate = assemble(combine(read.map(({ document }) => document)));
  const subject = subjectOf(estate, options.one('server'), edition);
  if (rehearsing) return rehearse(call, terminal, nameOf(subject));
  checkOptions(options, subject, { estate, now });
  const made = makeRunbook(estate, subject, {
    regionKind: (options.one('region') ?? 'primary') as RegionKind,
    point: options.one('point'),
    targetName: options.one('target-name'),
    findings: findingsOf(estate, edition, now, placedAcknowledgements(configuration)),
    edition,
    origin: { tool: `${NAME} ${terminal.version}`, inputs: read.map(({ name }) => name), now },
  });
  const folder = options.one('output') ?? folderName(made.name);
  deliver(made, folder, terminal);
  return 0;
}

/** What is of the one has no meaning for the other. */
function checkKind(options: Call['options'], rehearsing: boolean): void {
  const useless = rehearsing
    ? ['point', 'region', 'target-name'].filter((name) => options.one(name) !== undefined)
    : ['target', 'checksums'].filter((name) => options.flag(name) || options.one(name) !== undefined);
  if (useless.length > 0) {
    throw new Problem(`--${useless[0]} ${rehearsing ? 'is not for' : 'is only for'} a rehearsal (--rehearse)`);
  }
}

function subjectOf(estate: BackupInventory, wanted: string | undefined, edition: Edition): Subject {
  const choice = chooseSubject(estate, wanted);
  if ('problem' in choice) throw new Problem(...choice.problem);
  if (choice.subject.kind === 'server' && !edition.restoreAsFiles) {
    throw new Problem(
      `the edition ${edition.id} restores servers and not files: a runbook is of the editions before it`,
    );
  }
  return choice.subject;
}

interface Read {
  readonly estate: BackupInventory;
  readonly now: string;
}

function checkOptions(options: Call['options'], subject: Subject, read: Read): void {
  const point = options.one('point');
  if (subject.kind === 'cluster') {
    checkCluster(options, subject, read);
  } else if (point !== undefined && !POINT.test(point)) {
    throw new Problem(
      `--point must be latest, the id of a recovery point, or a UTC time as 2026-11-15T02:30:00Z, got: ${point}`,
    );
  }
  const name = options.one('target-name');
  const rule = subject.kind === 'cluster' ? NAMES.cluster : NAMES.server;
  if (name !== undefined && !rule.pattern.test(name)) {
    throw new Problem(`--target-name must be ${rule.rule}, got: ${name}`);
  }
  if (name !== undefined && subject.name.state === 'known' && subject.name.value.toLowerCase() === name) {
    throw new Problem(`--target-name must be another than that of the source, got: ${name}`);
  }
}

function checkCluster(options: Call['options'], cluster: ClusterFacts, { estate, now }: Read): void {
  const point = options.one('point');
  const must = point === undefined ? undefined : wrongPoint(point, now);
  if (must !== undefined) throw new Problem(`--point of a cluster must be ${must}, got: ${point}`);
  const why = whyNotRestorable(cluster, (options.one('region') ?? 'primary') as RegionKind);
  if (why !== undefined) throw new Problem(`--region must be primary, got: secondary. ${why}`);
  const name = options.one('target-name');
  const other = name === undefined ? undefined : clusterCalled(estate, name);
  if (other !== undefined && other !== cluster) {
    throw new Problem(`--target-name must be one that no cluster has, got: ${name}, which ${other.address} has`);
  }
}

function findingsOf(
  estate: BackupInventory,
  edition: Edition,
  now: string,
  acknowledgements: ReturnType<typeof placedAcknowledgements>,
): readonly Finding[] {
  const profiles = [Profile.RECOMMENDED._data];
  const settings = { edition, profiles, now, acknowledgements, only: undefined, skip: new Set<string>() };
  return judge(estate, RULES, settings).findings.map(({ finding }) => finding);
}

/** Names in a plan are whatever somebody wrote. */
function folderName(name: string | undefined): string {
  const harmless = name?.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '') ?? '';
  return harmless === '' ? 'runbook' : `runbook-${harmless.slice(0, 100)}`;
}

function deliver({ files, missing, stopping }: Runbook, folder: string, terminal: Terminal): void {
  const written = files.map(({ name, text }): FolderFile => ({ name, text, executable: /^\d.*\.sh$/.test(name) }));
  const path = resolve(terminal.cwd, folder);
  checkRun(written, path, folder);
  const kept = keptSettings(written, path);
  writeFolder(folder, [...written, ...kept], PAGE, terminal.cwd);
  for (const { name } of kept) terminal.say(`${name.replace(/\.old.*$/, '')} has changed: the one before is ${name}`);
  const [filled] = [...SETTINGS.filter((name) => files.some((file) => file.name === name)), PAGE];
  if (missing.length > 0) terminal.say(`to fill in in ${filled}: ${missing.join(', ')}`);
  if (stopping > 0) {
    terminal.say(`${stopping} ${stopping === 1 ? 'finding' : 'findings'} may stop the restore: see the top of ${PAGE}`);
  }
  terminal.print(`${join(folder, PAGE)}\n`);
}

/**
 * A run goes on where it stopped: with the settings of another server it would take the one for the other. And scripts that
 * a page says nothing of would still restore what they are for.
 */
function checkRun(files: readonly FolderFile[], path: string, folder: string): void {
  const page = join(path, PAGE);
  if (!existsSync(page)) return;
  const [before] = readFileSync(page, 'utf8').split('\n');
  const [now] = files.find(({ name }) => name === PAGE)!.text.split('\n');
  const got = `${folder}, "${before.replace(/^# /, '')}"`;
  if (existsSync(join(path, SETTINGS[0])) && !files.some(({ name }) => name === SETTINGS[0])) {
    throw new Problem(`--output must not hold the runbook of a server, got: ${got}. Give another folder`);
  }
  if (before === now || !existsSync(join(path, 'run', 'journal.tsv'))) return;
  throw new Problem(
    `--output must not hold the run of another server, got: ${got}. Give another folder, or remove ${join(folder, 'run')}`,
  );
}

/** What somebody has filled in is never lost, and neither is what was kept before. */
function keptSettings(files: readonly FolderFile[], folder: string): readonly FolderFile[] {
  return SETTINGS.flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(path) || !existsSync(join(folder, PAGE))) return [];
    const before = readFileSync(path, 'utf8');
    if (before === files.find((file) => file.name === name)?.text) return [];
    let kept = `${name}.old`;
    for (let n = 2; existsSync(join(folder, kept)); n++) kept = `${name}.old${n}`;
    return [{ name: kept, text: before }];
  });
}
