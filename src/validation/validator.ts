import { Annotations, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { describeFinding, describeFindingAt } from '../findings/describe';
import { Finding, Outcome, Severity } from '../findings/finding';
import { assemble } from '../inventory/assemble';
import { BackupInventory } from '../inventory/inventory';
import { SupportMatrix } from '../matrix/support-matrix';
import { RULES } from '../rules/registry';
import { Acknowledgements } from './acknowledgements';
import { Judged, judge, JudgeSettings, PlacedAcknowledgement } from './engine';
import { Profile } from './profile';
import { readTree, TreeDocument } from './readers/tree';

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
    stack.node.addValidation({ validate: () => this.refusals() });
    // `skipValidation` leaves validations out, never this: it runs before annotations are collected and the file is written.
    const hook = new Construct(stack, 'PostgresBackupValidator');
    Object.defineProperty(hook, CUSTOM_SYNTHESIS, {
      value: {
        onSynthesize: () => {
          const refusals = this.judged ? [] : this.refusals();
          this.judged = false;
          if (refusals.length > 0) throw new Error(`Validation failed with the following errors:\n  ${refusals.join('\n  ')}`);
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
    const run = new Run(this.stack.node.root);
    return this.judgedIn(run, { ...this.options, ...options }).map((judged) => judged.finding);
  }

  /** Annotates this stack's findings; where it is refused, every refusal of the app comes back, this stack's first. */
  private refusals(): string[] {
    this.judged = true;
    const root = this.stack.node.root;
    let run = runs.get(root);
    // One reading serves all stacks of a synthesis, unless aspects of later stacks may still change them.
    if (run === undefined || run.seen.has(this) || run.document.aspectsPending) {
      run = new Run(root);
      runs.set(root, run);
    }
    run.seen.add(this);
    const own = this.refusalsIn(run);
    if (own.length === 0) return [];
    const all = run;
    const others = attached(root).filter((validator) => validator !== this);
    return [...own, ...others.flatMap((validator) => validator.refusalsIn(all))];
  }

  private refusalsIn(run: Run): string[] {
    const refusals: string[] = [];
    for (const { key, finding } of this.judgedIn(run, this.options)) {
      const refused = this.refuses(finding);
      annotate(run.document.constructs.get(key) ?? this.stack, finding, refused);
      if (refused) refusals.push(describeFindingAt(finding));
    }
    return refusals;
  }

  private refuses(finding: Finding): boolean {
    if (finding.severity !== Severity.ERROR || finding.acknowledgement !== undefined) return false;
    return finding.outcome === Outcome.VIOLATED || this.options.strict === true;
  }

  private judgedIn(run: Run, options: ValidationOptions): readonly Judged[] {
    return run.judge(this.stack.node.path, {
      edition: (options.edition ?? SupportMatrix.DEFAULT)._edition,
      profiles: options.profiles ?? [Profile.AZURE],
      now: options.now ?? new Date().toISOString().slice(0, 10),
    });
  }
}

/** One reading of the app, judged once for each way that its stacks want to be judged. */
class Run {
  public readonly document: TreeDocument;
  public readonly seen = new Set<PostgresBackupValidator>();
  private readonly estate: BackupInventory;
  private readonly acknowledgements: readonly PlacedAcknowledgement[];
  private readonly judgements = new Map<string, ReadonlyMap<string, readonly Judged[]>>();

  public constructor(root: IConstruct) {
    this.document = readTree(root);
    this.estate = assemble(this.document);
    this.acknowledgements = placedAcknowledgements(root);
  }

  /** The findings of one stack; those that belong to no resource come with every stack. */
  public judge(unit: string, settings: Omit<JudgeSettings, 'acknowledgements'>): readonly Judged[] {
    const way = [settings.edition.id, settings.now, ...settings.profiles.map((profile) => profile.name)].join('\n');
    let byUnit = this.judgements.get(way);
    if (byUnit === undefined) {
      const { findings } = judge(this.estate, RULES, { ...settings, acknowledgements: this.acknowledgements });
      byUnit = groupByUnit(findings);
      this.judgements.set(way, byUnit);
    }
    return [...(byUnit.get('') ?? []), ...(byUnit.get(unit) ?? [])];
  }
}

const runs = new WeakMap<IConstruct, Run>();

function groupByUnit(findings: readonly Judged[]): ReadonlyMap<string, readonly Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const judged of findings) {
    const unit = judged.key.slice(0, Math.max(0, judged.key.indexOf('|')));
    const group = groups.get(unit);
    if (group === undefined) groups.set(unit, [judged]);
    else group.push(judged);
  }
  return groups;
}

function attached(root: IConstruct): PostgresBackupValidator[] {
  return root.node
    .findAll()
    .filter((construct) => TerraformStack.isStack(construct))
    .map((stack) => (stack as unknown as Record<symbol, PostgresBackupValidator | undefined>)[VALIDATOR])
    .filter((validator) => validator !== undefined);
}

function placedAcknowledgements(root: IConstruct): PlacedAcknowledgement[] {
  return root.node.findAll().flatMap((construct) => {
    const { path } = construct.node;
    return (Acknowledgements._at(construct)?.all ?? []).map((acknowledgement) => ({
      ...acknowledgement,
      at: { key: `${unitOf(construct)}|${path}`, resource: path, path },
      covers: (finding: { readonly path?: string }) =>
        path === '' || finding.path === path || finding.path?.startsWith(`${path}/`) === true,
    }));
  });
}

function unitOf(construct: IConstruct): string {
  return construct.node.scopes.find((scope) => TerraformStack.isStack(scope))?.node.path ?? '';
}

/** Says it at the construct that the author wrote, once however often the app is synthesized. */
function annotate(construct: IConstruct, finding: Finding, refused: boolean): void {
  const target = construct.node.id === 'Resource' && construct.node.scope !== undefined ? construct.node.scope : construct;
  const text = describeFinding(finding);
  if (target.node.metadata.some((entry) => entry.data === text)) return;
  const annotations = Annotations.of(target);
  if (refused) annotations.addError(text);
  else if (finding.outcome === Outcome.UNDECIDED || finding.severity === Severity.NOTE || finding.acknowledgement !== undefined) {
    annotations.addInfo(text);
  } else annotations.addWarning(text);
}
