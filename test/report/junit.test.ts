import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { anyReport } from './arbitrary';
import { finding, reportOf, SAMPLE } from './kit';
import { Outcome, Severity } from '../../src/findings/finding';
import { junit } from '../../src/report/junit';
import { printableText } from '../../src/report/printable';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Throws where the text is not well-formed XML 1.0. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => (open.at(-1)!.text += text));
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return root.children[0];
}

function suiteOf(xml: string): Element {
  const root = parse(xml);
  expect(root.name).toBe('testsuites');
  expect(root.children.map(({ name }) => name)).toEqual(['testsuite']);
  expect(root.children[0].attributes).toEqual(root.attributes);
  return root.children[0];
}

const casesOf = (suite: Element) => suite.children.filter(({ name }) => name === 'testcase');

const ACCEPTED = { reason: 'known', owner: 'platform', expires: '2027-01-01' };

test('one test case for each resource and rule', () => {
  const suite = suiteOf(
    junit(
      reportOf([
        finding({ resource: 'a', rule: 'PGB401', fingerprint: '1' }),
        finding({ resource: 'a', rule: 'PGB401', fingerprint: '2', message: 'storage again' }),
        finding({ resource: 'a', rule: 'PGB402', fingerprint: '3' }),
        finding({ resource: 'b', rule: 'PGB401', fingerprint: '4' }),
      ]),
    ),
  );
  expect(casesOf(suite).map(({ attributes }) => [attributes.classname, attributes.name])).toEqual([
    ['a', 'PGB401 server-size'],
    ['a', 'PGB402 server-size'],
    ['b', 'PGB401 server-size'],
  ]);
  expect(suite.attributes).toMatchObject({ tests: '3', failures: '3', errors: '0', skipped: '0' });
  expect(casesOf(suite)[0].children[0].text).toContain('storage again');
});

test.each([
  ['failure', [finding({ severity: Severity.WARNING })], { type: 'warning' }],
  ['skipped', [finding({ outcome: Outcome.UNDECIDED })], {}],
  ['skipped', [finding({ acknowledgement: ACCEPTED })], {}],
  [
    'failure',
    [finding({ acknowledgement: ACCEPTED }), finding({ message: 'broken', fingerprint: 'f' })],
    { type: 'error' },
  ],
])('a case of %s', (name, findings, attributes) => {
  const suite = suiteOf(junit(reportOf(findings)));
  const [testcase] = casesOf(suite);
  expect(testcase.children).toHaveLength(1);
  expect(testcase.children[0]).toMatchObject({ name, attributes });
  expect(suite.attributes).toMatchObject({
    failures: name === 'failure' ? '1' : '0',
    skipped: name === 'skipped' ? '1' : '0',
  });
});

test('a case names the file that the resource is written in', () => {
  const files = casesOf(suiteOf(junit(SAMPLE))).flatMap(({ attributes }) => attributes.file ?? []);
  expect(files).toEqual(['network/main.tf']);
});

test('an estate without findings passes one test', () => {
  const suite = suiteOf(junit(reportOf([])));
  expect(suite.attributes).toMatchObject({ tests: '1', failures: '0', skipped: '0' });
  expect(casesOf(suite)).toMatchObject([{ attributes: { name: 'no findings' }, children: [] }]);
});

test('what was read, under which edition, and what was not run are properties', () => {
  const [{ children }] = suiteOf(junit(SAMPLE)).children;
  const properties = children.map(({ attributes }) => [attributes.name, attributes.value]);
  expect(properties).toEqual(
    expect.arrayContaining([
      ['edition', '2025-05-15'],
      ['input', 'network/main.tf (hcl)'],
      ['summary.compliant', '42'],
      ['not run', 'PGB411 private-network (--skip)'],
    ]),
  );
});

test('is well-formed, and names what was judged, whatever the names', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const cases = casesOf(suiteOf(junit(report)));
      const named = new Set(report.findings.map(({ resource }) => printableText(resource) || 'the estate'));
      if (report.findings.length === 0) named.add('azpgbackup');
      expect(new Set(cases.map(({ attributes }) => attributes.classname))).toEqual(named);
      for (const { name } of cases.flatMap(({ children }) => children)) expect(['failure', 'skipped']).toContain(name);
    }),
  );
});
