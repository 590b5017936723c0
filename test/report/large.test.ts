import { finding, reportOf } from './kit';
import { FORMATS, REPORTERS } from '../../src/report';
import { byResource } from '../../src/report/words';
import { RULES } from '../../src/rules/registry';

const SIZE = 100_000;

/** What names the resources of a report wherever a format names them. */
const name = (index: number) => `azurerm_postgresql_flexible_server.r${index}x`;

const LARGE = reportOf(
  Array.from({ length: SIZE }, (_, index) =>
    finding({ resource: name(index), fingerprint: index.toString(16).padStart(16, '0') }),
  ),
);

// Work that grew with the square would take hours, and a spread or a recursion over the findings would overflow the stack.
test.each(FORMATS)(
  'a report of a hundred thousand findings as %s',
  (format) => {
    const rendered = REPORTERS[format](LARGE, { rules: RULES });
    const named = new Set(rendered.match(/azurerm_postgresql_flexible_server\.r\d+x/g));
    expect(named.size).toBe(SIZE);
  },
  60_000,
);

test('a hundred thousand findings of one resource', () => {
  const report = reportOf(Array.from({ length: SIZE }, () => finding({ fingerprint: 'f' })));
  expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(SIZE);
  expect(byResource(report.findings)).toMatchObject([{ findings: { length: SIZE } }]);
  expect(REPORTERS.junit(report).match(/<testcase /g)).toHaveLength(1);
}, 60_000);

test.each(['`a', '``', '::', '##[', '<', ' ', '[x](', '\u001b', '\u{e0041}', 'a'])(
  'a name that repeats %j endlessly',
  (part) => {
    const endless = part.repeat(100_000);
    const report = reportOf([finding({ resource: endless, message: endless, path: endless })]);
    for (const format of FORMATS) expect(REPORTERS[format](report).length).toBeGreaterThan(1000);
  },
);
