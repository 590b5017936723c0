import * as sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import type { Log, Result, Run } from 'sarif';
import { anyReport } from './arbitrary';
import { CARDS, finding, HOSTILE, reportOf, SAMPLE } from './kit';
import { Outcome, Severity } from '../../src/findings/finding';
import { printableText } from '../../src/report/printable';
import { Report } from '../../src/report/report';
import { ReporterOptions } from '../../src/report/reporter';
import { sarif } from '../../src/report/sarif';
import { artifactLocation } from '../../src/report/sarif-location';
import { RULES } from '../../src/rules/registry';

// The official schema is of draft 4 and uses nothing that draft 7 reads differently, once its name and draft are left out.
const { $schema: draft, id: name, ...schema } = sarifSchema as Record<string, unknown>;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

function runOf(report: Report, options: ReporterOptions = { rules: CARDS }): Run {
  const log = JSON.parse(sarif(report, options)) as Log;
  expect(log).toMatchObject({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' });
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log.runs[0];
}

function only(results: Run['results']): Result {
  expect(results).toHaveLength(1);
  return results![0];
}

test('the schema is the official one, and refuses what is no SARIF', () => {
  expect(draft).toBe('http://json-schema.org/draft-04/schema#');
  expect(name).toContain('sarif-2.1.0-rtm.5');
  expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  expect(
    validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ level: 'fatal' }] }] }),
  ).toBe(false);
});

describe('a result', () => {
  test.each(Object.values(Severity))('of severity %s is a failure of that level', (severity) => {
    const result = only(runOf(reportOf([finding({ severity })])).results);
    expect(result).toMatchObject({ kind: 'fail', level: severity, suppressions: [], ruleId: 'PGB401', ruleIndex: 0 });
  });

  test('that is undecided is open, and has no level', () => {
    const result = only(runOf(reportOf([finding({ outcome: Outcome.UNDECIDED })])).results);
    expect(result).toMatchObject({ kind: 'open', level: 'none', properties: { severity: 'error' } });
  });

  test('that is acknowledged is suppressed, with the reason, the owner and the date', () => {
    const acknowledgement = { reason: 'ticket FIN-112', owner: 'finance', expires: '2027-06-30' };
    const result = only(runOf(reportOf([finding({ acknowledgement })])).results);
    expect(result.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'ticket FIN-112 (finance, until 2027-06-30)' },
    ]);
  });

  test('begins with what is wrong', () => {
    const { message } = only(runOf(reportOf([finding()])).results);
    expect(message.text).toMatch(/^storage must be at most 1 TB \(1048576 MB\), got: 2 TiB \(2097152 MB\)\. Limit: /);
    expect(message.text).toMatch(/ Mend: keep the server at or below 1 TB, .*\.$/);
  });

  test('is followed by its fingerprint, in the place where code scanning looks for it', () => {
    const result = only(runOf(reportOf([finding({ fingerprint: 'abcdef0123456789' })])).results);
    expect(result.partialFingerprints).toEqual({
      primaryLocationLineHash: 'abcdef0123456789:1',
      'azpgbackup/v1': 'abcdef0123456789',
    });
  });

  test('has the place that it is written in', () => {
    const report = reportOf([finding()], { locate: () => ({ file: './net work/main.tf', line: 7 }) });
    expect(only(runOf(report).results).locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'net%20work/main.tf', uriBaseId: '%SRCROOT%', index: 1 },
          region: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: 'azurerm_postgresql_flexible_server.orders', kind: 'resource' }],
      },
    ]);
  });

  test('has the input for its place where nobody knows better, because code scanning leaves out what has none', () => {
    const [location] = only(runOf(reportOf([finding()])).results).locations!;
    expect(location.physicalLocation).toEqual({
      artifactLocation: { uri: 'plan.json', uriBaseId: '%SRCROOT%', index: 0 },
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    });
    expect(only(runOf(reportOf([finding()], { inputs: [] })).results).locations).toEqual([]);
  });

  test('neither links nor fills in what a name contains', () => {
    const message = 'got: [x](https://evil.example) {0} ["key"] a(b)';
    const { text } = only(runOf(reportOf([finding({ message })])).results).message;
    expect(text).toContain('got: [x\\](https://evil.example) {{0}} ["key"] a(b). ');
  });
});

