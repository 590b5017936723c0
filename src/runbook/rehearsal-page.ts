import { Rehearsal, RehearsalOutcome } from './rehearsal';
import { code, plain } from '../report/markdown-text';
import { printableText } from '../report/printable';

const VERDICT: Readonly<Record<RehearsalOutcome, string>> = {
  rebuilt: 'Rebuilt: what is in the files is in the server.',
  differs: 'Differs: the files were loaded, and the server does not hold what they hold.',
  failed: 'Failed: the files were not loaded, or what was loaded could not be compared.',
};

/** The report of a rehearsal for people. */
export function rehearsalPage(rehearsal: Rehearsal): string {
  const { now, outcome, problems, databases, files, differences, leftAsItIs } = rehearsal;
  const tables = databases.flatMap(({ name, tables: each }) => each.map((table) => ({ database: name, ...table })));
  return [
    `# Rehearsal of a restore, ${now}`,
    `**${VERDICT[outcome]}**`,
    list(problems),
    facts(rehearsal),
    section('Databases', databases.length === 0 ? 'None.' : databasesTable(rehearsal)),
    section(
      'Differences',
      table(
        ['Database', 'What', 'In the files', 'In the server'],
        differences.map(({ database, kind, name, expected, actual }) => [
          nameOf(database ?? ''),
          `${text(kind)} ${nameOf(name)}`.trim(),
          text(expected),
          text(actual),
        ]),
      ),
    ),
    section(
      'Left as it is',
      leftAsItIs.length === 0
        ? ''
        : [
            'What an administrator of a flexible server may not do, because it takes a superuser or belongs to the service:',
            list(leftAsItIs.map(({ database, what }) => `${database}: ${what}`)),
          ].join('\n\n'),
    ),
    section(
      'Contents',
      table(
        ['Database', 'Table', 'Rows', 'SHA-256 of its rows'],
        tables.map(({ database, name, rows, sha256 }) => [
          nameOf(database),
          nameOf(name),
          String(rows),
          sha256 === null ? 'not asked for' : code(sha256),
        ]),
      ),
    ),
    section(
      'Files',
      table(
        ['File', 'Bytes', 'SHA-256'],
        files.map(({ name, bytes, sha256 }) => [nameOf(name), String(bytes), code(sha256)]),
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
    ['Server that was backed up', server === null ? 'not given' : nameOf(server)],
    [
      'Target',
      target === null
        ? 'not reached'
        : `${nameOf(target.address)}, PostgreSQL ${target.postgres}, as ${nameOf(target.user)}`,
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
      nameOf(each.name),
      each.loaded ? `${each.bytes} bytes in ${each.seconds} s` : 'no',
      String(each.tables.length),
      String(each.rows),
      String(each.sequences),
      String(each.largeObjects),
      each.extensions.map(text).join(', '),
      String(each.comparisons),
      String(each.differences),
    ]),
  );
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${text(line)}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function text(value: string): string {
  return plain(printableText(value));
}

/** A pipe ends a cell even in code. */
function nameOf(value: string): string {
  return code(printableText(value)).replace(/\|/g, '\\|');
}
