import { IResolvable } from 'cdktf';
import { IConstruct } from 'constructs';
import { Value } from '../../inventory/value';

/** The parts of cdktf's elements that are read here; the generated classes share them, whatever package they come from. */
export interface Element extends IConstruct {
  readonly friendlyUniqueId: string;
  readonly terraformResourceType?: string;
  readonly terraformGeneratorMetadata?: { readonly providerName: string; readonly providerVersion?: string };
  readonly dependsOn?: string[];
  readonly count?: unknown;
  readonly forEach?: unknown;
  readonly provider?: Element;
  readonly alias?: string;
  readonly _expression?: unknown;
  /** `var` of a variable. */
  readonly _elementType?: string;
  readonly default?: unknown;
  readonly rawOverrides: Record<string, unknown>;
  /** Only modules have outputs to interpolate. */
  interpolationForOutput?(output: string): IResolvable;
  toTerraform(): unknown;
}

/** An argument as it was set, and as overrides leave it. */
export function argument(element: Element, name: string, value: (raw: unknown) => Value): Value {
  const overrides = element.rawOverrides;
  const override = overrides[name];
  if (override !== undefined && (typeof override !== 'object' || override === null)) return value(override);
  const given = value((element as unknown as Record<string, unknown>)[inputOf(name)]);
  return override === undefined ? given : merge(given, value(override));
}

/** Escape-hatch overrides reach into blocks, where what they don't name stays, and add to lists. */
function merge(given: Value, override: Value): Value {
  if (Array.isArray(override)) return Array.isArray(given) ? [...given, ...override] : override;
  const base = Array.isArray(given) && given.length === 1 ? (given[0] as Value) : given;
  const plain = (value: Value): value is { readonly [key: string]: Value } =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!plain(base) || !plain(override)) return override;
  const merged: Record<string, Value> = { ...base };
  for (const [key, part] of Object.entries(override)) merged[key] = merge(base[key], part);
  return merged;
}

/** The generated getter that gives an argument as it was set. */
const inputs = new Map<string, string>();
function inputOf(name: string): string {
  let input = inputs.get(name);
  if (input === undefined) {
    input = `${name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}Input`;
    inputs.set(name, input);
  }
  return input;
}
