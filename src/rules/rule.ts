import { Severity } from '../findings/finding';
import { Entity } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { ChangeAction } from '../inventory/source';
import { Edition, EditionId } from '../matrix/edition';
import { Source } from '../matrix/source';

/** What the rules judge by. */
export interface RuleContext {
  readonly edition: Edition;
  /** The day of the judgement, `YYYY-MM-DD`. */
  readonly now: string;
  /** What the profiles set, by the name of the parameter; a rule takes its own value for one that is missing. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A value of a rule that a profile can set. */
export interface RuleParameter {
  /** As profiles name it: `minimum-yearly-retention`. */
  readonly name: string;
  readonly says: string;
  /** What holds where no profile sets it. */
  readonly otherwise: string;
  /** What is wrong with a value, as in "must be …"; undefined where nothing is. */
  problem(value: string): string | undefined;
  /** Of two profiles' values the one that asks for more. */
  stricter(a: string, b: string): string;
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

/** A configuration that the rule judges as its place says; what it doesn't show is as in docs/rules/estate.tf. */
export interface RuleExample {
  readonly hcl: string;
  /** What has been applied before; the example is then the plan from there. */
  readonly applied?: string;
  /** What that plan does, by address, where it is more than an update in place. */
  readonly plan?: Readonly<Record<string, readonly ChangeAction[]>>;
}

/** What `explain` and the rule's page say beyond what the rule itself does. */
export interface RuleDocumentation {
  /** How to mend it in general; a finding says it for the resource at hand. */
  readonly mend: string;
  /** Absent for the one rule that isn't about resources. */
  readonly examples?: { readonly compliant: RuleExample; readonly nonCompliant: RuleExample };
  /** The edition that the examples are judged by, where it isn't the default. */
  readonly edition?: EditionId;
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
  /** It asks for what not everybody wants, and runs only where it is picked by its id, by a profile or on the command line. */
  readonly onlyWhenPicked?: true;
  readonly parameters?: readonly RuleParameter[];
  /** Absent: it runs under every edition. */
  appliesTo?(edition: Edition): boolean;
  evaluate(estate: BackupInventory, context: RuleContext): Iterable<Verdict>;
  /** Made when somebody asks for it. */
  documentation(): RuleDocumentation;
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
