import { isObject, member } from './json';
import { anyOf, pickedFrom } from './plan-candidates';
import type { PlanModule } from './plan-module';
import { partOf, plain, PlanResource } from './plan-resource';
import { constantWith, isLiteral, isSettled, MAX_HOPS, MAX_VISITS, ownName, pick, Site } from './plan-site';
import { isIdOf, isReferenceTo, longestOf, onlyOf, traversalOf } from './plan-traversal';
import { below, isKeyword, parseText, stepsBehind, Traversal } from '../../inventory/expression';
import { OTHER_TYPES, TYPES } from '../../inventory/resource-types';
import { OneOf, Reference, resourceKey, Unknown, Value } from '../../inventory/value';

/**
 * What expressions of a plan's configuration stand for. A plan prints which things an expression refers to and not how; of
 * JSON configurations, as cdktf writes them, it keeps the text. Only values that are not known yet are looked up here, and
 * such a value can only come from something that isn't known either: where that is one thing, it is the one.
 */
export class PlanExpressions {
  /** Expressions visited for the value that is asked for. */
  private visits = 0;
  private readonly directs = new Map<string, Reference | null>();

  public constructor(private readonly module: PlanModule) {}

  /** What the value of an argument, which isn't known yet, will be. */
  public evaluate(expression: unknown, site: Site, argument: string): Value {
    this.visits = 0;
    return this.follow(expression, site, argument, [], 0) ?? this.later(argument, site);
  }

  /**
   * @param argument that the value is for
   * @param steps what is taken of the value
   * @returns undefined where all that it is made from is known
   */
  private follow(expression: unknown, site: Site, argument: string, steps: readonly string[], hops: number): Value {
    if (hops > MAX_HOPS) return new Unknown('it refers to itself');
    if (this.visits++ > MAX_VISITS) return new Unknown('it comes from too much to be followed');
    const constant = member(expression, 'constant_value');
    const references = member(expression, 'references');
    if (constant !== undefined) {
      const value = below(constantWith(constant, this.valuesAt(site, argument, hops)), steps);
      if (!(value instanceof Unknown)) return value;
      // Nothing that is to be known comes from what is written out, whatever has been made of it.
      if (!Array.isArray(references)) return value.references.length === 0 ? undefined : value;
    }
    if (!Array.isArray(references)) return undefined;
    return this.oneOf(longestOf(references).map(traversalOf), site, argument, steps, hops);
  }

  /** The same for what nearly all are: one attribute of one resource, and nothing else. */
  public direct(expression: unknown, argument: string): Reference | undefined {
    const references = member(expression, 'references');
    if (!Array.isArray(references)) return undefined;
    const [text, address] = references as readonly unknown[];
    if (typeof text !== 'string') return undefined;
    const isId = references.length === 2 && isIdOf(text, address);
    const constant = member(expression, 'constant_value');
    const isWhole =
      constant === undefined
        ? argument !== 'scope' && (isId || onlyOf(references) !== undefined)
        : isReferenceTo(text, constant);
    if (!isWhole) return undefined;
    const block = isId ? this.module.blockNamed(address as string) : undefined;
    // Many refer to the same: what it leads to is kept.
    let found = block === undefined ? this.directs.get(text) : block.id;
    if (found === undefined) {
      found = this.attributeAt(traversalOf(text)) ?? null;
      if (block === undefined) this.directs.set(text, found);
      else block.id = found;
    }
    return found ?? undefined;
  }

  private attributeAt(traversal: Traversal): Reference | undefined {
    const { index, steps } = traversal;
    const only = isKeyword(traversal) ? undefined : this.module.referred(traversal)?.instances.only;
    if (only === undefined || only.index !== index || steps.length === 0) return undefined;
    return only.at(steps) === undefined ? new Reference(only.key, steps) : undefined;
  }

  private valuesAt(site: Site, argument: string, hops: number): (text: string) => Value {
    return (text) => {
      const at = { ...site, texts: true };
      return parseText(text, { resolve: (traversal) => this.resolve(traversal, at, argument, [], hops) });
    };
  }

