import { createHash } from 'crypto';
import { Profile } from './profile';
import { AcceptedRisk, Finding, Outcome, Severity } from '../findings/finding';
import { BackupInventory } from '../inventory/inventory';
import { Edition } from '../matrix/edition';
import { OWN_RULES } from '../rules/own-source';
import { Rule, Verdict } from '../rules/rule';

/** An acknowledgement with the reach that its place gives it. */
export interface PlacedAcknowledgement extends AcceptedRisk {
  readonly rule: string;
  /** Where it was written, for the finding that it has expired or matches nothing. */
  readonly at: { readonly key: string; readonly resource: string; readonly path?: string };
  readonly covers: (finding: { readonly key: string; readonly resource: string; readonly path?: string }) => boolean;
}

export interface JudgeSettings {
  readonly edition: Edition;
  readonly profiles: readonly Profile[];
  /** `YYYY-MM-DD` */
  readonly now: string;
  readonly acknowledgements: readonly PlacedAcknowledgement[];
}

/** A finding with the key of the resource it is about. */
export interface Judged {
  readonly key: string;
  readonly finding: Finding;
}

export interface Judgement {
  readonly findings: readonly Judged[];
  readonly compliant: number;
}

/** Holds an estate to the rules. Pure: no clock, no file, no tree. */
export function judge(estate: BackupInventory, rules: readonly Rule[], settings: JudgeSettings): Judgement {
  const { edition, now } = settings;
  const findings: Judged[] = [];
  const used = new Set<PlacedAcknowledgement>();
  let compliant = 0;
  for (const rule of rules) {
    if (rule.appliesTo?.(edition) === false) continue;
    try {
      for (const verdict of rule.evaluate(estate, { edition, now })) {
        if (verdict.outcome === 'compliant') {
          compliant++;
        } else if (reported(verdict.severity ?? rule.severity, settings.profiles)) {
          findings.push(toJudged(rule, verdict, settings, used));
        } else {
          markUsed(rule, verdict, settings, used);
        }
      }
    } catch (error) {
      findings.push(crashed(rule, error, edition));
    }
  }
  findings.push(...judgeAcknowledgements(settings, used));
  return { findings: findings.sort(byAddressThenRule), compliant };
}

function reported(severity: Severity, profiles: readonly Profile[]): boolean {
  return profiles.some((profile) => profile.reports(severity));
}

function toJudged(rule: Rule, verdict: Verdict, settings: JudgeSettings, used: Set<PlacedAcknowledgement>): Judged {
  const { on } = verdict;
  const source = verdict.source ?? rule.sources[0];
  const accepted = rule.acknowledgeable ? acceptedBy(rule, verdict, settings, used) : undefined;
  const acknowledgeable = rule.acknowledgeable && verdict.outcome === 'violated';
  return {
    key: on.key,
    finding: {
      rule: rule.id,
      name: rule.name,
      severity: verdict.severity ?? rule.severity,
      outcome: verdict.outcome === 'violated' ? Outcome.VIOLATED : Outcome.UNDECIDED,
      resource: on.address,
      path: on.path,
      message: verdict.message ?? rule.decides,
      got: verdict.got,
      limit: verdict.limit,
      mend:
        verdict.mend === undefined || !acknowledgeable
          ? verdict.mend
          : `${verdict.mend}, or acknowledge ${rule.id} with a reason, an owner and an expiry date`,
      source,
      edition: settings.edition.id,
      fingerprint: fingerprint(rule.id, on.key, verdict.discriminator ?? ''),
      acknowledgement:
        accepted === undefined
          ? undefined
          : { reason: accepted.reason, owner: accepted.owner, expires: accepted.expires },
    },
  };
}

function matching(rule: Rule, verdict: Verdict, settings: JudgeSettings): readonly PlacedAcknowledgement[] {
  const place = { key: verdict.on.key, resource: verdict.on.address, path: verdict.on.path };
  return settings.acknowledgements.filter((candidate) => candidate.rule === rule.id && candidate.covers(place));
}

/** An acknowledgement of a finding that the profile doesn't show has its use all the same. */
function markUsed(rule: Rule, verdict: Verdict, settings: JudgeSettings, used: Set<PlacedAcknowledgement>): void {
  for (const candidate of matching(rule, verdict, settings)) used.add(candidate);
}

function acceptedBy(
  rule: Rule,
  verdict: Verdict,
  settings: JudgeSettings,
  used: Set<PlacedAcknowledgement>,
): PlacedAcknowledgement | undefined {
  const candidates = matching(rule, verdict, settings);
  candidates.forEach((candidate) => used.add(candidate));
  return candidates.find((candidate) => candidate.expires >= settings.now);
}

function judgeAcknowledgements(settings: JudgeSettings, used: ReadonlySet<PlacedAcknowledgement>): Judged[] {
  const findings: Judged[] = [];
  for (const acknowledgement of settings.acknowledgements) {
    const expired = acknowledgement.expires < settings.now;
    if (!expired && used.has(acknowledgement)) continue;
    const severity = expired ? Severity.ERROR : Severity.WARNING;
    if (!reported(severity, settings.profiles)) continue;
    const { at, rule, expires, owner } = acknowledgement;
    findings.push({
      key: at.key,
      finding: {
        rule: 'PGB904',
        name: 'acknowledgement',
        severity,
        outcome: Outcome.VIOLATED,
        resource: at.resource,
        path: at.path,
        message: expired
          ? `an acknowledgement must not have expired, got: ${rule} by ${owner}, expired ${expires}`
          : `an acknowledgement must match a finding, got: ${rule} by ${owner}, which matches nothing`,
        got: expired ? expires : rule,
        mend: expired
          ? `mend what ${rule} found, or acknowledge it again with a later expiry date`
          : 'take the acknowledgement out',
        source: OWN_RULES,
        edition: settings.edition.id,
        fingerprint: fingerprint('PGB904', at.key, `${rule}\n${owner}\n${expires}`),
      },
    });
  }
  return findings;
}

/** A rule that breaks is a finding that fails the run: neither a stack dump nor a pass. */
function crashed(rule: Rule, error: unknown, edition: Edition): Judged {
  const text = error instanceof Error ? error.message : String(error);
  return {
    key: '',
    finding: {
      rule: rule.id,
      name: rule.name,
      severity: Severity.ERROR,
      outcome: Outcome.VIOLATED,
      resource: '',
      message: `the rule must come to an end, got: ${text}`,
      got: text,
      mend: 'report this with the configuration that caused it; the other rules have run',
      source: rule.sources[0],
      edition: edition.id,
      fingerprint: fingerprint(rule.id, 'crash', text),
    },
  };
}

function fingerprint(rule: string, key: string, discriminator: string): string {
  return createHash('sha256').update(`${rule}\n${key}\n${discriminator}`).digest('hex').slice(0, 16);
}

function byAddressThenRule(a: Judged, b: Judged): number {
  return (
    compare(a.finding.resource, b.finding.resource) ||
    compare(a.finding.rule, b.finding.rule) ||
    compare(a.key, b.key) ||
    compare(a.finding.message, b.finding.message)
  );
}

/** By code unit, so that the order is the same under every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
