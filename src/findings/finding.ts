import { Source } from '../matrix/source';

/** How much a finding weighs. A profile may raise it, never lower it. */
export enum Severity {
  /** Azure or the provider refuses it, or the backup or restore certainly fails. */
  ERROR = 'error',
  /** It works, and works against you. */
  WARNING = 'warning',
  /** Worth knowing. */
  NOTE = 'note',
}

/** What a rule found. */
export enum Outcome {
  /** The rule is broken. */
  VIOLATED = 'violated',
  /** A fact that the rule needs isn't known yet. */
  UNDECIDED = 'undecided',
}

/** A finding that somebody accepted. */
export interface AcceptedRisk {
  /** Why it is accepted. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** One thing that a rule says of one resource. */
export interface Finding {
  /** Rule id, `PGB401`. */
  readonly rule: string;
  /** Rule name, `server-size`. */
  readonly name: string;
  /** How much it weighs under the edition that judged. */
  readonly severity: Severity;
  /** Broken, or not decidable yet. */
  readonly outcome: Outcome;
  /** Terraform address of the resource. */
  readonly resource: string;
  /**
   * Path of the construct.
   * @default - none: the resource doesn't come from a construct tree
   */
  readonly path?: string;
  /** What is wrong: "`x` must be between A and B, got: V", without a final stop. */
  readonly message: string;
  /**
   * The value got.
   * @default - no single value is to blame
   */
  readonly got?: string;
  /**
   * The limit, in words.
   * @default - the message says it
   */
  readonly limit?: string;
  /**
   * How to mend it.
   * @default - nothing to mend: a fact has to become known
   */
  readonly mend?: string;
  /** Where the limit comes from. */
  readonly source: Source;
  /** Id of the support-matrix edition that judged. */
  readonly edition: string;
  /** Stable across runs and reordering. */
  readonly fingerprint: string;
  /**
   * Who accepted it, why and until when.
   * @default - nobody did
   */
  readonly acknowledgement?: AcceptedRisk;
}
