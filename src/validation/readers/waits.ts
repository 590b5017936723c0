import type { ConfigurationModule } from './configuration-module';
import { isKeyword, parseText, stepsBehind, Traversal } from '../../inventory/expression';

/** Deeper than anybody nests structures. */
const MAX_DEPTH = 100;

/**
 * What Terraform waits for before it works out what is written: all that a variable, a local or an output is made from,
 * whatever is taken of it, and all that a block makes.
 */
export class Waits {
  private readonly known = new Map<string, ReadonlySet<string>>();

  public constructor(private readonly module: ConfigurationModule) {}

  /** Keys of what an argument waits for. */
  public of(raw: unknown, depth = 0): Iterable<string> {
    if (typeof raw === 'string') return raw.includes('{') ? this.ofText(raw) : [];
    if (typeof raw !== 'object' || raw === null || depth > MAX_DEPTH) return [];
    return Object.values(raw).flatMap((part) => [...this.of(part, depth + 1)]);
  }

  /** Keys of what one reference waits for. */
  public *ofReference(traversal: Traversal): Iterable<string> {
    const { first, second, steps, workedOut = [] } = traversal;
    if (!isKeyword(traversal)) yield this.module.keyOf(traversal);
    else if (first === 'local') yield* this.of(this.module.rawLocal(second));
    else if (first === 'var') yield* this.module.waitsOfVariable(second);
    else if (first === 'module') yield* this.module.waitsOfOutput(second, steps[0]);
    const behind = stepsBehind(traversal);
    for (const at of workedOut) yield* this.of(`\${${behind[at]}}`);
  }

  private ofText(text: string): ReadonlySet<string> {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const keys = new Set<string>();
    // What goes in a circle waits for what has been found of it so far.
    this.known.set(text, keys);
    const resolve = (traversal: Traversal) => {
      for (const key of this.ofReference(traversal)) keys.add(key);
      return undefined;
    };
    parseText(text, { resolve });
    return keys;
  }
}
