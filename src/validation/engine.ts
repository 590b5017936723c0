import { createHash } from 'crypto';
import { strictest } from './profile-checks';
import { ProfileData } from './profile-data';
import { AcceptedRisk, Finding, Outcome, Severity } from '../findings/finding';
import { heavier } from '../findings/weight';
import { Entity } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { Edition } from '../matrix/edition';
import { OWN_RULES } from '../rules/own-source';
import { ACKNOWLEDGEMENT } from '../rules/pgb904-acknowledgement';
import { Rule, Verdict } from '../rules/rule';

/** An acknowledgement with the reach that its place gives it. */
export interface PlacedAcknowledgement extends AcceptedRisk {
  readonly rule: string;
  /** Where it was written, for the finding that it has expired or matches nothing. */
  readonly at: { readonly key: string; readonly resource: string; readonly path?: string };
  readonly covers: (finding: { readonly key: string; readonly resource: string; readonly path?: string }) => boolean;
  /** What keeps it from accepting anything, as in "must have a reason". */
  readonly flaw?: string;
}

export interface JudgeSettings {
  readonly edition: Edition;
  readonly profiles: readonly ProfileData[];
  /** `YYYY-MM-DD` */
  readonly now: string;
  readonly acknowledgements: readonly PlacedAcknowledgement[];
  /** Ids of the only rules to run; they are reported whatever they weigh. */
  readonly only?: ReadonlySet<string>;
  /** Ids of the rules to leave out. */
  readonly skip?: ReadonlySet<string>;
}

/** A finding with the key of the resource it is about. */
export interface Judged {
  readonly key: string;
  readonly finding: Finding;
}

export interface Judgement {
  readonly findings: readonly Judged[];
  /** Verdicts that had nothing to object to. */
  readonly compliant: number;
  /** How many resources any rule had something to say of. */
  readonly resources: number;
}

/** A rule on its way through the estate. */
interface Evaluation {
  readonly rule: Rule;
  verdicts?: Iterator<Verdict>;
}

/**
 * How many verdicts a rule gives before it is the next one's turn. Rules go through an estate in the same order, so that in
 * one of thousands they find in the processor's cache what the rule before them has looked at.
 */
const TURN = 32;

/** Holds an estate to the rules. Pure: no clock, no file, no tree. */
export function judge(estate: BackupInventory, rules: readonly Rule[], settings: JudgeSettings): Judgement {
  const { edition, now } = settings;
  const findings: Judged[] = [];
  const used = new Set<PlacedAcknowledgement>();
  const context = { edition, now, parameters: strictest(settings.profiles) };
  const judged = new Set<string>();
  /** Whom each verdict of a turn was last on: rule after rule it is the same again. */
  const lastOn: Entity[] = [];
  let compliant = 0;

  const hear = (rule: Rule, verdict: Verdict, turn: number): void => {
    if (lastOn[turn] !== verdict.on) {
      lastOn[turn] = verdict.on;
      judged.add(verdict.on.key);
    }
    if (verdict.outcome === 'compliant') {
      compliant++;
      return;
    }
    const severity = weigh(rule.id, verdict.severity ?? rule.severity, settings.profiles);
    if (isReported(rule.id, severity, settings)) findings.push(toJudged(rule, verdict, severity, settings, used));
    else markUsed(rule, verdict, settings, used);
  };
  /** Whether the rule has more to say. */
  const takeTurn = (evaluation: Evaluation): boolean => {
    const { rule } = evaluation;
    try {
      const verdicts = (evaluation.verdicts ??= rule.evaluate(estate, context)[Symbol.iterator]());
      for (let turn = 0; turn < TURN; turn++) {
        const next = verdicts.next();
        if (next.done === true) return false;
        hear(rule, next.value, turn);
      }
      return true;
    } catch (error) {
      findings.push(crashed(rule, error, edition));
      return false;
    }
  };

  let open = rules
    .filter(({ id }) => isWanted(id, settings))
    .filter((rule) => rule.onlyWhenPicked !== true || isPicked(rule.id, settings))
    .filter((rule) => rule.appliesTo?.(edition) !== false)
    .map((rule): Evaluation => ({ rule }));
  while (open.length > 0) open = open.filter(takeTurn);
  // What wasn't looked for can't be missing.
  for (const candidate of settings.acknowledgements) if (!isWanted(candidate.rule, settings)) used.add(candidate);

  findings.push(...judgeAcknowledgements(settings, used));
  return {
    findings: findings.sort(byAddressThenRule),
    compliant,
    resources: judged.size,
  };
}

