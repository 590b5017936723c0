import { create } from 'xmlbuilder';
import { printable } from './printable';
import { ReportedFinding, standing } from './report';
import { Reporter } from './reporter';
import { acceptance, basis, byResource, label, place, subject } from './words';

/** One rule on one resource. */
interface TestCase {
  readonly resource: string;
  readonly name: string;
  readonly file: string | null;
  readonly findings: ReportedFinding[];
}

/** One test case for each resource and rule that have findings, so that a pipeline's test page names both. */
export const junit: Reporter = (report) => {
  const shown = printable(report);
  const cases = testCases(shown.findings);
  const name = `${shown.tool.name} check`;
  const failures = cases.filter(violations).length;
  const totals = { tests: Math.max(1, cases.length), failures, errors: 0, skipped: cases.length - failures };

  const root = create('testsuites', { encoding: 'UTF-8' }).att({ name, ...totals });
  const suite = root.ele('testsuite', { name, ...totals });
  const properties = suite.ele('properties');
  const property = (key: string, value: string) => properties.ele('property', { name: key, value });
  property('version', shown.tool.version);
  property('edition', shown.edition);
  property('now', shown.now);
  for (const input of shown.inputs) property('input', `${input.name} (${input.kind})`);
  for (const [key, value] of Object.entries(shown.summary)) property(`summary.${key}`, String(value));
  for (const { rule, name: ruleName, why } of shown.skipped) property('not run', `${rule} ${ruleName} (${why})`);

  // Pipelines take a report without a single test for one that was never written.
  if (cases.length === 0) suite.ele('testcase', { classname: shown.tool.name, name: 'no findings' });
  for (const each of cases) {
    const file = each.file === null ? {} : { file: each.file };
    const element = suite.ele('testcase', { classname: each.resource, name: each.name, ...file });
    const violated = violations(each);
    const body = each.findings.map(describe).join('\n\n');
    const message = (violated ?? each.findings[0]).message;
    if (violated === undefined) element.ele('skipped', { message: `${label(each.findings[0])}: ${message}` }, body);
    else element.ele('failure', { type: violated.severity, message }, body);
  }
  return `${root.end({ pretty: true })}\n`;
};

function testCases(findings: readonly ReportedFinding[]): TestCase[] {
  const cases: TestCase[] = [];
  for (const group of byResource(findings)) {
    const byRule = new Map<string, TestCase>();
    for (const finding of group.findings) {
      const name = `${finding.rule} ${finding.name}`;
      const known = byRule.get(name);
      if (known === undefined) {
        byRule.set(name, { resource: subject(group), name, file: finding.file, findings: [finding] });
      } else {
        known.findings.push(finding);
      }
    }
    for (const each of byRule.values()) cases.push(each);
  }
  return cases;
}

/** The first finding that nobody accepted and that is sure. */
function violations({ findings }: TestCase): ReportedFinding | undefined {
  return findings.find((finding) => standing(finding) === finding.severity);
}

function describe(finding: ReportedFinding): string {
  const where = place(finding);
  const accepted = acceptance(finding);
  const { term, text } = basis(finding);
  return [
    `${label(finding)}: ${finding.message}`,
    `${term}: ${text}`,
    ...(finding.mend === null ? [] : [`Mend: ${finding.mend}`]),
    ...(accepted === undefined ? [] : [`Acknowledged ${accepted}`]),
    ...(finding.path === null ? [] : [`Construct: ${finding.path}`]),
    ...(where === undefined ? [] : [`Written in: ${where}`]),
  ].join('\n');
}
