import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { finding, reportOf, SAMPLE } from './kit';
import reportSchema from '../../schema/report.schema.json';
import { Outcome, Severity } from '../../src/findings/finding';
import { makeReport, standing } from '../../src/report/report';

const ACCEPTED = { reason: 'known', owner: 'platform', expires: '2027-01-01' };

describe('the findings', () => {
  test('are sorted by address, then rule, whatever order they come in', () => {
    const findings = ['b', 'a', 'a[10]', 'a[2]'].flatMap((resource) =>
      ['PGB502', 'PGB401'].map((rule) => finding({ resource, rule, fingerprint: `${resource}${rule}` })),
    );
    const expected = reportOf(findings);
    expect(expected.findings.map(({ resource, rule }) => `${resource} ${rule}`)).toEqual([
      'a PGB401',
      'a PGB502',
      'a[10] PGB401',
      'a[10] PGB502',
      'a[2] PGB401',
      'a[2] PGB502',
      'b PGB401',
      'b PGB502',
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(findings, { minLength: findings.length }), (shuffled) => {
        expect(reportOf(shuffled)).toEqual(expected);
      }),
    );
  });

  test('keep their fingerprints when lines, values and other findings change', () => {
    const before = reportOf([finding({ fingerprint: 'f' })]);
    const after = reportOf(
      [finding({ fingerprint: 'e', resource: 'a' }), finding({ fingerprint: 'f', got: '3 TiB' })],
      {
        locate: () => ({ file: 'main.tf', line: 99 }),
      },
    );
    expect(after.findings[1].fingerprint).toBe(before.findings[0].fingerprint);
  });

  test('of the same address in several inputs are told apart, the same way whatever the order of the inputs', () => {
    const twins = ['east', 'west', 'north'].map((name) => finding({ path: name, fingerprint: 'same' }));
    const forward = reportOf(twins).findings.map(({ path, fingerprint }) => [path, fingerprint]);
    const backward = reportOf([...twins].reverse()).findings.map(({ path, fingerprint }) => [path, fingerprint]);
    expect(forward).toEqual(backward);
    expect(new Set(forward.map(([, fingerprint]) => fingerprint)).size).toBe(3);
    expect(forward[0]).toEqual(['east', 'same']);
    for (const [, fingerprint] of forward.slice(1)) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  test('say where they are written, where somebody knows', () => {
    const { findings } = reportOf(
      [finding({ resource: 'a' }), finding({ resource: 'b' }), finding({ resource: 'c' })],
      {
        locate: (key) => ({ a: { file: 'main.tf', line: 3 }, b: { file: 'plan.json' } })[key],
      },
    );
    expect(findings.map(({ file, line }) => [file, line])).toEqual([
      ['main.tf', 3],
      ['plan.json', null],
      [null, null],
    ]);
  });

  test('have every property, null where there is nothing to say', () => {
    const [bare] = reportOf([finding({ path: undefined, got: undefined, limit: undefined, mend: undefined })]).findings;
    expect(bare).toMatchObject({ path: null, file: null, line: null, got: null, limit: null, mend: null });
    expect(bare.acknowledgement).toBeNull();
  });
});

describe('the summary', () => {
  test.each([
    ['error', finding()],
    ['warning', finding({ severity: Severity.WARNING })],
    ['note', finding({ severity: Severity.NOTE })],
    ['undecided', finding({ outcome: Outcome.UNDECIDED })],
    ['acknowledged', finding({ acknowledgement: ACCEPTED })],
    ['acknowledged', finding({ acknowledgement: ACCEPTED, outcome: Outcome.UNDECIDED, severity: Severity.NOTE })],
  ] as const)('counts as %s', (counted, each) => {
    const { summary, findings } = reportOf([each]);
    const none = { error: 0, warning: 0, note: 0, undecided: 0, acknowledged: 0 };
    expect(summary).toEqual({ ...none, [counted]: 1, compliant: 42, resources: 12 });
    expect(standing(findings[0])).toBe(counted);
  });

  test('counts every finding once', () => {
    const { error, warning, note, undecided, acknowledged } = SAMPLE.summary;
    expect(error + warning + note + undecided + acknowledged).toBe(SAMPLE.findings.length);
  });
});

test('skipped rules are sorted by id', () => {
  const skip = (rule: string) => ({ rule, name: 'x', why: '--skip' });
  expect(reportOf([], { skipped: [skip('PGB502'), skip('PGB101')] }).skipped.map(({ rule }) => rule)).toEqual([
    'PGB101',
    'PGB502',
  ]);
});

describe('the published schema', () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  addFormats(ajv);
  const validate = ajv.compile(reportSchema);

  test.each([
    ['a report of everything', SAMPLE],
    ['an empty report', reportOf([])],
  ])('holds for %s', (_name, report) => {
    expect(validate(JSON.parse(JSON.stringify(report))) ? [] : validate.errors).toEqual([]);
  });

  test('names every property that a report has, and no other', () => {
    const { properties, required, $defs } = reportSchema;
    expect(Object.keys(properties)).toEqual(Object.keys(SAMPLE));
    expect(required).toEqual(Object.keys(SAMPLE));
    expect($defs.finding.required).toEqual(Object.keys(SAMPLE.findings[0]));
    expect(Object.keys($defs.finding.properties)).toEqual(Object.keys(SAMPLE.findings[0]));
    expect(properties.summary.required).toEqual(Object.keys(SAMPLE.summary));
    expect(properties.skipped.items.required).toEqual(Object.keys(SAMPLE.skipped[0]));
    expect(properties.inputs.items.required).toEqual(Object.keys(SAMPLE.inputs[0]));
  });

  test.each([
    ['a rule without an id', { rule: 'server-size' }],
    ['a severity that there is not', { severity: 'fatal' as Severity }],
    ['a fingerprint of another form', { fingerprint: 'x' }],
    ['a message that says nothing', { message: '' }],
  ])('refuses %s', (_name, over) => {
    expect(validate(JSON.parse(JSON.stringify(reportOf([finding(over)]))))).toBe(false);
  });
});

test('nothing that was handed in is changed', () => {
  const findings = Object.freeze([
    { key: 'b', finding: finding({ resource: 'b' }) },
    { key: 'a', finding: finding() },
  ]);
  const skipped = Object.freeze([]);
  makeReport({
    tool: { name: 'azpgbackup', version: '1.2.3' },
    edition: '2025-05-15',
    now: '2026-11-20',
    inputs: [],
    findings,
    compliant: 0,
    resources: 0,
    skipped,
  });
  expect(findings.map(({ key }) => key)).toEqual(['b', 'a']);
});
