import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import schema from '../../schema/rehearsal.schema.json';
import { Rehearsal, rehearsalOf, RehearsalRecord } from '../../src/runbook/rehearsal';
import { rehearsalPage } from '../../src/runbook/rehearsal-page';

const SUM = 'a'.repeat(64);
const HEAD = 'database\tkind\tname\texpected\tactual\tverdict';

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
addFormats(ajv);
const isValid = ajv.compile(schema);

function journal(...lines: string[]): string {
  return lines.map((line) => `2026-11-29T02:00:00Z\t${line}\n`).join('');
}

function record(given: Partial<RehearsalRecord>): RehearsalRecord {
  return {
    tool: { name: 'azpgbackup', version: '1.2.3' },
    now: '2026-11-29',
    files: [{ name: 'p_database_orders.sql', bytes: 1000, sha256: SUM }],
    journal: journal('4-load.sh\tstart\t4-load.sh', '4-load.sh\ttarget\tdb:5432\t150018\tpgadmin'),
    load: { exitCode: 0, seconds: 1.5 },
    ...given,
  };
}

function made(given: Partial<RehearsalRecord>): Rehearsal {
  const rehearsal = rehearsalOf(record(given));
  isValid(rehearsal);
  expect(isValid.errors).toBeNull();
  return rehearsal;
}

const REBUILT: Partial<RehearsalRecord> = {
  journal: journal(
    '4-load.sh\tstart\t4-load.sh',
    '4-load.sh\ttarget\tdb:5432\t160004\tpgadmin',
    '4-load.sh\tignored\t\tthe role app was BYPASSRLS',
    '4-load.sh\tmaking\torders',
    '4-load.sh\tignored\torders\tERROR:  must be member of role "azuresu"',
    '4-load.sh\tloaded\torders\t1000\t2',
  ),
  verification: `${HEAD}
orders\trows\t"public"."a\\tb"\t12\t12\tsame
orders\tchecksum\t"public"."a\\tb"\t${SUM}\t${SUM}\tsame
orders\tlarge objects\tnumber\t3\t3\tsame
orders\tsequence\t"public"."s"\t1 true\t1 true\tsame
orders\textension\thstore\tthere\tthere\tsame
\trole\tapp\tLOGIN\tLOGIN\tsame
\tmembership\tapp in owners\tthere\tthere\tsame
`,
  verify: { exitCode: 0, seconds: 0.4 },
};

test('everything that was there is in the report', () => {
  expect(made(REBUILT)).toEqual({
    schemaVersion: 1,
    tool: { name: 'azpgbackup', version: '1.2.3' },
    now: '2026-11-29',
    server: null,
    target: { address: 'db:5432', postgres: 16, user: 'pgadmin' },
    outcome: 'rebuilt',
    problems: [],
    seconds: { load: 1.5, verify: 0.4 },
    files: [{ name: 'p_database_orders.sql', bytes: 1000, sha256: SUM }],
    databases: [
      {
        name: 'orders',
        loaded: true,
        bytes: 1000,
        seconds: 2,
        rows: 12,
        sequences: 1,
        largeObjects: 3,
        extensions: ['hstore'],
        comparisons: 5,
        differences: 0,
        tables: [{ name: '"public"."a\tb"', rows: 12, sha256: SUM }],
      },
    ],
    roles: 1,
    memberships: 1,
    comparisons: 7,
    differences: [],
    leftAsItIs: [
      { database: null, what: 'the role app was BYPASSRLS' },
      { database: 'orders', what: 'ERROR:  must be member of role "azuresu"' },
    ],
  });
});

test('what differs is named, and its checksum is not called the same', () => {
  const rehearsal = made({
    ...REBUILT,
    verification: `${HEAD}\norders\trows\t"t"\t12\t11\tdiffers\norders\tchecksum\t"t"\t${SUM}\tnothing\tdiffers\n`,
    verify: { exitCode: 1, seconds: 0.4, problem: 'the target must hold what the files hold' },
  });
  expect(rehearsal).toMatchObject({
    outcome: 'differs',
    problems: ['the target must hold what the files hold'],
    differences: [
      { database: 'orders', kind: 'rows', name: '"t"', expected: '12', actual: '11' },
      { database: 'orders', kind: 'checksum', name: '"t"', expected: SUM, actual: 'nothing' },
    ],
  });
  expect(rehearsal.databases[0]).toMatchObject({ rows: 11, differences: 2, tables: [{ rows: 11, sha256: null }] });
});

test('what was not loaded is no success, though it was loaded before', () => {
  const rehearsal = made({
    journal: journal(
      '4-load.sh\tstart\t4-load.sh',
      '4-load.sh\tfailed\torders\tof an earlier run',
      '4-load.sh\tmaking\torders',
      '4-load.sh\tloaded\torders\t1000\t2',
      '4-load.sh\tstart\t4-load.sh',
      '4-load.sh\tdropped\torders',
      '4-load.sh\tmaking\torders',
      '4-load.sh\tfailed\torders\tthe disk of the target is full',
      '4-load.sh\tfailed\t4-load.sh\tloading the databases\t2',
    ),
    load: { exitCode: 2, seconds: 9, problem: '1 of 1 databases must be loaded again' },
  });
  expect(rehearsal).toMatchObject({
    outcome: 'failed',
    target: null,
    seconds: { load: 9, verify: null },
    problems: ['orders: the disk of the target is full', '1 of 1 databases must be loaded again'],
    databases: [{ name: 'orders', loaded: false, bytes: null, seconds: null, tables: [] }],
  });
  expect(rehearsalPage(rehearsal)).toContain('**Failed: the files were not loaded');
});

test('a comparison that could not be made is no success', () => {
  expect(made({ ...REBUILT, verification: undefined, verify: { exitCode: 2, seconds: 0 } }).outcome).toBe('failed');
  expect(made({ ...REBUILT, verification: undefined, verify: undefined }).outcome).toBe('failed');
});

test('the page says it to people', () => {
  const page = rehearsalPage(made({ ...REBUILT, server: 'orders|*x*' }));
  expect(page).toContain('# Rehearsal of a restore, 2026-11-29\n\n**Rebuilt: what is in the files is in the server.**');
  expect(page).toContain('| Server that was backed up | `orders\\|*x*` |');
  expect(page).toContain('| `orders` | 1000 bytes in 2 s | 1 | 12 | 1 | 3 | hstore | 5 | 0 |');
  expect(page).toContain(`| \`orders\` | \`"public"."a\\tb"\` | 12 | \`${SUM}\` |`);
  expect(page).not.toContain('## Differences');
});

test('no name breaks a row of the page, or the report', () => {
  const field = (text: string) => text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n');
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
      const rehearsal = made({
        ...REBUILT,
        journal: `${REBUILT.journal}${journal(`4-load.sh\tmaking\t${field(name)}`, `4-load.sh\tloaded\t${field(name)}\t1\t1`)}`,
        verification: `${HEAD}\n${field(name)}\trows\t${field(name)}\t1\t2\tdiffers\n`,
      });
      expect(rehearsal.differences[0]).toMatchObject({ database: name, name });
      const rows = rehearsalPage(rehearsal)
        .split('\n')
        .filter((line) => line.startsWith('|'));
      // Each table has as many cells as its head: pipes within are escaped.
      const cells = new Set(rows.map((row) => row.replace(/\\\|/g, '').split('|').length - 2));
      expect([...cells].sort()).toEqual([2, 3, 4, 9]);
    }),
  );
});
