import { isObject, JsonObject, member } from './json';
import type { PlanBlock, PlanModule } from './plan-module';
import { Symbolic } from '../../inventory/arm-scope';
import { TYPES } from '../../inventory/resource-types';
import { ChangeAction, ResourceChange, SourceResource } from '../../inventory/source';
import { resourceKey, Unknown, Value } from '../../inventory/value';

/** What a plan or a state says of one resource. */
export interface Shown {
  /** With `address`, `mode`, `type`, `name`, `index`, and in plans `change`. */
  readonly entry: JsonObject;
  /** Values as they will be, or are. */
  readonly values: JsonObject;
  /** In the shape of `values`, `true` where applying tells the value. Undefined where the form lists none. */
  readonly unknown: JsonObject | undefined;
  /** Addresses without indexes that it depended on when it was last applied; undefined where that isn't recorded. */
  readonly recorded: readonly string[] | undefined;
}

/**
 * What azurerm or Azure decides where nobody gives it (optional and computed in the schemas of azurerm 4.55.0 and 5.2.0).
 * Anything else that isn't known and has no expression was made by a `dynamic` block, which plans don't show.
 */
const COMPUTED: ReadonlySet<string> = new Set([
  'access_tier',
  'administrator_login',
  'authentication',
  'backup_retention_days',
  'blob_properties',
  'citus_version',
  'enabled_metric',
  'id',
  'metric',
  'name',
  'network_rules',
  'node_storage_quota_in_mb',
  'node_vcores',
  'principal_type',
  'private_dns_zone_id',
  'role_definition_id',
  'role_definition_name',
  'shards_on_coordinator_enabled',
  'sku_name',
  'sql_version',
  'storage_mb',
  'storage_tier',
  'version',
]);

const JUDGED: ReadonlySet<string> = new Set(Object.values(TYPES));

/** In the place of an expression that the plan doesn't show. */
const NOT_SHOWN = Symbol('not shown');

/** A part of what one expression gives: of that the plan shows what it refers to as a whole. */
class Within {
  public constructor(public readonly whole: unknown) {}
}

/** Properties that azapi is given ids in, by the arguments that azurerm has for them. */
const IDS_IN_BODIES: ReadonlyMap<string, string> = new Map([
  ['resourceId', 'server_id'],
  ['resourceID', 'server_id'],
  ['policyId', 'backup_policy_id'],
  ['principalId', 'principal_id'],
]);

/** What has been worked out of a resource's arguments, in a chain: of the few that are open a map would be larger. */
interface Opened {
  readonly name: string;
  readonly value: Value;
  readonly next: Opened | undefined;
}

/** A resource of a plan or a state. */
export class PlanResource implements SourceResource {
  public readonly key: string;
  public readonly mode: 'managed' | 'data';
  /** Each of several stands on its own here. */
  public readonly repeated = false;
  public readonly notes: Readonly<Record<string, string>> = NO_NOTES;
  private happens: ResourceChange | undefined;
  private opened: Opened | undefined;

  public constructor(
    private readonly module: PlanModule,
    public readonly block: PlanBlock,
    public readonly address: string,
    public readonly type: string,
    private readonly shown: Shown,
  ) {
    this.key = resourceKey(module.unit, address);
    this.mode = shown.entry.mode === 'data' ? 'data' : 'managed';
  }

  public get subscription(): Symbolic {
    return this.module.subscription(this);
  }

  /** `0`, `orders` */
  public get index(): string | undefined {
    const { index } = this.shown.entry;
    return index === undefined || index === null ? undefined : String(index);
  }

  public get recorded(): readonly string[] | undefined {
    return this.shown.recorded;
  }

  public get change(): ResourceChange | undefined {
    const { change } = this.shown.entry;
    if (this.happens === undefined && isObject(change)) this.happens = new PlanChange(change);
    return this.happens;
  }

  public attribute(name: string): Value {
    const { values, unknown } = this.shown;
    const value = values[name];
    // What every object has isn't in the text.
    if (typeof value === 'function') return undefined;
    const open = unknown?.[name];
    if (unknown === undefined ? value !== undefined : open === undefined || open === false) return plain(value);
    for (let known = this.opened; known !== undefined; known = known.next) if (known.name === name) return known.value;
    this.opened = { name, value: this.open(name, value, open), next: this.opened };
    return this.opened.value;
  }

  /** An argument that isn't known, or isn't wholly. */
  private open(name: string, value: unknown, open: unknown): Value {
    const { unknown } = this.shown;
    const expression = member(this.block.config?.expressions, name);
    if (expression === undefined && (unknown === undefined || (open === true && this.isComputed(name)))) {
      return this.mode === 'data' ? this.later(name) : undefined;
    }
    return this.merged(name, value, open ?? true, expression ?? NOT_SHOWN);
  }

  public written(name: string): Value {
    return this.module.written(this, name);
  }

  public tells(name: string): boolean {
    return Object.hasOwn(this.shown.values, name);
  }

  public declaredDependencies(): Iterable<string> {
    return this.module.dependencies.declared(this);
  }

  public dependencies(): Iterable<string> {
    return this.module.dependencies.all(this);
  }

  /** Whether applying has to tell what the argument is, or a part of it. */
  public isOpen(name: string): boolean {
    const { values, unknown } = this.shown;
    return unknown === undefined ? !Object.hasOwn(values, name) : isOpen(unknown[name]);
  }

