import { Annotations, App, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import type { Judged } from './engine';
import type { Run } from './judging';
import { Profile } from './profile';
import { askedReports, ReportFormat } from './report-format';
import { describeFinding, describeFindingAt } from '../findings/describe';
import { Finding, Outcome, Severity } from '../findings/finding';
import { SupportMatrix } from '../matrix/support-matrix';
import { Registry } from '../terraform/registry';

/** How a stack is judged. */
export interface ValidationOptions {
  /**
   * The support-matrix edition whose limits are enforced.
   * @default SupportMatrix.DEFAULT - the newest generally available edition
   */
  readonly edition?: SupportMatrix;
  /**
   * What is reported.
   * @default [Profile.AZURE]
   */
  readonly profiles?: Profile[];
  /**
   * Whether a finding that can't be decided yet counts as its rule's severity and so can fail the synthesis.
   * @default false
   */
  readonly strict?: boolean;
  /**
   * The day by which expiry dates and version support are judged, `YYYY-MM-DD`.
   * @default - the day of the synthesis
   */
  readonly now?: string;
  /**
   * Reports of the whole app that the synthesis writes beside its output folder, also where it is refused:
   * `cdktf.out.sarif`. The context value `azpgbackup:reports` (`sarif,junit`) asks for them without a change of code.
   * @default - those that the context asks for, else none
   */
  readonly reports?: ReportFormat[];
}

const VALIDATOR = Symbol.for('cdktf-azure-postgres-backup/validator');
const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');

/**
 * Holds a stack to the support matrix when it is synthesized.
 *
 * The first construct of this library attaches it to its stack; `of` attaches it by hand to a stack of raw azurerm
 * resources. Violations are error annotations at the construct, and stop the synthesis of the stack before its file is
 * written, also where `skipValidation` is set. The way out is an acknowledgement in writing, see `Acknowledgements`.
 */
export class PostgresBackupValidator {
  /** The validator of the stack that `scope` lies in; attaches it where there is none yet. */
  public static of(scope: IConstruct): PostgresBackupValidator {
    const stack = TerraformStack.of(scope);
    const holder = stack as unknown as Record<symbol, PostgresBackupValidator | undefined>;
    const existing = holder[VALIDATOR];
    if (existing !== undefined) return existing;
    const created = new PostgresBackupValidator(stack);
    Object.defineProperty(stack, VALIDATOR, { value: created });
    return created;
  }

  /** The edition whose limits are enforced. */
  public get edition(): SupportMatrix {
    return this.options.edition ?? SupportMatrix.DEFAULT;
  }

  private options: ValidationOptions = {};
  /** True between the validation and the writing of one synthesis. */
  private judged = false;

  private constructor(private readonly stack: TerraformStack) {
    ATTACHED.of(stack.node.root).push(this);
    stack.node.addValidation({ validate: () => this.refusals() });
    // `skipValidation` leaves validations out, never this: it runs before annotations are collected and the file is written.
    const hook = new Construct(stack, 'PostgresBackupValidator');
    Object.defineProperty(hook, CUSTOM_SYNTHESIS, {
      value: {
        onSynthesize: () => {
          const refusals = this.judged ? [] : this.refusals();
          this.judged = false;
          if (refusals.length > 0) {
            throw new Error(`Validation failed with the following errors:\n  ${refusals.join('\n  ')}`);
          }
        },
      },
    });
  }

  /**
   * Sets how the stack is judged; what isn't given stays as it was.
   * @returns this validator
   */
  public use(options: ValidationOptions): PostgresBackupValidator {
    this.options = { ...this.options, ...options };
    return this;
  }

  /**
   * What the rules say of this stack now, sorted by address, then rule. For tests and reports; changes nothing.
   * @param options override the validator's own for this call
   */
  public findings(options?: ValidationOptions): Finding[] {
    const run = newRun(this.stack.node.root);
    return this.judgedIn(run, { ...this.options, ...options }).map((judged) => judged.finding);
  }

  /** Annotates this stack's findings; where it is refused, every refusal of the app comes back, this stack's first. */
  private refusals(): string[] {
    this.judged = true;
    const root = this.stack.node.root;
    const run = this.currentRun(root);
    const others = ATTACHED.of(root).filter((validator) => validator !== this);
    // The last stack has been judged: the facts mustn't weigh on the writing of the files.
    if (others.every((validator) => run.seen.has(validator))) runs.delete(root);
    const own = this.refusalsIn(run);
    this.report(run, own.length > 0);
    if (own.length === 0) return [];
    return [...own, ...others.flatMap((validator) => validator.refusalsIn(run))];
  }

  /** Writes what was asked for, when the last stack has been judged or the synthesis stops. */
  private report(run: Run, refused: boolean): void {
    const { root } = this.stack.node;
    const all = ATTACHED.of(root);
    const judged = JUDGED.of(root);
    judged.add(this);
    if (!refused && judged.size < all.length) return;
    judged.clear();
    const formats = askedReports(
      root,
      all.flatMap((validator) => validator.options.reports ?? []),
    );
    if (formats.length === 0 || !App.isApp(root)) return;
    const settings = settingsOf(this.options);
    loadReports().writeReports({
      app: root,
      formats,
      stacks: all.map((validator) => validator.stack),
      edition: settings.edition.id,
      now: settings.now,
      findings: all.flatMap((validator) => validator.judgedIn(run, validator.options)),
      judgement: run.judgement(settings),
    });
  }

  /** One reading serves all stacks of a synthesis, unless aspects of later stacks may still change them. */
  private currentRun(root: IConstruct): Run {
    let run = runs.get(root);
    if (run === undefined || run.seen.has(this) || run.document.aspectsPending) {
      run = newRun(root);
      runs.set(root, run);
    }
    run.seen.add(this);
    return run;
  }

  private refusalsIn(run: Run): string[] {
    const refusals: string[] = [];
    for (const { key, finding } of this.judgedIn(run, this.options)) {
      const refused = this.refuses(finding);
      annotate(run.construct(key) ?? this.stack, finding, refused);
      if (refused) refusals.push(describeFindingAt(finding));
    }
    return refusals;
  }

  private refuses(finding: Finding): boolean {
    if (finding.severity !== Severity.ERROR || finding.acknowledgement !== undefined) return false;
    return finding.outcome === Outcome.VIOLATED || this.options.strict === true;
  }

  private judgedIn(run: Run, options: ValidationOptions): readonly Judged[] {
    return run.judge(this.stack.node.path, settingsOf(options));
  }
}

function settingsOf({ edition = SupportMatrix.DEFAULT, profiles = [], now }: ValidationOptions) {
  return {
    edition: edition._edition,
    // Every profile reports errors; none at all would be a silent way out.
    profiles: (profiles.length > 0 ? profiles : [Profile.AZURE]).map((profile) => profile._data),
    now: now ?? new Date().toISOString().slice(0, 10),
  };
}

const runs = new WeakMap<IConstruct, Run>();
/** The validators of an app, in the order they were attached. */
const ATTACHED = new Registry<IConstruct, PostgresBackupValidator[]>(() => []);
/** Those that have been judged in this synthesis. */
const JUDGED = new Registry<IConstruct, Set<PostgresBackupValidator>>(() => new Set());

/** Rules, readers and inventory are loaded when the first stack is judged: importing the package doesn't pay for them. */
function newRun(root: IConstruct): Run {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const judging = require('./judging') as typeof import('./judging');
  return new judging.Run(root);
}

/** What writes reports is loaded where one is asked for. */
function loadReports(): typeof import('./reports') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./reports') as typeof import('./reports');
}

/** Says it at the construct that the author wrote, once however often the app is synthesized. */
function annotate(construct: IConstruct, finding: Finding, refused: boolean): void {
  const target =
    construct.node.id === 'Resource' && construct.node.scope !== undefined ? construct.node.scope : construct;
  const text = describeFinding(finding);
  if (target.node.metadata.some((entry) => entry.data === text)) return;
  const annotations = Annotations.of(target);
  if (refused) {
    annotations.addError(text);
  } else if (
    finding.outcome === Outcome.UNDECIDED ||
    finding.severity === Severity.NOTE ||
    finding.acknowledgement !== undefined
  ) {
    annotations.addInfo(text);
  } else {
    annotations.addWarning(text);
  }
}
