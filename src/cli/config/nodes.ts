import type { Document, LineCounter, Node } from 'yaml';
import { nearest } from '../../matrix/nearest';
import { printableText } from '../../report/printable';

/** A key of a mapping with what it is set to. */
export interface Entry {
  readonly name: string;
  readonly key: Node;
  readonly value: Node | null;
}

interface Fault {
  readonly offset: number;
  readonly message: string;
}

const MOST_FAULTS = 20;

/** YAML (and so JSON) with the places of everything in it; what is wrong is gathered and told all at once. */
export class Nodes {
  // Most runs have no configuration file, and shouldn't pay for what reads one.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  private readonly yaml = require('yaml') as typeof import('yaml');
  private readonly lines: LineCounter = new this.yaml.LineCounter();
  private readonly document: Document.Parsed;
  private readonly faults: Fault[] = [];

  public constructor(text: string) {
    this.document = this.yaml.parseDocument(text, { lineCounter: this.lines, prettyErrors: false, version: '1.2' });
    for (const { pos, message } of this.document.errors) this.faults.push({ offset: pos[0], message });
  }

  public get root(): Node | null {
    // What a broken document still holds isn't looked at.
    return this.document.errors.length > 0 ? null : this.document.contents;
  }

  /** `3:5: unknown key …`, by place. */
  public get problems(): readonly string[] {
    const sorted = [...this.faults].sort((a, b) => a.offset - b.offset);
    const shown = sorted.slice(0, MOST_FAULTS).map(({ offset, message }) => {
      const { line, col } = this.lines.linePos(offset);
      return `${Math.max(line, 1)}:${Math.max(col, 1)}: ${printableText(message)}`;
    });
    return sorted.length > shown.length ? [...shown, `and ${sorted.length - shown.length} more`] : shown;
  }

  public fail(at: Node | null, message: string): undefined {
    this.faults.push({ offset: at?.range?.[0] ?? 0, message });
    return undefined;
  }

  public line(at: Node): number {
    return this.lines.linePos(at.range?.[0] ?? 0).line;
  }

  /** The entries of a mapping. */
  public entries(node: Node | null, what: string): readonly Entry[] {
    const map = this.resolved(node);
    if (!this.yaml.isMap(map)) return this.fail(node, `${what} must be a mapping of keys to values`) ?? [];
    return map.items.flatMap(({ key, value }): Entry[] => {
      const name = this.yaml.isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
      if (name !== undefined) return [{ name, key: key as Node, value: value as Node | null }];
      return this.fail(key as Node, `a key of ${what} must be text`) ?? [];
    });
  }

  /** The entries of a mapping that may hold certain keys only, by key. */
  public fields<K extends string>(
    node: Node | null,
    what: string,
    known: readonly K[],
  ): Readonly<Partial<Record<K, Entry>>> {
    const found: Partial<Record<K, Entry>> = {};
    for (const entry of this.entries(node, what)) {
      const key = known.find((candidate) => candidate === entry.name);
      if (key !== undefined) {
        found[key] = entry;
        continue;
      }
      const meant = nearest(entry.name, known);
      const hint = meant === undefined ? `the keys are ${known.join(', ')}` : `did you mean "${meant}"?`;
      this.fail(entry.key, `unknown key "${entry.name}" of ${what}: ${hint}`);
    }
    return found;
  }

  public items(node: Node | null, what: string): readonly (Node | null)[] {
    const list = this.resolved(node);
    return this.yaml.isSeq(list) ? (list.items as (Node | null)[]) : (this.fail(node, `${what} must be a list`) ?? []);
  }

  public text(node: Node | null, what: string): string | undefined {
    const scalar = this.resolved(node);
    if (this.yaml.isScalar(scalar) && typeof scalar.value === 'string') return scalar.value;
    return this.fail(node, `${what} must be text`);
  }

  public number(node: Node | null, what: string): number | undefined {
    const scalar = this.resolved(node);
    if (
      this.yaml.isScalar(scalar) &&
      typeof scalar.value === 'number' &&
      scalar.value >= 0 &&
      Number.isFinite(scalar.value)
    ) {
      return scalar.value;
    }
    return this.fail(node, `${what} must be a number of 0 or more`);
  }

  public isText(node: Node | null): boolean {
    const scalar = this.resolved(node);
    return this.yaml.isScalar(scalar) && typeof scalar.value === 'string';
  }

  private resolved(node: Node | null): Node | null | undefined {
    return this.yaml.isAlias(node) ? node.resolve(this.document) : node;
  }
}
