import { Severity } from '../findings/finding';
import { Entity } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { Edition } from '../matrix/edition';
import { Source } from '../matrix/source';

/** What the rules judge by. */
export interface RuleContext {
  readonly edition: Edition;
  /** The day of the judgement, `YYYY-MM-DD`. */
  readonly now: string;
}

/** What a rule says of one resource. */
export interface Verdict {
  readonly outcome: 'compliant' | 'violated' | 'undecided';
  readonly on: Entity;
  /** Constant sentence without a final stop: "`x` must be between A and B, got: V". */
  readonly message?: string;
  readonly got?: string;
  /** The limit in words; its source is the rule's own unless `source` says otherwise. */
  readonly limit?: string;
  readonly mend?: string;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  readonly source?: Source;
  /** Tells apart several findings of one rule on one resource; part of the fingerprint. */
  readonly discriminator?: string;
}

/** One rule: pure, it knows nothing of where the facts came from. */
export interface Rule {
  /** Never changes its meaning, never reused. */
  readonly id: string;
  /** Slug, as in `PGB401 server-size`. */
  readonly name: string;
  /** The severity under most editions; a verdict may carry another. */
  readonly severity: Severity;
  /** What it decides, one sentence. */
  readonly decides: string;
  /** Why it matters, one or two sentences. */
  readonly why: string;
  readonly sources: readonly Source[];
  /** False for what no reason excuses. */
  readonly acknowledgeable: boolean;
  /** Absent: it runs under every edition. */
  appliesTo?(edition: Edition): boolean;
  evaluate(estate: BackupInventory, context: RuleContext): Iterable<Verdict>;
}

export type Complaint = Omit<Verdict, 'outcome' | 'on'> & { readonly message: string; readonly mend: string };

export function compliant(on: Entity): Verdict {
  return { outcome: 'compliant', on };
}

export function violated(on: Entity, complaint: Complaint): Verdict {
  return { outcome: 'violated', on, ...complaint };
}

/**
 * @param what the fact that is missing, as in "`storage_mb`"
 * @param why why it isn't known; says what would make it known
 */
export function undecided(on: Entity, what: string, why: string, rest: Partial<Complaint> = {}): Verdict {
  return { outcome: 'undecided', on, message: `${what} can't be decided yet: ${why}`, ...rest };
}
