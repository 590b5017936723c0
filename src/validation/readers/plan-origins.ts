import { member } from './json';
import type { PlanModule } from './plan-module';
import { partOf, plain } from './plan-resource';
import { constantWith, isSettled, MAX_HOPS, MAX_VISITS, ownName, pick, Site } from './plan-site';
import { longestOf, onlyOf, traversalOf } from './plan-traversal';
import { below, blockKey, isKeyword, parseText, stepsBehind, Traversal } from '../../inventory/expression';
import { UNSEEN } from '../../inventory/source';
import { Reference, Template, Unknown, Value } from '../../inventory/value';

/** One of the things that a value is made from. */
export interface Origin {
  /** A literal is given as such, everything else as what it refers to. */
  readonly written: Value;
  /** It says which of several it is, and is known in every plan: `each.key`. */
  readonly settled?: boolean;
  /** What it comes to, where the plan shows that. */
  value?(): unknown;
  /** Whether it is said to be sensitive. */
  isSecret?(): boolean;
}

/** Where the values of a plan's configuration come from, whatever they come to. */
export class PlanOrigins {
  /** Expressions visited for the value that is asked for. */
  private visits = 0;
  /** Where a reference of this module leads to, on which nothing else has a say. */
  private readonly sources = new Map<string, Value>();

  /** Where a value comes from: a literal is given as such, everything else as what it refers to. */
  public written(expression: unknown, site: Site): Value {
    const references = member(expression, 'references');
    // As most are.
    if (references === undefined) return outOf(member(expression, 'constant_value'));
    const only = Array.isArray(references) ? onlyOf(references) : undefined;
    if (only !== undefined && this.sources.has(only)) return this.sources.get(only);
    this.visits = 0;
    const found = mainOf(this.madeFrom(expression, site, [], 0));
    if (only !== undefined) this.sources.set(only, found);
    return found;
  }

  /** The same for all that a value is made from. */
  public origins(expression: unknown, site: Site): readonly Origin[] {
    this.visits = 0;
    return this.madeFrom(expression, site, [], 0);
  }

  /** The same in every place of what is written out, as a JSON configuration does it. */
  public writtenOut(constant: unknown, site: Site): Value {
    this.visits = 0;
    return constantWith(constant, (text) => {
      const all: Origin[] = [];
      const resolve = (traversal: Traversal) => {
        const origins = this.originsOf(traversal, site, [], 0);
        all.push(...origins);
        return mainOf(origins);
      };
      const value = parseText(text, { resolve });
      return value instanceof Template && all.length > 0 ? mainOf(all) : value;
    });
  }

  /** @param steps what is taken of the value */
  private madeFrom(expression: unknown, site: Site, steps: readonly string[], hops: number): readonly Origin[] {
    const constant = member(expression, 'constant_value');
    const references = member(expression, 'references');
    const traversals = Array.isArray(references) ? longestOf(references).map(traversalOf) : [];
    if (traversals.length > 0) return traversals.flatMap((each) => this.originsOf(each, site, steps, hops));
    const whole = outOf(constant);
    if (whole instanceof Template) return [{ written: whole }];
    const written = below(whole, steps);
    return [{ written, value: () => written }];
  }

  private originsOf(traversal: Traversal, site: Site, steps: readonly string[], hops: number): readonly Origin[] {
    const { module } = site;
    const { first, second } = traversal;
    const written = new Reference(blockKey(traversal, module.unit, module.address), []);
    if (!isKeyword(traversal)) return [{ written, ...this.shownOf(traversal, site, steps) }];
    if (hops > MAX_HOPS || this.visits++ > MAX_VISITS) return [{ written }];
    if (first === 'local') {
      const why = `what local.${second} stands for is not shown in a plan`;
      return [{ written: new Unknown(why, [new Reference(UNSEEN, [])]) }];
    }
    if (first === 'var') {
      return this.originsOfVariable(second, written, module, [...stepsBehind(traversal), ...steps], hops);
    }
    if (first === 'module' && traversal.steps.length === 1) {
      const [child] = module.childrenOf(second)?.all ?? [];
      const output = child?.output(traversal.steps[0]);
      if (output !== undefined) return this.madeFrom(output, { module: child }, steps, hops + 1);
    }
    return [{ written, settled: isSettled(traversal) }];
  }

  private originsOfVariable(
    name: string,
    written: Reference,
    module: PlanModule,
    steps: readonly string[],
    hops: number,
  ): readonly Origin[] {
    const { call } = module;
    const isSecret = () => module.isSecret(name);
    const standard = module.variableDefault(name);
    // No copy is made of what may be large.
    const given = (whole: unknown) => {
      const value = steps.reduce(partOf, whole);
      const isDefault = typeof value === 'string' && value === steps.reduce(partOf, standard);
      const { key, attribute } = written;
      const origin = isDefault ? new Reference(key, attribute, undefined, false, value) : written;
      return [{ written: origin, value: () => value, isSecret }];
    };
    if (call === undefined) return given(member(member(module.context.variables, name), 'value'));
    const input = member(member(call.config, 'expressions'), name);
    if (input === undefined) return given(standard);
    const origins = this.madeFrom(input, { module: call.parent, index: call.index }, steps, hops + 1);
    return module.isSecret(name) ? origins.map((origin) => ({ ...origin, isSecret })) : origins;
  }

  /** What a plan shows of the attribute that a reference is to. */
  private shownOf(traversal: Traversal, site: Site, steps: readonly string[]): Pick<Origin, 'value' | 'isSecret'> {
    // What is ephemeral is given to nothing that is kept or shown.
    if (traversal.first === 'ephemeral') return { isSecret: () => true };
    const path = [...traversal.steps, ...steps];
    const instances = path.length === 0 ? undefined : site.module.referred(traversal)?.instances;
    if (instances === undefined) return {};
    const target = () => pick(instances, traversal.index, { ...site, picks: true }, ownName);
    return {
      value: () => target()?.at(path)?.value,
      isSecret: () => target()?.marks(path) === true,
    };
  }
}

export function notShown(name: string): Unknown {
  return new Unknown(`how \`${name}\` is written is not shown`, [new Reference(UNSEEN, [])]);
}

/** What an expression that refers to nothing is written as. */
function outOf(constant: unknown): Value {
  const isText = typeof constant === 'string' && constant.includes('${');
  return constant === undefined || isText ? new Template([new Unknown('a function gives it')]) : plain(constant);
}

/** Of what something is made from, that which says most of where it comes from. */
function mainOf(origins: readonly Origin[]): Value {
  const written = origins.map((origin) => origin.written);
  const elsewhere = written.find((each) => each instanceof Reference);
  return elsewhere ?? written.find((each) => each instanceof Unknown) ?? written[0];
}
