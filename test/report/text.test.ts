import * as fc from 'fast-check';
import { anyReport, anyText } from './arbitrary';
import { finding, reportOf, SAMPLE } from './kit';
import { Severity } from '../../src/findings/finding';
import { text } from '../../src/report/text';

const lines = (rendered: string) => rendered.trimEnd().split('\n');

test('each finding is a line of what is wrong, one of the limit and its source, one of the mend', () => {
  expect(lines(text(reportOf([finding()])))).toEqual([
    'azurerm_postgresql_flexible_server.orders',
    '  error PGB401 server-size: storage must be at most 1 TB (1048576 MB), got: 2 TiB (2097152 MB)',
    '    Limit: a protected server has at most 1 TB; "Support matrix for Azure Database for PostgreSQL flexible server", 2025-05-15, https://learn.microsoft.com/azure/backup/backup-azure-database-postgresql-flex-support-matrix',
    '    Mend: keep the server at or below 1 TB, protect it under edition v2-2026-09-28 (preview)',
    '',
    '1 error, 0 warnings, 0 notes, 0 undecided, 0 acknowledged, 42 compliant in 12 resources; support matrix edition 2025-05-15, as of 2026-11-20',
  ]);
});

test('the findings of one resource stand together, those of its namesake in another stack elsewhere', () => {
  const of = (path: string, rule: string) => finding({ path, rule, fingerprint: `${path}${rule}` });
  const rendered = text(reportOf([of('east', 'PGB401'), of('west', 'PGB401'), of('east', 'PGB402')]));
  const order = lines(rendered).filter((line) => /^azurerm|^ {2}error/.test(line));
  expect(order.map((line) => /\((east|west)\)|PGB\d{3}/.exec(line)![0])).toEqual([
    '(east)',
    'PGB401',
    'PGB402',
    '(west)',
    'PGB401',
  ]);
});

test('colours only when asked, and the same words', () => {
  const plain = text(SAMPLE);
  const coloured = text(SAMPLE, { colour: true });
  expect(plain).not.toContain('\u001b');
  expect(coloured).toContain('\u001b[31merror\u001b[39m');
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test.each([
  ['31', [finding()]],
  ['33', [finding({ severity: Severity.WARNING })]],
  ['32', []],
])('the summary is in colour %s', (colour, findings) => {
  expect(lines(text(reportOf(findings), { colour: true })).at(-1)).toMatch(
    new RegExp(`^\\u001b\\[${colour}m.*\\u001b\\[39m$`),
  );
});

test('the summary is the last line, after the rules that were not run', () => {
  const [notRun, blank, summary] = lines(text(SAMPLE)).slice(-3);
  expect(notRun).toBe('Not run: PGB411 private-network (--skip)');
  expect(blank).toBe('');
  expect(summary).toMatch(/^4 errors, 1 warning, 1 note, 1 undecided, 1 acknowledged/);
});

test('no name makes a line or a command of its own', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const rendered = text(report);
      expect(rendered.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(rendered).not.toMatch(/^\s*::|##(vso)?\[/im);
    }),
  );
  const count = lines(text(reportOf([finding()]))).length;
  fc.assert(
    fc.property(anyText, anyText, (resource, message) => {
      expect(lines(text(reportOf([finding({ resource, message, got: message, mend: message })])))).toHaveLength(count);
    }),
  );
});