  /** The one of several things that a value, which isn't known, can come from. */
  private oneOf(
    traversals: readonly Traversal[],
    site: Site,
    argument: string,
    steps: readonly string[],
    hops: number,
  ): Value {
    const picks = site.picks === true || traversals.some(isOwnKey);
    const at = { ...site, picks, texts: false };
    const found: (Reference | Unknown)[] = [];
    for (const traversal of traversals) {
      if (isKeyword(traversal) && isSettled(traversal)) continue;
      const { first, second } = traversal;
      const value = this.resolve(traversal, at, argument, steps, hops);
      if (value instanceof Reference || value instanceof Unknown) {
        found.push(value);
      } else if (typeof value === 'object' && value !== null) {
        found.push(new Unknown(`what is taken of ${[first, second].join('.')} can't be followed`));
      }
    }
    const picked = pickedFrom(found, { argument, steps }, (key) => this.module.context.typeOf(key));
    // What else there is may choose.
    return picked instanceof OneOf && traversals.length > 1 ? picked.from(undefined) : picked;
  }

  private resolve(traversal: Traversal, site: Site, argument: string, steps: readonly string[], hops: number): Value {
    const { first, second } = traversal;
    if (!isKeyword(traversal)) return this.resource(traversal, site, argument, steps);
    const rest = [...stepsBehind(traversal), ...steps];
    switch (first) {
      case 'var':
        return this.variable(second, site.module, argument, rest, hops);
      case 'module':
        return this.output(traversal, site, argument, steps, hops);
      case 'each':
        if (second === 'value') return this.each(site, argument, rest, hops);
        return site.index ?? this.later(argument, site);
      case 'count':
        return site.index ?? this.later(argument, site);
      case 'local':
        return new Unknown(`what local.${second} stands for is not shown in a plan`);
      default:
        return new Unknown(`${first}.${second} is not shown in a plan`);
    }
  }

  private variable(name: string, module: PlanModule, argument: string, steps: readonly string[], hops: number): Value {
    if (module.call === undefined) return taken(member(member(module.context.variables, name), 'value'), steps);
    const { parent, config, index } = module.call;
    const input = member(member(config, 'expressions'), name);
    if (input === undefined) return taken(module.variableDefault(name), steps);
    const site = { module: parent, index, forEach: member(config, 'for_each_expression') };
    const value = this.follow(input, site, argument, steps, hops + 1);
    if (!(value instanceof OneOf)) return value;
    return value.from(resourceKey(module.unit, `${module.address}${['var', name, ...steps].join('.')}`));
  }

  private output(
    { second, index, steps: own }: Traversal,
    site: Site,
    argument: string,
    steps: readonly string[],
    hops: number,
  ): Value {
    const children = site.module.childrenOf(second);
    if (children === undefined) return new Unknown(`no instance of module.${second} is shown in the plan`);
    const child = pick(children, index, site);
    if (child === undefined) {
      return new Unknown(`which of ${children.size} instances of module.${second} it is can't be followed`);
    }
    const [name, ...rest] = [...own, ...steps];
    const expression = name === undefined ? undefined : child.output(name);
    if (expression === undefined) return new Unknown(`what module.${second} gives is not shown in the plan`);
    // `module.vaults.ids[each.key]` is printed as `module.vaults.ids`: the key picks one of what the output is made from.
    const keyed = site.picks === true && rest.length === 0 && children.only === child;
    const within = keyed ? { module: child, index: site.index, picks: true } : { module: child };
    return this.follow(expression, within, argument, rest, hops + 1);
  }

  /** `each.value`: an entry of what `for_each` goes over. */
  private each(site: Site, argument: string, steps: readonly string[], hops: number): Value {
    const { forEach, index } = site;
    if (forEach === undefined || index === undefined) return this.later(argument, site);
    const constant = member(forEach, 'constant_value');
    const outer = { module: site.module, index, picks: true };
    // In a JSON configuration the entries may be written out.
    if (isObject(constant)) {
      return below(constantWith(member(constant, index), this.valuesAt(outer, argument, hops)), steps);
    }
    const value = this.follow(forEach, outer, argument, steps, hops + 1);
    return value instanceof OneOf && value.origin !== undefined
      ? value.from(`${value.origin} of ${JSON.stringify(index)}`)
      : value;
  }

