import { plainTraversal, Traversal } from '../../inventory/expression';

const WORD = /[^.[\]]+/y;
const QUOTED = /\["((?:[^"\\]|\\.)*)"\]/y;
const BRACKET = /\[([^\]]*)\]/y;

interface Piece {
  readonly text: string;
  readonly index: boolean;
}

/** The pieces of an address or reference as Terraform prints them: `module.a["x.y"].b[0].c`. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (text[at] === '.') {
      at++;
      continue;
    }
    const quoted = take(QUOTED);
    if (quoted !== null) {
      pieces.push({ text: unescape(quoted[1]), index: true });
      continue;
    }
    const found = text[at] === '[' ? take(BRACKET) : take(WORD);
    // A lone bracket: nothing that Terraform prints.
    if (found === null) break;
    pieces.push({ text: found[1] ?? found[0], index: found[1] !== undefined });
  }
  return pieces;
}

/** A reference of a plan's configuration. */
export function traversalOf(text: string): Traversal {
  // Most are words and dots.
  if (!text.includes('[')) return plainTraversal(text);
  const pieces = piecesOf(text);
  const data = pieces[0]?.text === 'data' && pieces.length > 2;
  const [first, second, next, ...rest] = data ? pieces.slice(1) : pieces;
  const behind = next === undefined ? [] : [next, ...rest];
  const index = next?.index === true ? next.text : undefined;
  return {
    data,
    first: first?.text ?? '',
    second: second?.text ?? '',
    index,
    steps: (index === undefined ? behind : rest).map((piece) => piece.text),
  };
}

/** The reference of an expression that has but one, as most have: those behind it are how it begins. */
export function onlyOf(references: readonly unknown[]): string | undefined {
  const [first] = references;
  if (typeof first !== 'string') return undefined;
  for (let at = 1; at < references.length; at++) {
    const other = references[at];
    if (typeof other === 'string' && other !== first && !beginsWith(first, other)) return undefined;
  }
  return first;
}

/** Whether a text is `${…}` around this reference. No text is put together for it: thousands are asked. */
export function isReferenceTo(reference: string, text: unknown): boolean {
  return (
    typeof text === 'string' &&
    text.length === reference.length + '${}'.length &&
    text.startsWith('${') &&
    text.startsWith(reference, '${'.length) &&
    text.endsWith('}')
  );
}

/** Whether a reference is to the id of what has this address. */
export function isIdOf(text: string, address: unknown): boolean {
  return (
    typeof address === 'string' &&
    text.length === address.length + '.id'.length &&
    text.endsWith('.id') &&
    text.startsWith(address)
  );
}

/** The references of an expression that none before them begins with: a plan lists `a.b.c` and then `a.b` and `a`. */
export function longestOf(references: readonly unknown[]): readonly string[] {
  const only = onlyOf(references);
  if (only !== undefined) return [only];
  const longest: string[] = [];
  const covered = new Set<string>();
  let last: string | undefined;
  for (const reference of references) {
    if (typeof reference !== 'string') continue;
    // They come in order, so that the last one nearly always tells.
    if (last !== undefined && (last === reference || beginsWith(last, reference))) continue;
    if (last !== undefined) cover(last, covered);
    if (covered.has(reference)) continue;
    last = reference;
    longest.push(reference);
  }
  return longest;
}

function beginsWith(text: string, head: string): boolean {
  return text.startsWith(head) && (text[head.length] === '.' || text[head.length] === '[');
}

function cover(reference: string, covered: Set<string>): void {
  let end = reference.length;
  while (end > 0) {
    covered.add(reference.slice(0, end));
    end = Math.max(reference.lastIndexOf('.', end - 1), reference.lastIndexOf('[', end - 1));
  }
}

function unescape(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

/** An address without what tells instances apart: `module.a["x"].b.c[0]` is `module.a.b.c`. */
export function withoutIndexes(address: string): string {
  if (!address.includes('[')) return address;
  return piecesOf(address)
    .filter(({ index }) => !index)
    .map(({ text }) => text)
    .join('.');
}
