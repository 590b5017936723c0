import { createHash } from 'crypto';
import { AcceptedRisk, Finding, Outcome, Severity } from '../findings/finding';
import { Source } from '../matrix/source';

/** Grows only when something that a reader may rely on is taken away or changes its meaning. */
const SCHEMA_VERSION = 1;

/** What was read. */
export interface ReportInput {
  /** As the user named it, `-` for standard input. */
  readonly name: string;
  /** What its content turned out to be, `plan`. */
  readonly kind: string;
}

/** A rule that was left out. */
export interface SkippedRule {
  readonly rule: string;
  readonly name: string;
  /** Who left it out, `--skip`. */
  readonly why: string;
}

/** No part of a report, and not written: some formats have to name a file where none is known. */
export const INPUT = Symbol('the input that a finding comes from');

/** A finding as every format shows it; what isn't known or doesn't apply is null, never missing. */
export interface ReportedFinding {
  readonly rule: string;
  readonly name: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
  /** Terraform address with module and index; empty where it concerns the estate as a whole. */
  readonly resource: string;
  readonly path: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly got: string | null;
  readonly limit: string | null;
  readonly mend: string | null;
  readonly source: Source;
  readonly fingerprint: string;
  readonly acknowledgement: AcceptedRisk | null;
  readonly [INPUT]?: string;
}

/** Every finding is counted in exactly one of the first five. */
export interface ReportSummary {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly undecided: number;
  readonly acknowledged: number;
  /** Verdicts that had nothing to object to. */
  readonly compliant: number;
  readonly resources: number;
}

/** What a check has to say, and the JSON format of it: `schema/report.schema.json`. */
export interface Report {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  readonly edition: string;
  readonly now: string;
  readonly inputs: readonly ReportInput[];
  readonly summary: ReportSummary;
  /** By address, then rule. */
  readonly findings: readonly ReportedFinding[];
  readonly skipped: readonly SkippedRule[];
}

/** Where a resource is written. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  /** A file that it was read from, where nothing tells in which it is written. */
  readonly input?: string;
}

export interface ReportOptions {
  readonly tool: Report['tool'];
  readonly edition: string;
  readonly now: string;
  readonly inputs: readonly ReportInput[];
  /** Findings with the key of the resource they are about, in any order. */
  readonly findings: readonly { readonly key: string; readonly finding: Finding }[];
  readonly compliant: number;
  /** How many resources the rules looked at. */
  readonly resources: number;
  readonly skipped?: readonly SkippedRule[];
  /** Where the resource behind a key is written; left out where nobody knows. */
  readonly locate?: (key: string) => Place | undefined;
}

/** What a finding counts as. */
export type Standing = 'error' | 'warning' | 'note' | 'undecided' | 'acknowledged';

export const STANDINGS: readonly Standing[] = ['error', 'warning', 'note', 'undecided', 'acknowledged'];

export function standing(finding: Pick<ReportedFinding, 'severity' | 'outcome' | 'acknowledgement'>): Standing {
  if (finding.acknowledgement !== null) return 'acknowledged';
  return finding.outcome === Outcome.UNDECIDED ? 'undecided' : finding.severity;
}

export function makeReport(options: ReportOptions): Report {
  const { tool, edition, now, inputs, compliant, resources, skipped = [], locate = () => undefined } = options;
  const findings = options.findings
    .map(({ key, finding }) => reported(finding, locate(key)))
    .sort((a, b) => compareBy(a, b, ['resource', 'rule', 'path', 'file', 'message', 'fingerprint', 'line']));
  const counts = { error: 0, warning: 0, note: 0, undecided: 0, acknowledged: 0 };
  for (const finding of findings) counts[standing(finding)]++;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    edition,
    now,
    inputs: inputs.map(({ name, kind }) => ({ name, kind })),
    summary: { ...counts, compliant, resources },
    findings: withOwnFingerprints(findings),
    skipped: skipped
      .map(({ rule, name, why }) => ({ rule, name, why }))
      .sort((a, b) => compareBy(a, b, ['rule', 'why'])),
  };
}

function reported(finding: Finding, place: Place | undefined): ReportedFinding {
  const { source, acknowledgement } = finding;
  return {
    rule: finding.rule,
    name: finding.name,
    severity: finding.severity,
    outcome: finding.outcome,
    resource: finding.resource,
    path: finding.path ?? null,
    file: place?.file ?? null,
    line: place?.line ?? null,
    message: finding.message,
    got: finding.got ?? null,
    limit: finding.limit ?? null,
    mend: finding.mend ?? null,
    source: { title: source.title, url: source.url, date: source.date },
    fingerprint: finding.fingerprint,
    acknowledgement:
      acknowledgement === undefined
        ? null
        : { reason: acknowledgement.reason, owner: acknowledgement.owner, expires: acknowledgement.expires },
    ...(place?.input !== undefined && { [INPUT]: place.input }),
  };
}

/**
 * A fingerprint is made of rule, address and what the rule tells its findings on one resource apart by: nothing that
 * moves when lines, inputs or numbers in a message do. Two inputs may hold the same address, so that the second of the
 * same gets a number: whoever follows findings by their fingerprints must not take two for one.
 */
function withOwnFingerprints(findings: readonly ReportedFinding[]): ReportedFinding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const occurrence = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, occurrence);
    if (occurrence === 1) return finding;
    const text = `${finding.fingerprint}\n${occurrence}`;
    return { ...finding, fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 16) };
  });
}

/** By code unit, so that the order is the same under every locale. */
function compareBy<T>(a: T, b: T, keys: readonly (keyof T)[]): number {
  for (const key of keys) {
    const left = a[key] ?? '';
    const right = b[key] ?? '';
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
