import { IConstruct } from 'constructs';
import { BackupConfigurationError } from '../errors';
import type { Rule } from '../rules/rule';

/** A finding accepted in writing. */
export interface Acknowledgement {
  /** Id of the rule, `PGB504`. */
  readonly rule: string;
  /** Why the finding is accepted. */
  readonly reason: string;
  /** Person or team that answers for it. */
  readonly owner: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

const ACKNOWLEDGEMENTS = Symbol.for('cdktf-azure-postgres-backup/acknowledgements');

/**
 * The written acknowledgements of a construct and everything below it: the only way to accept a finding. Each is listed
 * in every report, and becomes a finding itself (PGB904) when it has expired or matches nothing.
 */
export class Acknowledgements {
  /** The acknowledgements of a construct. */
  public static of(scope: IConstruct): Acknowledgements {
    const holder = scope as unknown as Record<symbol, Acknowledgements | undefined>;
    const existing = holder[ACKNOWLEDGEMENTS];
    if (existing !== undefined) return existing;
    const created = new Acknowledgements(scope);
    Object.defineProperty(scope, ACKNOWLEDGEMENTS, { value: created });
    return created;
  }

  /** The acknowledgements written at exactly this construct, without making a place for them. @internal */
  public static _at(scope: IConstruct): Acknowledgements | undefined {
    return (scope as unknown as Record<symbol, Acknowledgements | undefined>)[ACKNOWLEDGEMENTS];
  }

  private readonly entries: Acknowledgement[] = [];

  private constructor(private readonly scope: IConstruct) {}

  /** What was acknowledged here, in the order it was added. */
  public get all(): Acknowledgement[] {
    return [...this.entries];
  }

  /**
   * Accepts the findings of one rule on this construct and everything below it.
   * @throws PGB904 when the rule is unknown or can't be acknowledged, when reason or owner is empty, or the expiry isn't a date
   */
  public add(acknowledgement: Acknowledgement): Acknowledgements {
    const { rule: id, reason, owner, expires } = acknowledgement;
    const rule = rules().find((candidate) => candidate.id === id);
    if (rule === undefined) this.refuse('rule', 'the id of a rule', id, 'the ids stand in `docs/rules.md`');
    else if (!rule.acknowledgeable) this.refuse('rule', 'a rule that can be acknowledged', id, 'mend the finding');
    if (reason.trim() === '') {
      this.refuse('reason', 'a sentence that says why', reason, 'say why the finding is accepted');
    }
    if (owner.trim() === '') this.refuse('owner', 'a person or team', owner, 'name who answers for it');
    if (!isDate(expires)) {
      this.refuse('expires', 'a date as YYYY-MM-DD', expires, 'give the last day on which it holds');
    }
    this.entries.push({ rule: id, reason, owner, expires });
    return this;
  }

  private refuse(prop: string, must: string, got: string, mend: string): never {
    throw new BackupConfigurationError({
      code: 'PGB904',
      path: this.scope.node.path,
      message: `\`${prop}\` must be ${must}, got: ${got.trim() === '' ? '(empty)' : got}.`,
      mend,
    });
  }
}

/** Loaded when something is acknowledged, not when the package is imported. */
function rules(): readonly Rule[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('../rules/registry') as typeof import('../rules/registry')).RULES;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
