import { isObject, member } from './json';
import type { Origin, PlanOrigins } from './plan-origins';
import { MAX_DEPTH, plain, PlanResource } from './plan-resource';
import type { Site } from './plan-site';
import { UNSEEN } from '../../inventory/source';
import { isMap, Reference, Unknown, Value } from '../../inventory/value';

/** Whether an argument is what azapi sends. */
export function isBody({ type }: PlanResource, name: string): boolean {
  return (name === 'body' || name === 'sensitive_body') && type.startsWith('azapi_');
}

/**
 * A body as it is written. Where that isn't text a plan shows what all of it refers to, and not in which place: of a text
 * in it that is planned this tells only what can be told from its value, and from what is sensitive.
 */
export function writtenBody(
  reader: PlanOrigins,
  expression: unknown,
  site: Site,
  resource: PlanResource,
  name: string,
): Value {
  const constant = member(expression, 'constant_value');
  const isText = typeof constant === 'string' && !constant.includes('${');
  if (isText || isObject(constant)) return reader.writtenOut(constant, site);
  const origins = reader.origins(expression, site);
  const notShown = new Unknown(`which part of \`${name}\` comes from elsewhere is not shown in a plan`, [
    new Reference(UNSEEN, []),
  ]);
  const planned = opened(resource.attribute(name));
  if (planned === undefined) return secretsOf(origins) ?? notShown;
  return isMap(planned) ? new WrittenBody(origins, resource.marks([name]), notShown).of(planned) : notShown;
}

/** azapi 1 takes bodies as JSON. */
function opened(planned: Value): Value {
  if (typeof planned !== 'string') return planned;
  try {
    return plain(JSON.parse(planned));
  } catch {
    return planned;
  }
}

/** A plan keeps nothing of a body that is write-only. Such are for secrets: where it refers to nothing else, they are those. */
function secretsOf(origins: readonly Origin[]): Value {
  const making = origins.filter(({ settled }) => settled !== true);
  const areSecret = making.every(({ written, isSecret }) => written instanceof Reference && isSecret?.() === true);
  return areSecret ? making[0]?.written : undefined;
}

/** Texts of a body that is planned, each as what it comes from. */
class WrittenBody {
  /** By what they come to. */
  private readonly origins: ReadonlyMap<unknown, Value>;
  /** Where the only text that is marked as sensitive comes from: nothing else is there to have marked it. */
  private readonly onlySecret: Value;

  public constructor(
    origins: readonly Origin[],
    private readonly marks: unknown,
    private readonly notShown: Unknown,
  ) {
    this.origins = new Map(origins.map(({ written, value }) => [value?.(), written]));
    this.onlySecret = marked(marks) === 1 ? origins.find(({ isSecret }) => isSecret?.() === true)?.written : undefined;
  }

  public of(planned: Value, marks = this.marks): Value {
    if (isMap(planned)) {
      return Object.fromEntries(
        Object.entries(planned).map(([name, part]) => [name, this.of(part, isObject(marks) ? marks[name] : undefined)]),
      );
    }
    // What is open until Terraform applies isn't written out.
    if (typeof planned !== 'string') return planned;
    return this.origins.get(planned) ?? (marks === true ? this.onlySecret : undefined) ?? this.notShown;
  }
}

/** How many places are. */
function marked(marks: unknown, depth = 0): number {
  if (typeof marks !== 'object' || marks === null || depth > MAX_DEPTH) return marks === true ? 1 : 0;
  return Object.values(marks).reduce<number>((sum, part) => sum + marked(part, depth + 1), 0);
}
