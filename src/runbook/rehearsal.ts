/** A file of the restore that was rehearsed. */
export interface RehearsedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a rehearsal leaves behind, as its parts say it. */
export interface RehearsalRecord {
  readonly tool: { readonly name: string; readonly version: string };
  /** `YYYY-MM-DD` */
  readonly now: string;
  /** The server that was backed up, where the estate was given. */
  readonly server?: string;
  readonly files: readonly RehearsedFile[];
  /** Text of `journal.tsv`. */
  readonly journal: string;
  /** Text of `verify.tsv`; undefined where it didn't come to that. */
  readonly verification?: string;
  readonly load: StepEnd;
  readonly verify?: StepEnd;
}

/** How a step ended. */
export interface StepEnd {
  readonly exitCode: number;
  readonly seconds: number;
  /** Why, where it didn't end well. */
  readonly problem?: string;
}

export type RehearsalOutcome = 'rebuilt' | 'differs' | 'failed';

/** What is compared. */
export interface Comparison {
  readonly database: string | null;
  readonly kind: string;
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
}

export interface RehearsedTable {
  /** Quoted, with its schema. */
  readonly name: string;
  readonly rows: number;
  /** SHA-256 of its rows as text, the same in the file and in the server; null where it wasn't asked for. */
  readonly sha256: string | null;
}

export interface RehearsedDatabase {
  readonly name: string;
  readonly loaded: boolean;
  readonly bytes: number | null;
  readonly seconds: number | null;
  readonly rows: number;
  readonly sequences: number;
  readonly largeObjects: number;
  readonly extensions: readonly string[];
  readonly comparisons: number;
  readonly differences: number;
  readonly tables: readonly RehearsedTable[];
}

/** What an auditor keeps: `schema/rehearsal.schema.json`. */
export interface Rehearsal {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly now: string;
  readonly server: string | null;
  readonly target: { readonly address: string; readonly postgres: number; readonly user: string } | null;
  readonly outcome: RehearsalOutcome;
  readonly problems: readonly string[];
  readonly seconds: { readonly load: number; readonly verify: number | null };
  readonly files: readonly RehearsedFile[];
  readonly databases: readonly RehearsedDatabase[];
  readonly roles: number;
  readonly memberships: number;
  readonly comparisons: number;
  readonly differences: readonly Comparison[];
  /** What the administrator of a flexible server can't restore as it was. */
  readonly leftAsItIs: readonly Left[];
}

interface Left {
  /** Null for what belongs to the server. */
  readonly database: string | null;
  readonly what: string;
}

interface JournalLine {
  readonly script: string;
  readonly event: string;
  readonly subject: string;
  readonly details: readonly string[];
}

const LOAD = '4-load.sh';

export function rehearsalOf(record: RehearsalRecord): Rehearsal {
  const journal = journalOf(record.journal);
  const compared = comparisonsOf(record.verification ?? '');
  const lastStart = journal.map(({ script, event }) => script === LOAD && event === 'start').lastIndexOf(true);
  const failed = journal.slice(lastStart).filter((line) => line.event === 'failed' && !line.subject.endsWith('.sh'));
  const target = journal.filter(({ event }) => event === 'target').at(-1);
  const names = new Set(
    journal.filter(({ script, event }) => script === LOAD && event === 'making').map(({ subject }) => subject),
  );
  for (const { database } of compared) if (database !== null) names.add(database);
  const problems = [
    ...failed.map(({ subject, details }) => `${subject}: ${details[0] ?? ''}`),
    ...[record.load.problem, record.verify?.problem].filter((problem) => problem !== undefined),
  ];
  return {
    schemaVersion: 1,
    tool: record.tool,
    now: record.now,
    server: record.server ?? null,
    target: target
      ? { address: target.subject, postgres: Math.floor(Number(target.details[0]) / 10000), user: target.details[1] }
      : null,
    outcome: outcomeOf(record),
    problems: [...new Set(problems)],
    seconds: { load: record.load.seconds, verify: record.verify?.seconds ?? null },
    files: record.files,
    databases: [...names].sort().map((name) => databaseOf(name, journal, compared)),
    roles: compared.filter(({ kind }) => kind === 'role').length,
    memberships: compared.filter(({ kind }) => kind === 'membership').length,
    comparisons: compared.length,
    differences: compared.filter(({ same }) => !same).map(({ same: _, ...comparison }) => comparison),
    leftAsItIs: leftOf(journal),
  };
}

function outcomeOf({ load, verify }: RehearsalRecord): RehearsalOutcome {
  if (load.exitCode !== 0 || verify === undefined || verify.exitCode > 1) return 'failed';
  return verify.exitCode === 0 ? 'rebuilt' : 'differs';
}

function databaseOf(
  name: string,
  journal: readonly JournalLine[],
  all: readonly (Comparison & { readonly same: boolean })[],
): RehearsedDatabase {
  const state = journal
    .filter(({ script, subject }) => script === LOAD && subject === name)
    .filter(({ event }) => ['making', 'loaded', 'dropped'].includes(event))
    .at(-1);
  const loaded = state?.event === 'loaded';
  const compared = all.filter(({ database }) => database === name);
  const of = (kind: string) => compared.filter((each) => each.kind === kind);
  const rows = of('rows').filter(({ actual }) => /^\d+$/.test(actual));
  const sums = new Map(of('checksum').map(({ name: table, actual, same }) => [table, same ? actual : null]));
  return {
    name,
    loaded,
    bytes: loaded ? Number(state.details[0]) : null,
    seconds: loaded ? Number(state.details[1]) : null,
    rows: rows.reduce((sum, { actual }) => sum + Number(actual), 0),
    sequences: of('sequence').length,
    largeObjects: Number(of('large objects').find((each) => each.name === 'number')?.actual ?? 0) || 0,
    extensions: of('extension').map((each) => each.name),
    comparisons: compared.length,
    differences: compared.filter(({ same }) => !same).length,
    tables: rows.map(({ name: table, actual }) => ({
      name: table,
      rows: Number(actual),
      sha256: sums.get(table) ?? null,
    })),
  };
}

function leftOf(journal: readonly JournalLine[]): Left[] {
  const seen = new Map<string, Left>();
  for (const { event, subject, details } of journal) {
    if (event !== 'ignored') continue;
    seen.set(`${subject}\t${details[0]}`, { database: subject === '' ? null : subject, what: details[0] ?? '' });
  }
  return [...seen.values()];
}

function journalOf(text: string): JournalLine[] {
  return rowsOf(text).map(([, script = '', event = '', subject = '', ...details]) => ({
    script,
    event,
    subject,
    details,
  }));
}

function comparisonsOf(text: string): (Comparison & { readonly same: boolean })[] {
  return rowsOf(text)
    .slice(1)
    .map(([database, kind = '', name = '', expected = '', actual = '', verdict]) => ({
      database: database === '' ? null : database,
      kind,
      name,
      expected,
      actual,
      same: verdict === 'same',
    }));
}

/** Tabs, line feeds and backslashes are escaped in fields, so that every name is one field of one line. */
function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t').map(unescapeField));
}

function unescapeField(field: string): string {
  return field.replace(/\\(.)/g, (_, character: string) => ({ t: '\t', n: '\n' })[character] ?? character);
}
