import { NAME } from '../../inventory/expression';

/** In code: what begins a heredoc, a plain text in quotes, a word, and what else there is. */
const CODE = new RegExp(
  String.raw`<<-?(${NAME})\r?\n|"([^"\\$%\n]*)"|(${NAME})|[^\S\n]+|#[^\n]*|//[^\n]*|/\*[^]*?\*/|[^]`,
  'y',
);
/** In a text in quotes: doubled, signs of a template stand for themselves. */
const TEXT = /[^"\\$%]+|\\[^]|\$\$\{|%%\{|[$%]\{|[^]/uy;
/** Between the words of a header. */
const NOTHING = /^(?:[^\S\n]|#|\/\/|\/\*)/;

/** The lines that top-level blocks begin on, by their header: a light scan, since the translation tells none. */
export function linesOfBlocks(text: string): (header: readonly string[], nth: number) => number | undefined {
  const lines = new Map<string, number[]>();
  let line = 1;
  let counted = 0;
  for (const { words, at } of headersIn(text)) {
    line += text.slice(counted, at).match(/\n/g)?.length ?? 0;
    counted = at;
    const key = words.join('\n');
    const known = lines.get(key);
    if (known === undefined) lines.set(key, [line]);
    else known.push(line);
  }
  return (header, nth) => lines.get(header.join('\n'))?.[nth];
}

function* headersIn(text: string): Iterable<{ readonly words: readonly string[]; readonly at: number }> {
  /** Brackets and quotes that are open. */
  const open: string[] = [];
  let words: string[] = [];
  let begin = 0;
  for (let at = 0; at < text.length;) {
    const isText = open[open.length - 1] === '"';
    const pattern = isText ? TEXT : CODE;
    pattern.lastIndex = at;
    const [piece, tag, label, word] = pattern.exec(text)!;
    const from = at;
    at = tag === undefined ? pattern.lastIndex : endOfHeredoc(text, pattern.lastIndex, tag);
    const name = label ?? word;
    if (open.length === 0 && name !== undefined) {
      if (words.length === 0) begin = from;
      words.push(name);
      continue;
    }
    if (open.length === 0 && piece === '{' && words.length > 0) yield { words, at: begin };
    if (!NOTHING.test(piece)) words = [];
    if (piece === '"' ? isText : piece === '}' && !isText) open.pop();
    else if (piece === '"' || (isText ? /^[$%]\{$/ : /^\{$/).test(piece)) open.push(piece);
  }
}

/** Behind the last line of a heredoc, which holds its tag alone. */
function endOfHeredoc(text: string, from: number, tag: string): number {
  for (let at = from; ;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    if (text.slice(at, end).trim() === tag) return end;
    at = end + 1;
  }
}
