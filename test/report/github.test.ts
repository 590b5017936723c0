import * as fc from 'fast-check';
import { anyReport } from './arbitrary';
import { finding, reportOf, SAMPLE } from './kit';
import { Outcome, Severity } from '../../src/findings/finding';
import { github } from '../../src/report/github';
import { printable } from '../../src/report/printable';
import { standing } from '../../src/report/report';

interface Command {
  readonly name: string;
  readonly properties: Record<string, string>;
  readonly data: string;
}

/** As the runner reads a line: up to the second `::` the command with its properties, then the data. */
function parse(line: string): Command {
  expect(line.startsWith('::')).toBe(true);
  const end = line.indexOf('::', 2);
  const [name, list = ''] = splitOnce(line.slice(2, end), ' ');
  const unescape = (text: string) =>
    text.replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%');
  const pairs = list.split(',').map((pair) => splitOnce(pair, '='));
  return {
    name,
    properties: Object.fromEntries(pairs.map(([key, value]) => [key, unescape(value)])),
    data: line
      .slice(end + 2)
      .replace(/%0D/g, '\r')
      .replace(/%0A/g, '\n')
      .replace(/%25/g, '%'),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

const commands = (rendered: string) => rendered.trimEnd().split('\n').map(parse);

test.each([
  ['error', finding(), 'PGB401 server-size'],
  ['warning', finding({ severity: Severity.WARNING }), 'PGB401 server-size'],
  ['notice', finding({ severity: Severity.NOTE }), 'PGB401 server-size'],
  ['notice', finding({ outcome: Outcome.UNDECIDED }), 'PGB401 server-size: undecided'],
  [
    'notice',
    finding({ acknowledgement: { reason: 'x', owner: 'y', expires: '2027-01-01' } }),
    'PGB401 server-size: acknowledged',
  ],
])('%s', (name, each, title) => {
  const annotation = commands(github(reportOf([each]))).at(-1)!;
  expect(annotation).toMatchObject({ name, properties: { title } });
});

test('an annotation stands where the resource is written', () => {
  const [, , ...annotations] = commands(github(SAMPLE));
  expect(annotations.filter(({ properties }) => 'file' in properties).map(({ properties }) => properties)).toEqual([
    { file: 'network/main.tf', line: '12', title: 'PGB510 immutability-off' },
  ]);
});

test('the summary leads, the rules that were not run follow', () => {
  const [summary, notRun] = commands(github(SAMPLE));
  expect(summary).toMatchObject({ name: 'notice', properties: { title: 'azpgbackup' } });
  expect(summary.data).toMatch(/^4 errors, /);
  expect(notRun).toEqual({
    name: 'notice',
    properties: { title: 'azpgbackup: not run' },
    data: 'PGB411 private-network (--skip)',
  });
});

test('is one command a line, each with what it was given, whatever the names', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const read = commands(github(report));
      const shown = printable(report);
      expect(read).toHaveLength(1 + (report.skipped.length > 0 ? 1 : 0) + report.findings.length);
      const annotations = read.slice(read.length - report.findings.length);
      annotations.forEach(({ name, properties, data }, index) => {
        const each = shown.findings[index];
        const remark = standing(each) === each.severity ? '' : `: ${standing(each)}`;
        expect(['error', 'warning', 'notice']).toContain(name);
        expect(properties).toEqual({
          title: `${each.rule} ${each.name}${remark}`,
          ...(each.file === null ? {} : { file: each.file }),
          ...(each.line === null ? {} : { line: String(each.line) }),
        });
        expect(data.split('\n')[0]).toBe(`${each.resource === '' ? 'the estate' : each.resource}: ${each.message}`);
      });
    }),
  );
});
