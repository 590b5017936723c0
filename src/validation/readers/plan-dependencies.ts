import { isObject, member } from './json';
import type { PlanBlock, PlanModule } from './plan-module';
import type { PlanResource } from './plan-resource';
import { longestOf, traversalOf } from './plan-traversal';
import { Traversal } from '../../inventory/expression';
import { TYPES } from '../../inventory/resource-types';
import { UNSEEN } from '../../inventory/source';
import { resourceKey } from '../../inventory/value';

/** What the resources of one module of a plan depend on. Read in thousands: lists, not generators within generators. */
export class PlanDependencies {
  public constructor(private readonly module: PlanModule) {}

  public declared(resource: PlanResource): string[] {
    const keys: string[] = [];
    this.listed(resource.block.config?.depends_on, keys);
    for (const address of resource.recorded ?? []) keys.push(...this.module.context.atAddress(address));
    for (let module = this.module; module.call !== undefined; module = module.call.parent) {
      const { parent, config } = module.call;
      parent.dependencies.listed(member(config, 'depends_on'), keys);
    }
    return keys;
  }

  public all(resource: PlanResource): string[] {
    const keys = this.declared(resource);
    const { config } = resource.block;
    if (config === undefined) {
      // An instance refers to others; without any record of it, it has been imported.
      if (resource.recorded === undefined && resource.type === TYPES.instance) keys.push(UNSEEN);
      return keys;
    }
    this.inExpression(config.count_expression, true, keys);
    this.inExpression(config.for_each_expression, true, keys);
    for (const [name, expression] of Object.entries(isObject(config.expressions) ? config.expressions : {})) {
      // A local that gives a value known before anything is made doesn't hide what is made by this plan.
      this.inExpression(expression, !resource.isOpen(name), keys);
    }
    return keys;
  }

  private listed(names: unknown, into: string[]): void {
    if (!Array.isArray(names)) return;
    for (const name of names) {
      if (typeof name !== 'string') continue;
      const block = this.module.blockNamed(name);
      if (block === undefined) this.referred(traversalOf(name), true, into);
      else this.instancesOf(block, into);
    }
  }

  private inExpression(expression: unknown, known: boolean, into: string[]): void {
    const open: unknown[] = [expression];
    while (open.length > 0) {
      const part = open.pop();
      const references = member(part, 'references');
      if (Array.isArray(references)) {
        for (const reference of longestOf(references)) this.referred(traversalOf(reference), known, into);
      } else if (typeof part === 'object' && part !== null) {
        for (const each of Object.values(part as object)) open.push(each);
      }
    }
  }

  /**
   * Keys of what a reference waits for.
   * @param known whether the value it is part of is known, so that nothing unseen hides in it
   */
  private referred(traversal: Traversal, known: boolean, into: string[]): void {
    const { data, first, second } = traversal;
    switch (data ? 'data' : first) {
      case 'each':
      case 'count':
      case 'path':
      case 'terraform':
      case 'self':
        return;
      case 'local':
        if (!known) into.push(UNSEEN);
        return;
      case 'var':
        if (this.module.call !== undefined) into.push(this.input(second, known));
        return;
      case 'module':
        this.called(traversal, known, into);
        return;
      default:
        this.instancesOf(this.module.referred(traversal), into);
    }
  }

  private instancesOf(block: PlanBlock | undefined, into: string[]): void {
    if (block === undefined) return;
    const { name, instances } = block;
    if (instances.only !== undefined) into.push(instances.only.key);
    else if (instances.size > 0) into.push(this.node(name, () => instances.all.map(({ key }) => key)));
  }

  private input(name: string, known: boolean): string {
    const { parent, config } = this.module.call!;
    return this.node(`var:${name}${known ? '' : '?'}`, () => {
      const keys: string[] = [];
      parent.dependencies.inExpression(member(member(config, 'expressions'), name), known, keys);
      parent.dependencies.inExpression(member(config, 'count_expression'), true, keys);
      parent.dependencies.inExpression(member(config, 'for_each_expression'), true, keys);
      return keys;
    });
  }

  private called({ second, index, steps: [output] }: Traversal, known: boolean, into: string[]): void {
    for (const child of this.module.childrenOf(second)?.all ?? []) {
      const own = child.call?.index;
      if (index !== undefined && own !== undefined && own !== index) continue;
      const { dependencies } = child;
      into.push(output === undefined ? dependencies.whole() : dependencies.output(output, known));
    }
  }

  private output(name: string, known: boolean): string {
    return this.node(`output:${name}${known ? '' : '?'}`, () => {
      const keys: string[] = [];
      this.inExpression(this.module.output(name), known, keys);
      this.listed(this.module.outputDependsOn(name), keys);
      return keys;
    });
  }

  /** All that is in the module. */
  private whole(): string {
    return this.node('', () => [
      ...this.module.ownResources().map(({ key }) => key),
      ...this.module.ownChildren().map((child) => child.dependencies.whole()),
    ]);
  }

  private node(name: string, read: () => readonly string[]): string {
    const { context, unit, address } = this.module;
    return context.node(resourceKey(unit, `${address}${name}`), read);
  }
}