describe('the rules', () => {
  test('are the whole catalogue, with help, whether they found something or not', () => {
    const { rules } = runOf(reportOf([]), { rules: RULES }).tool.driver;
    expect(rules!.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const rule of rules!) {
      expect(rule.help!.text).toMatch(/^Compliant when .*\.\n\n/);
      expect(rule.help!.markdown).toMatch(/^\*\*Compliant when\*\* .*\.\n\n/);
      expect(rule.helpUri).toContain(rule.id);
      // Limits of code scanning.
      expect(rule.shortDescription!.text.length).toBeLessThanOrEqual(1024);
      expect(rule.fullDescription!.text.length).toBeLessThanOrEqual(1024);
    }
  });

  test('include one that only a finding names', () => {
    const run = runOf(reportOf([finding({ rule: 'PGB904', name: 'acknowledgement' })]));
    expect(only(run.results).ruleIndex).toBe(CARDS.length);
    expect(run.tool.driver.rules![CARDS.length]).toMatchObject({
      id: 'PGB904',
      name: 'acknowledgement',
      fullDescription: { text: 'PGB904 acknowledgement' },
    });
  });

  test('that were not run are turned off in the invocation', () => {
    const skipped = [{ rule: 'PGB510', name: 'immutability-off', why: '--skip' }];
    expect(runOf(reportOf([], { skipped })).invocations).toEqual([
      {
        executionSuccessful: true,
        ruleConfigurationOverrides: [
          {
            descriptor: { id: 'PGB510', index: 1 },
            configuration: { enabled: false },
            properties: { name: 'immutability-off', why: '--skip' },
          },
        ],
      },
    ]);
  });
});

test('every artifact is listed once, and every result points at its own', () => {
  const { artifacts, results } = runOf(SAMPLE);
  expect(artifacts!.map(({ location }) => location!.uri)).toEqual(['plan.json', 'network/main.tf']);
  for (const { locations } of results!) {
    const { uri, index } = locations![0].physicalLocation!.artifactLocation!;
    expect(artifacts![index!].location!.uri).toBe(uri);
  }
});

test.each([
  ['plan.json', 'plan.json', true],
  ['./a/./b.json', 'a/b.json', true],
  ['a b/ü#?.tf', 'a%20b/%C3%BC%23%3F.tf', true],
  ['-', 'stdin', true],
  ['.', '.', true],
  ['../plan.json', 'plan.json', false],
  ['..', '.', false],
  ['/tmp/plan.json', 'file:///tmp/plan.json', false],
  ['C:\\work\\plan.json', 'file:///C:/work/plan.json', false],
  ['javascript:alert(1)', 'javascript%3Aalert(1)', true],
  ['\ud800', '%EF%BF%BD', true],
])('the file %j is %s', (file, uri, relative) => {
  expect(artifactLocation(file)).toEqual(relative ? { uri, uriBaseId: '%SRCROOT%' } : { uri });
});

test('a name of the builder itself is a name like others', () => {
  const { message } = only(runOf(reportOf([finding({ message: 'SARIF_BUILDER_INVALID' })])).results);
  expect(message.text).toContain('SARIF_BUILDER_INVALID');
});

test('is valid, and complete, whatever the names', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const { results, tool } = runOf(report);
      expect(results!.map(({ ruleId }) => ruleId)).toEqual(report.findings.map(({ rule }) => printableText(rule)));
      for (const { ruleId, ruleIndex } of results!) expect(tool.driver.rules![ruleIndex!].id).toBe(ruleId);
    }),
  );
});

test('a hostile address is shown, not obeyed', () => {
  const [location] = only(runOf(reportOf([finding({ resource: HOSTILE })])).results).locations!;
  expect(location.logicalLocations![0].fullyQualifiedName).toBe(printableText(HOSTILE));
});
