import { InputError } from './input-error';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What lies at a name of an object, and only of the object itself: the text may name anything. */
export function member(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  const found = value[name];
  // Of what every object has nothing else is in no text; to ask for an own name first would look it up twice.
  return typeof found === 'function' || found === Object.prototype ? undefined : found;
}

export function stringMember(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Parses JSON, or says at which line and column it goes wrong. */
export function parseJson(name: string, text: string, firstLine = 1): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const isCut = text.length > MAX_SCANNED && /Unexpected end|Unterminated/.test(String(error));
    const { at, problem } = isCut ? { at: text.length, problem: CUT } : faultOf(text);
    throw new InputError(name, `is not JSON: ${problem}`, placeIn(text, at, firstLine));
  }
}

/** The same for what a person may have written. */
export function parseWritten(name: string, text: string): unknown {
  const content = parseJson(name, text);
  refuseNamesTwice(name, text);
  return content;
}

/**
 * Of a name that one object has twice the last would be read, where Terraform takes both or refuses them.
 * @param text that is JSON
 */
export function refuseNamesTwice(file: string, text: string): void {
  /** Names of the objects around, and of lists nothing. */
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '{' || letter === '[') open.push(letter === '{' ? new Set() : undefined);
    else if (letter === '}' || letter === ']') open.pop();
    if (letter === '{' || letter === ',') isName = open[open.length - 1] !== undefined;
    if (letter !== '"') continue;
    const end = endOfString(text, at) as number;
    const name = text.slice(at, end);
    const names = isName ? open[open.length - 1] : undefined;
    // Comments stand there as often as they are written.
    if (names?.has(name) === true && name !== '"//"') {
      const problem = `has ${name} twice in one object: write it once, with all that belongs to it`;
      throw new InputError(file, problem, placeIn(text, at));
    }
    names?.add(name);
    isName = false;
    at = end - 1;
  }
}

function placeIn(text: string, at: number, firstLine = 1): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  return { line: firstLine + (before.match(/\n/g)?.length ?? 0), column: at - before.lastIndexOf('\n') };
}

interface Fault {
  readonly at: number;
  readonly problem: string;
}

/** Longer texts take seconds to go through again, which nobody needs to learn that they end too early. */
const MAX_SCANNED = 20_000_000;
const CUT = 'it ends before it is whole; is it truncated?';

const WHITESPACE = /[ \t\r\n]*/y;
// eslint-disable-next-line no-control-regex -- JSON forbids them
const PLAIN_STRING = /"[^"\\\u0000-\u001f]*"/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** V8 leaves the position out of some of its messages, and words them differently from version to version. */
function faultOf(text: string): Fault {
  const open: string[] = [];
  let at = 0;
  let expects: 'value' | 'key' | 'first' | 'end' = 'value';
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  for (;;) {
    skip(WHITESPACE);
    const letter = text[at];
    if (letter === undefined) {
      return open.length > 0
        ? { at, problem: `it ends before its "${open[open.length - 1]}" is closed; is it truncated?` }
        : { at, problem: 'it ends before a value' };
    }
    const closes = open[open.length - 1] === '{' ? '}' : ']';
    if (expects === 'end') {
      if (open.length === 0) return { at, problem: `nothing may follow its end, got: ${shown(text, at)}` };
      if (letter === closes) open.pop();
      else if (letter === ',') expects = open[open.length - 1] === '{' ? 'key' : 'value';
      else return { at, problem: `"," or "${closes}" must stand here, got: ${shown(text, at)}` };
      at++;
    } else if (expects === 'first' && letter === closes) {
      open.pop();
      at++;
      expects = 'end';
    } else if (letter === '"') {
      const end = endOfString(text, at);
      if (typeof end === 'object') return end;
      at = end;
      if (open[open.length - 1] === '{' && expects !== 'value') {
        skip(WHITESPACE);
        if (text[at] === undefined) return { at, problem: 'it ends after a name; is it truncated?' };
        if (text[at] !== ':') return { at, problem: `":" must stand here, got: ${shown(text, at)}` };
        at++;
        expects = 'value';
      } else {
        expects = 'end';
      }
    } else if (expects === 'key' || (expects === 'first' && closes === '}')) {
      return { at, problem: `a name in quotes must stand here, got: ${shown(text, at)}` };
    } else if (letter === '{' || letter === '[') {
      open.push(letter);
      at++;
      expects = 'first';
    } else if (skip(SCALAR)) {
      expects = 'end';
    } else {
      return { at, problem: `a value must stand here, got: ${shown(text, at)}` };
    }
  }
}

/** Behind the closing quote. By hand: a pattern that takes turns runs out of stack in a text of some megabytes. */
function endOfString(text: string, from: number): number | Fault {
  PLAIN_STRING.lastIndex = from;
  if (PLAIN_STRING.test(text)) return PLAIN_STRING.lastIndex;
  for (let at = from + 1; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') return at + 1;
    if (letter === '\\') {
      ESCAPE.lastIndex = at;
      if (ESCAPE.test(text)) at = ESCAPE.lastIndex - 1;
      else if (at + 1 < text.length) return { at, problem: `a text can't hold ${shown(text, at)} here` };
    } else if (letter < ' ') {
      return { at, problem: `a text can't hold ${shown(text, at)} here` };
    }
  }
  return { at: text.length, problem: 'it ends within a text; is it truncated?' };
}

function shown(text: string, at: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
}