  private resource(traversal: Traversal, site: Site, argument: string, steps: readonly string[]): Value {
    const { index, steps: own } = traversal;
    const block = site.module.referred(traversal);
    // What `count` leaves out gives nothing.
    if (block === undefined || block.instances.size === 0) return undefined;
    const { instances } = block;
    let behind = [...own, ...steps];
    // `{ for name, each in many : name => each.id }["a"]` is printed as `many`: the step picks one.
    let target = index === undefined && own.length === 0 && behind.length > 0 ? instances.at(behind[0]) : undefined;
    if (target !== undefined) behind = behind.slice(1);
    else target = pick(instances, index, site, ownName);
    if (target === undefined) {
      if (index !== undefined && isLiteral(index)) return undefined;
      const why = `which of ${instances.size} instances of ${block.name} it is can't be followed`;
      return anyOf(why, instances.all, (each) => this.attributeOf(each, own, behind, site, argument));
    }
    return this.attributeOf(target, own, behind, site, argument);
  }

  private attributeOf(
    target: PlanResource,
    own: readonly string[],
    behind: readonly string[],
    site: Site,
    argument: string,
  ): Value {
    const path = own.length > 0 && target.isLeaf(own) ? own : behind;
    // `one(x.identity).principal_id` is printed as `x.identity`.
    const isWhole = path.length === 0 || (argument === 'principal_id' && path.length === 1 && path[0] === 'identity');
    const attribute = isWhole ? attributeFor(argument, target) : path;
    if (attribute === undefined) {
      return new Unknown(`which attribute of ${target.address} it is is not shown in a plan`);
    }
    const known = target.at(attribute);
    if (known !== undefined) return known.value;
    const mayBePart = attribute === own && own.length < behind.length && !isText(own);
    const loose = mayBePart || (site.texts !== true && mayGoOn(argument, target));
    return new Reference(target.key, attribute, undefined, loose);
  }

  private later(argument: string, { module }: Site): Unknown {
    return new Unknown(`${module.address}${argument} is known after apply`);
  }
}

/** What roles are assigned on as it is. The ids of accounts, key vaults and the like are more often a part of a scope. */
const WHOLE_SCOPES: ReadonlySet<string> = new Set([
  TYPES.server,
  TYPES.vault,
  TYPES.cluster,
  TYPES.container,
  OTHER_TYPES.resourceGroup,
  OTHER_TYPES.subscription,
]);

function mayGoOn(argument: string, { type }: PlanResource): boolean {
  return argument === 'scope' && !WHOLE_SCOPES.has(type);
}

/** An id has no parts; of what else isn't known yet a plan doesn't tell. */
function isText(attribute: readonly string[]): boolean {
  return /(?:^|_)(?:id|name)$/.test(attribute[attribute.length - 1]);
}

/** What several are told apart by; an attribute of `each.value` may name anything. */
function isOwnKey({ first, second, steps }: Traversal): boolean {
  return first === 'count' || (first === 'each' && (second === 'key' || steps.length === 0));
}

/** The attribute that a plan leaves out where the index isn't written out: the argument tells which is meant. */
function attributeFor(argument: string, { type }: PlanResource): readonly string[] | undefined {
  if (argument === 'principal_id') return PRINCIPALS.has(type) ? ['principal_id'] : ['identity', '0', 'principal_id'];
  return argument === 'scope' || /_ids?$/.test(argument) ? ['id'] : undefined;
}

/** Types that are a principal, where others have one. */
const PRINCIPALS: ReadonlySet<string> = new Set(['azurerm_user_assigned_identity', 'azurerm_role_assignment']);

/** What is taken of a value that is known. */
function taken(value: unknown, steps: readonly string[]): Value {
  return plain(steps.reduce(partOf, value));
}
