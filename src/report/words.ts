import { Report, ReportedFinding, ReportSummary, Standing, standing } from './report';
import { citeWithUrl } from '../matrix/citation';

export const PROJECT_PAGE = 'https://github.com/cdktf-azure-postgres-backup/cdktf-azure-postgres-backup';
export const REPORT_TITLE = 'Backup of PostgreSQL on Azure: check';

export const SECTIONS: readonly { readonly title: string; readonly lead: string; readonly of: readonly Standing[] }[] =
  [
    { title: 'Findings', lead: 'What breaks a rule.', of: ['error', 'warning', 'note'] },
    {
      title: 'Undecided',
      lead: 'What a rule needs to know is not known yet. Neither compliant nor violated.',
      of: ['undecided'],
    },
    { title: 'Acknowledged', lead: 'Accepted in writing.', of: ['acknowledged'] },
  ];

/** The counts of a summary, by the words that head them. */
export const COUNTED: readonly { readonly key: keyof ReportSummary; readonly noun: string }[] = [
  { key: 'error', noun: 'Errors' },
  { key: 'warning', noun: 'Warnings' },
  { key: 'note', noun: 'Notes' },
  { key: 'undecided', noun: 'Undecided' },
  { key: 'acknowledged', noun: 'Acknowledged' },
  { key: 'compliant', noun: 'Compliant' },
  { key: 'resources', noun: 'Resources' },
];

/** All findings of one resource. */
export interface ResourceGroup {
  readonly resource: string;
  readonly path: string | null;
  readonly findings: readonly ReportedFinding[];
}

/** By resource, in the order of the report; the same address in two stacks is two resources. */
export function byResource(findings: readonly ReportedFinding[]): ResourceGroup[] {
  const groups = new Map<string, { resource: string; path: string | null; findings: ReportedFinding[] }>();
  for (const finding of findings) {
    const { resource, path } = finding;
    const key = JSON.stringify([resource, path, path === null ? finding.file : null]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { resource, path, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}

/** The page of a rule. */
export function rulePage(id: string): string {
  return `${PROJECT_PAGE}/blob/main/docs/rules/${encodeURIComponent(id)}.md`;
}

/** What the finding is about, in words where it is no single resource. */
export function subject({ resource }: { readonly resource: string }): string {
  return resource === '' ? 'the estate' : resource;
}

/** `error`; `undecided (error)`, because the severity is what it would weigh. */
export function label(finding: ReportedFinding): string {
  const standsAs = standing(finding);
  return standsAs === finding.severity ? standsAs : `${standsAs} (${finding.severity})`;
}

/** `main.tf:12` */
export function place({ file, line }: ReportedFinding): string | undefined {
  if (file === null) return undefined;
  return line === null ? file : `${file}:${line}`;
}

/** The limit and where it comes from; where the message says the limit, the source alone. */
export function basis({ limit, source }: ReportedFinding): { readonly term: string; readonly text: string } {
  return limit === null
    ? { term: 'Source', text: citeWithUrl(source) }
    : { term: 'Limit', text: `${limit}; ${citeWithUrl(source)}` };
}

/** Who accepted it, until when and why. */
export function acceptance(finding: ReportedFinding): string | undefined {
  if (finding.acknowledgement === null) return undefined;
  const { owner, expires, reason } = finding.acknowledgement;
  return `by ${owner} until ${expires}: ${reason}`;
}

/** `2 errors, 1 warning, 0 notes, 1 undecided, 1 acknowledged, 42 compliant in 12 resources; edition …, as of …` */
export function summarySentence({ summary, edition, now }: Report): string {
  const counts = [
    count(summary.error, 'error'),
    count(summary.warning, 'warning'),
    count(summary.note, 'note'),
    `${summary.undecided} undecided`,
    `${summary.acknowledged} acknowledged`,
    `${summary.compliant} compliant`,
  ];
  return `${counts.join(', ')} in ${count(summary.resources, 'resource')}; support matrix edition ${edition}, as of ${now}`;
}

/** More rules than these are counted and not named, where one word left them all out. */
const NAMED_AT_MOST = 10;

/** `PGB411 private-network (--skip)` for each rule that was left out; `70 rules (--rule)` for many. */
export function skippedRules({ skipped }: Report): string[] {
  const reasons = [...new Set(skipped.map(({ why }) => why))];
  return reasons.flatMap((why) => {
    const rules = skipped.filter((each) => each.why === why);
    if (rules.length > NAMED_AT_MOST) return [`${count(rules.length, 'rule')} (${why})`];
    return rules.map(({ rule, name }) => `${rule} ${name} (${why})`);
  });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
