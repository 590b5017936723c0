import { spawnSync } from 'child_process';
import { writeFileSync } from 'fs';
import { join } from 'path';
import fc from 'fast-check';
import { scriptFiles } from '../../src/runbook/script-files';
import { temporaryFolder } from '../temporary';

const folder = temporaryFolder();
for (const { name, text } of scriptFiles('sh')) writeFileSync(join(folder, name), text);

/** What the lexer of the steps makes of SQL, by real bash and awk. */
function through(command: string, input: string, env: NodeJS.ProcessEnv = {}): string {
  const script = `. ${folder}/common.sh; . ${folder}/postgres.sh; ${command}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { input, env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout.toString();
}

const fieldOf = (text: string) => text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n');

function statementsOf(sql: string): string[][] {
  const text = through('sql_statements', sql);
  return text === '' ? [] : text.trimEnd().split('\n').map((line) => line.split('\t')); // prettier-ignore
}

/** Whatever may stand between quotes, and above all what looks like the end of something. */
const content = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\t',
      ';',
      '\\',
      '--',
      '/*',
      '*/',
      '$$',
      '$x$',
      '\\.',
      'OWNER TO x',
      'é',
      '(',
      ',',
      '.',
      '\\!',
      '\\\\',
    ),
  )
  .map((parts) => parts.join(''));
const word = fc.constantFrom('ALTER', 'role', 'x1', '=', 'a$b', 'integer[]');
const token = fc.oneof(
  word,
  fc.constantFrom('(', ')', ',', '.'),
  content.map((text) => `'${text.replace(/'/g, "''")}'`),
  content.map((text) => `"${text}""${text}"`),
  content.map((text) => `E'${text.replace(/[\\']/g, '\\$&')}\\''`),
  content.map((text) => `$q$${text}$q$`),
);
const statement = fc.array(token, { minLength: 1, maxLength: 8 }).map((tokens) => ['SET', ...tokens]);

test('a statement is its tokens, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 20 }), (statements) => {
      const sql = statements.map((tokens) => `${tokens.join(' ')};`).join("\n-- it's; \"\n/* ; ' */ ");
      expect(statementsOf(sql)).toEqual(statements.map((tokens) => tokens.map(fieldOf)));
    }),
    { numRuns: 60 },
  );
});

test('as SQL again they are the same statements', () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 20 }), (statements) => {
      const sql = statements.map((tokens) => `${tokens.join(' ')};\n`).join('');
      expect(through('sql_statements | tokens_to_sql', sql)).toBe(sql);
    }),
    { numRuns: 30 },
  );
});

test('no command of psql comes through', () => {
  const sql = `\\! touch hacked
SET a = 'b\\!c' \\! touch hacked
;
\\connect other
SET x = "y\\z"\\;
`;
  expect(through('sql_statements | tokens_to_sql', sql)).toBe(`SET a = 'b\\!c' ! touch hacked;\nSET x = "y\\z";\n`);
});

test('rows are none of the statements, and are all that is left of the data', () => {
  const sql = `CREATE FUNCTION f() AS $$ COPY t FROM stdin; $$;
COPY public."it's; ""t""" (a, "b c") FROM stdin;
ALTER TABLE x OWNER TO y;
1\\t\\N
\\.
SELECT pg_catalog.setval('public.s', 42, true);
COPY t TO stdout;
`;
  expect(statementsOf(sql).map(([first, second]) => `${first} ${second}`)).toEqual([
    'CREATE FUNCTION',
    'COPY public',
    'SELECT pg_catalog',
    'COPY t',
  ]);
  expect(through('sql_statements', sql, { DATA: 'only' })).toBe(`COPY public."it's; ""t"""(a, "b c") FROM stdin;
ALTER TABLE x OWNER TO y;
1\\t\\N
\\.
SELECT pg_catalog.setval('public.s', 42, true);
`);
});
