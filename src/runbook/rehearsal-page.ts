import { said, shown, table as rowsOf } from './page';
import { Rehearsal, RehearsalOutcome } from './rehearsal';
import { code } from '../report/markdown-text';

const VERDICT: Readonly<Record<RehearsalOutcome, string>> = {
  rebuilt: 'Rebuilt: what is in the files is in the server.',
  differs: 'Differs: the files were loaded, and the server does not hold what they hold.',
  failed: 'Failed: the files were not loaded, or what was loaded could not be compared.',
};

/** The report of a rehearsal for people. */
export function rehearsalPage(rehearsal: Rehearsal): string {
  const { now, outcome, problems, databases, files, differences, leftAsItIs } = rehearsal;
  const tables = databases.flatMap(({ name, tables: each }) => each.map((one) => ({ database: name, ...one })));
  return [
    `# Rehearsal of a restore, ${now}`,
    `**${VERDICT[outcome]}**`,
    ...(leftAsItIs.length === 0 ? [] : [`Not made: ${leftAsItIs.length}, see [Left as it is](#left-as-it-is).`]),
    list(problems),
    facts(rehearsal),
    section('Databases', databases.length === 0 ? 'None.' : databasesTable(rehearsal)),
    section(
      'Differences',
      table(
        ['Database', 'What', 'In the files', 'In the server'],
        differences.map(({ database, kind, name, expected, actual }) => [
          shown(database ?? ''),
          `${said(kind)} ${shown(name)}`.trim(),
          said(expected),
          said(actual),
        ]),
      ),
    ),
    section(
      'Left as it is',
      leftAsItIs.length === 0
        ? ''
        : [
            'What could not be made: it takes a superuser, belongs to the service, or names a role that was not replayed.',
            list(leftAsItIs.map(({ database, what }) => (database === null ? what : `${database}: ${what}`))),
          ].join('\n\n'),
    ),
    section(
      'Contents',
      table(
        ['Database', 'Table', 'Rows', 'SHA-256 of its rows'],
        tables.map(({ database, name, rows, sha256 }) => [
          shown(database),
          shown(name),
          String(rows),
          sha256 === null ? 'not asked for' : code(sha256),
        ]),
      ),
    ),
    section(
      'Files',
      table(
        ['File', 'Bytes', 'SHA-256'],
        files.map(({ name, bytes, sha256 }) => [shown(name), String(bytes), code(sha256)]),
      ),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function facts({ tool, server, target, files, seconds, comparisons, differences, roles, memberships }: Rehearsal) {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const rows: [string, string][] = [
    ['Server that was backed up', server === null ? 'not given' : shown(server)],
    [
      'Target',
      target === null
        ? 'not reached'
        : `${shown(target.address)}, PostgreSQL ${target.postgres}, as ${shown(target.user)}`,
    ],
    ['Files', `${files.length}, ${bytes} bytes`],
    ['Load', `${seconds.load} s`],
    ['Comparison', seconds.verify === null ? 'not made' : `${seconds.verify} s`],
    ['Compared', `${comparisons}, of them different ${differences.length}`],
    ['Roles, memberships', `${roles}, ${memberships}`],
    ['Made by', `${tool.name} ${tool.version}`],
  ];
  return table(['', ''], rows);
}

function databasesTable({ databases }: Rehearsal): string {
  return table(
    ['Database', 'Loaded', 'Tables', 'Rows', 'Sequences', 'Large objects', 'Extensions', 'Compared', 'Different'],
    databases.map((each) => [
      shown(each.name),
      each.loaded ? `${each.bytes} bytes in ${each.seconds} s` : 'no',
      String(each.tables.length),
      String(each.rows),
      String(each.sequences),
      String(each.largeObjects),
      each.extensions.map(said).join(', '),
      String(each.comparisons),
      String(each.differences),
    ]),
  );
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${said(line)}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rowsOf(head, rows).join('\n').trimEnd();
}