/** Whether the rule isn't left out by its id. */
function isWanted(rule: string, { only, skip }: JudgeSettings): boolean {
  return only?.has(rule) !== false && skip?.has(rule) !== true;
}

function isPicked(rule: string, { only, profiles }: JudgeSettings): boolean {
  return only?.has(rule) === true || profiles.some(({ picks, raised }) => picks.includes(rule) || rule in raised);
}

function weigh(rule: string, own: Severity, profiles: readonly ProfileData[]): Severity {
  return profiles.reduce((severity, { raised }) => (rule in raised ? heavier(severity, raised[rule]) : severity), own);
}

function isReported(rule: string, severity: Severity, settings: JudgeSettings): boolean {
  return settings.profiles.some(({ severities }) => severities.includes(severity)) || isPicked(rule, settings);
}

function toJudged(
  rule: Rule,
  verdict: Verdict,
  severity: Severity,
  settings: JudgeSettings,
  used: Set<PlacedAcknowledgement>,
): Judged {
  const { on } = verdict;
  const source = verdict.source ?? rule.sources[0];
  const accepted = rule.acknowledgeable ? acceptedBy(rule, verdict, settings, used) : undefined;
  const acknowledgeable = rule.acknowledgeable && verdict.outcome === 'violated';
  return {
    key: on.key,
    finding: {
      rule: rule.id,
      name: rule.name,
      severity,
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
      fingerprint: fingerprint(rule.id, on.address, verdict.discriminator ?? ''),
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
  return candidates.find(({ expires, flaw }) => flaw === undefined && expires >= settings.now);
}

function judgeAcknowledgements(settings: JudgeSettings, used: ReadonlySet<PlacedAcknowledgement>): Judged[] {
  if (!isWanted(ACKNOWLEDGEMENT.id, settings)) return [];
  const findings: Judged[] = [];
  for (const acknowledgement of settings.acknowledgements) {
    const complaint = objectionTo(acknowledgement, settings.now, used);
    if (complaint === undefined) continue;
    const severity = weigh(ACKNOWLEDGEMENT.id, complaint.severity, settings.profiles);
    if (!isReported(ACKNOWLEDGEMENT.id, severity, settings)) continue;
    const { at, rule, expires, owner } = acknowledgement;
    findings.push({
      key: at.key,
      finding: {
        rule: ACKNOWLEDGEMENT.id,
        name: ACKNOWLEDGEMENT.name,
        outcome: Outcome.VIOLATED,
        resource: at.resource,
        path: at.path,
        source: OWN_RULES,
        edition: settings.edition.id,
        fingerprint: fingerprint(ACKNOWLEDGEMENT.id, at.resource, `${rule}\n${owner}\n${expires}`),
        ...complaint,
        severity,
      },
    });
  }
  return findings;
}

/** What is wrong with an acknowledgement: it can't accept anything, it has expired, or it matches nothing. */
function objectionTo(
  acknowledgement: PlacedAcknowledgement,
  now: string,
  used: ReadonlySet<PlacedAcknowledgement>,
): Pick<Finding, 'severity' | 'message' | 'got' | 'mend'> | undefined {
  const { rule, owner, expires, flaw } = acknowledgement;
  const written = owner === '' ? rule : `${rule} by ${owner}`;
  if (flaw !== undefined) {
    return {
      severity: Severity.ERROR,
      message: `an acknowledgement ${flaw}, got: ${written}`,
      got: rule,
      mend: `mend what ${rule} found, or give the acknowledgement what it lacks`,
    };
  }
  if (expires < now) {
    return {
      severity: Severity.ERROR,
      message: `an acknowledgement must not have expired, got: ${written}, expired ${expires}`,
      got: expires,
      mend: `mend what ${rule} found, or acknowledge it again with a later expiry date`,
    };
  }
  if (used.has(acknowledgement)) return undefined;
  return {
    severity: Severity.WARNING,
    message: `an acknowledgement must match a finding, got: ${written}, which matches nothing`,
    got: rule,
    mend: 'take the acknowledgement out',
  };
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

/** By address, not by key: the key of a resource names the input that it was read from, and inputs are renamed and reordered. */
function fingerprint(rule: string, address: string, discriminator: string): string {
  return createHash('sha256').update(`${rule}\n${address}\n${discriminator}`).digest('hex').slice(0, 16);
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
