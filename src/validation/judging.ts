import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { Acknowledgements } from './acknowledgements';
import { Judged, judge, Judgement, JudgeSettings, PlacedAcknowledgement } from './engine';
import { assemble } from '../inventory/assemble';
import { BackupInventory } from '../inventory/inventory';
import { unitOfKey } from '../inventory/value';
import { rulesFor } from '../rules/rules-for';
import { readTree, TreeDocument } from './readers/tree';

/** One reading of the app, judged once for each way that its stacks want to be judged. */
export class Run {
  public readonly document: TreeDocument;
  /** The stacks that have been judged by this reading. */
  public readonly seen = new Set<object>();
  private readonly estate: BackupInventory;
  private readonly acknowledgements: readonly PlacedAcknowledgement[];
  /** Where acknowledgements were written. */
  private readonly places = new Map<string, IConstruct>();
  private readonly judgements = new Map<
    string,
    Judgement & { readonly byUnit: ReadonlyMap<string, readonly Judged[]> }
  >();

  public constructor(root: IConstruct) {
    this.document = readTree(root);
    this.estate = assemble(this.document);
    this.acknowledgements = placedAcknowledgements(root, this.places);
  }

  /** What a finding is about: a resource, or the construct that an acknowledgement was written at. */
  public construct(key: string): IConstruct | undefined {
    return this.document.constructs.get(key) ?? this.places.get(key);
  }

  /** The findings of one stack; those that belong to no resource come with every stack. */
  public judge(unit: string, settings: Omit<JudgeSettings, 'acknowledgements'>): readonly Judged[] {
    const { byUnit } = this.judgement(settings);
    return [...(byUnit.get('') ?? []), ...(byUnit.get(unit) ?? [])];
  }

  /** What is said of all stacks together. */
  public judgement(settings: Omit<JudgeSettings, 'acknowledgements'>) {
    const way = JSON.stringify([settings.edition.id, settings.now, settings.profiles]);
    let judgement = this.judgements.get(way);
    if (judgement === undefined) {
      const all = judge(this.estate, rulesFor(this.estate), { ...settings, acknowledgements: this.acknowledgements });
      judgement = { ...all, byUnit: groupByUnit(all.findings) };
      this.judgements.set(way, judgement);
    }
    return judgement;
  }
}

function groupByUnit(findings: readonly Judged[]): ReadonlyMap<string, readonly Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const judged of findings) {
    const unit = unitOfKey(judged.key);
    const group = groups.get(unit);
    if (group === undefined) groups.set(unit, [judged]);
    else group.push(judged);
  }
  return groups;
}

function placedAcknowledgements(root: IConstruct, places: Map<string, IConstruct>): PlacedAcknowledgement[] {
  return root.node.findAll().flatMap((construct) => {
    const entries = Acknowledgements._at(construct)?.all ?? [];
    if (entries.length === 0) return [];
    const { path } = construct.node;
    const unit = unitOf(construct);
    const key = `${unit}|${path}`;
    // cdktf shows no annotations above the stacks.
    if (unit !== '') places.set(key, construct);
    return entries.map((acknowledgement) => ({
      ...acknowledgement,
      at: { key, resource: path, path },
      covers: (finding: { readonly path?: string }) =>
        path === '' || finding.path === path || finding.path?.startsWith(`${path}/`) === true,
    }));
  });
}

function unitOf(construct: IConstruct): string {
  return construct.node.scopes.find((scope) => TerraformStack.isStack(scope))?.node.path ?? '';
}
