import { Reference, resourceKey, Template, Unknown, Value } from './value';

const REFERENCE = /^(data\.)?([A-Za-z_][\w-]*)\.([A-Za-z_][\w-]*)((?:\.[\w*-]+|\[[^\]]*\])*)$/;
const REFERENCES = /(data\.)?\b([A-Za-z_][\w-]*)\.([A-Za-z_][\w-]*)((?:\.[A-Za-z_*][\w*-]*|\[[^\]]*\])*)/g;
/** First words that don't name a resource. */
const KEYWORDS = new Set(['var', 'local', 'module', 'each', 'count', 'self', 'path', 'terraform']);

/** What `var.x`, `local.x`, `each.key` … stand for in this form of the estate. */
export type KeywordValue = (keyword: string, name: string) => Value;

/** Text of a configuration argument: literal, one `${reference}`, or a mix. */
export function parseText(text: string, unit: string, keyword: KeywordValue): Value {
  if (!text.includes('${')) return text;
  const parts = splitTemplate(text).map((part) => (part.code ? parseExpression(part.text, unit, keyword) : part.text));
  if (parts.length === 1) return parts[0];
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  return new Template(
    parts.map((part) =>
      typeof part === 'string' || part instanceof Reference || part instanceof Unknown
        ? part
        : typeof part === 'number' || typeof part === 'boolean'
          ? String(part)
          : new Unknown('it is put together by Terraform'),
    ),
  );
}

/** One Terraform expression. */
export function parseExpression(code: string, unit: string, keyword: KeywordValue): Value {
  const expression = code.trim();
  const literal = /^"([^"$\\]*)"$/.exec(expression);
  if (literal !== null) return literal[1];
  const match = REFERENCE.exec(expression);
  if (match !== null) return reference(match, unit, keyword);
  const found: Reference[] = [];
  for (const part of expression.replace(/"[^"$]*"/g, '""').matchAll(REFERENCES)) {
    const value = reference(part, unit, keyword);
    if (value instanceof Reference) found.push(value);
    else if (value instanceof Unknown) found.push(...value.references);
  }
  return new Unknown(`\`${shorten(expression)}\` is worked out when Terraform plans`, found);
}

function reference(match: RegExpExecArray | RegExpMatchArray, unit: string, keyword: KeywordValue): Value {
  const [, data, first, second, rest] = match;
  const steps = [...rest.matchAll(/\.([\w*-]+)|\[\s*"?([^\]"]*)"?\s*\]/g)].map((step) => step[1] ?? step[2]);
  if (data === undefined && KEYWORDS.has(first)) {
    const value = keyword(first, second);
    return steps.length === 0 || value instanceof Unknown ? value : new Unknown(`${first}.${second} is a structure`);
  }
  // An index right behind the name picks one of several; the block is the same.
  const key = resourceKey(unit, `${data ?? ''}${first}.${second}`);
  return /^\[/.test(rest) ? new Reference(key, steps.slice(1), steps[0]) : new Reference(key, steps);
}

/** Literal text and the code of `${…}`, in order. */
export function splitTemplate(text: string): { readonly text: string; readonly code: boolean }[] {
  const parts: { text: string; code: boolean }[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('$${', at)) {
      literal += '${';
      at += 2;
    } else if (text.startsWith('${', at)) {
      const end = closing(text, at + 2);
      if (literal !== '') parts.push({ text: literal, code: false });
      literal = '';
      parts.push({ text: text.slice(at + 2, end), code: true });
      at = end;
    } else {
      literal += text[at];
    }
  }
  if (literal !== '') parts.push({ text: literal, code: false });
  return parts;
}

function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return text.length;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