  /** What lies at a path of attributes; undefined where applying has to tell. */
  public at(path: readonly string[]): { readonly value: Value } | undefined {
    let value: unknown = this.shown.values;
    let open: unknown = this.shown.unknown ?? !Object.hasOwn(this.shown.values, path[0]);
    for (const step of path) {
      if (open === true) return undefined;
      // Single blocks are lists of one, named with an index or without.
      const inList = Array.isArray(value ?? open) && !/^\d+$/.test(step);
      value = partOf(inList ? partOf(value, '0') : value, step);
      open = partOf(inList ? partOf(open, '0') : open, step);
    }
    return open === true ? undefined : { value: plain(value) };
  }

  /** Whether nothing can be taken of what lies there. */
  public isLeaf(path: readonly string[]): boolean {
    const found = this.at(path);
    return found === undefined || (found.value !== undefined && typeof found.value !== 'object');
  }

  /** In the shape of what lies at a path, `true` where it is sensitive; undefined where the form doesn't say. */
  public marks(path: readonly string[]): unknown {
    const { change, sensitive_values: own } = this.shown.entry;
    let marks = isObject(change) ? change.after_sensitive : own;
    for (const step of path) if (marks !== true) marks = partOf(marks, step);
    return marks;
  }

  private merged(argument: string, value: unknown, open: unknown, expression: unknown): Value {
    if (open === true) {
      if (expression === undefined) return undefined;
      if (isExpression(expression)) return this.module.evaluate(expression, this, argument);
      // In a body that is one expression, as bodies are, an id can be that of one thing only.
      const taken = this.type === TYPES.azapi && expression instanceof Within ? IDS_IN_BODIES.get(argument) : undefined;
      return taken === undefined
        ? new Unknown(`${this.address}.${argument} is known after apply`)
        : this.module.evaluate((expression as Within).whole, this, taken);
    }
    if (Array.isArray(open)) {
      const values: unknown[] = Array.isArray(value) ? value : [];
      const length = Math.max(open.length, values.length);
      return Array.from({ length }, (_, at) =>
        this.merged(argument, values[at], open[at] as unknown, element(expression, at, length)),
      );
    }
    if (!isObject(open)) return plain(value);
    const map: Record<string, Value> = Object.create(null);
    for (const [name, part] of Object.entries(isObject(value) ? value : {})) map[name] = plain(part);
    for (const [name, part] of Object.entries(open)) {
      if (isOpen(part)) map[name] = this.merged(name, member(value, name), part, property(expression, name));
    }
    return map;
  }

  /** Whether nothing but the provider or Azure can have decided. Of types that aren't judged only what they tell is asked. */
  private isComputed(name: string): boolean {
    return COMPUTED.has(name) || !JUDGED.has(this.type);
  }

  private later(name: string): Unknown {
    return new Unknown(`${this.address}.${name} is read when Terraform applies`);
  }
}

const NO_NOTES = {};
const ACTIONS: ReadonlySet<string> = new Set<ChangeAction>(['create', 'update', 'delete', 'read', 'no-op']);

export class PlanChange implements ResourceChange {
  public readonly actions: readonly ChangeAction[];

  public constructor(private readonly change: JsonObject) {
    const actions: readonly unknown[] = Array.isArray(change.actions) ? change.actions : [];
    this.actions = actions.every(isAction) ? actions : actions.filter(isAction);
  }

  public get replacePaths(): ResourceChange['replacePaths'] {
    const { replace_paths: paths } = this.change;
    return (Array.isArray(paths) ? paths : []).filter(Array.isArray).map((path) => path.map(String));
  }

  public before(name: string): Value {
    return plain(member(this.change.before, name));
  }
}

function isAction(action: unknown): action is ChangeAction {
  return ACTIONS.has(action as string);
}

/** Deeper than anything that a provider has; what is nested deeper isn't followed. */
export const MAX_DEPTH = 64;

/** What isn't set stands as null or as an empty text in plans and states. */
export function plain(value: unknown, depth = 0): Value {
  if (typeof value !== 'object') return value === '' ? undefined : (value as Value);
  if (value === null) return undefined;
  if (depth > MAX_DEPTH) return new Unknown('it is nested too deeply to be followed');
  if (Array.isArray(value)) return value.length === 0 ? (value as Value) : value.map((item) => plain(item, depth + 1));
  const map: Record<string, Value> = Object.create(null);
  for (const [name, part] of Object.entries(value as object)) map[name] = plain(part, depth + 1);
  return map;
}

function isOpen(unknown: unknown, depth = 0): boolean {
  if (typeof unknown !== 'object' || unknown === null) return unknown === true;
  return depth > MAX_DEPTH || Object.values(unknown).some((part) => isOpen(part, depth + 1));
}

export function partOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[Number(step)] as unknown;
  return member(value, step);
}

/** An expression of a plan's configuration, and not the block that holds some. */
function isExpression(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const name in value) if (name !== 'references' && name !== 'constant_value') return false;
  return true;
}

/** The expression of one of several blocks, or of one element of a list that is written out. */
function element(expression: unknown, at: number, length: number): unknown {
  if (Array.isArray(expression)) return expression.length === length ? (expression[at] as unknown) : NOT_SHOWN;
  const constant = member(expression, 'constant_value');
  if (isExpression(expression)) {
    return Array.isArray(constant) ? { constant_value: constant[at] as unknown } : NOT_SHOWN;
  }
  // A block that can stand once has no list around it.
  return length === 1 ? expression : NOT_SHOWN;
}

function property(expression: unknown, name: string): unknown {
  if (expression instanceof Within) return expression;
  if (!isObject(expression)) return expression === undefined ? undefined : NOT_SHOWN;
  if (!isExpression(expression)) return member(expression, name);
  const constant = member(expression, 'constant_value');
  if (isObject(constant)) return { constant_value: member(constant, name) };
  return constant === undefined ? new Within(expression) : NOT_SHOWN;
}
