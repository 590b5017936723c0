import {
  distinct,
  originOf,
  Reference,
  referencesIn,
  resourceKey,
  shortened,
  Step,
  Template,
  Unknown,
  Value,
  ValueMap,
} from './value';

/**
 * What names may begin with, and go on with, in brackets of a pattern: letters of any script. What is beyond ASCII and no
 * letter Terraform refuses in names, and to look it up costs time.
 */
const FIRST = String.raw`A-Za-z_\u0080-\uffff`;
export const WORD = String.raw`\w\u0080-\uffff`;
/** What Terraform takes for a name. */
export const NAME = `[${FIRST}][${WORD}-]*`;
const INDEX = String.raw`\[(?:\s*"(?:[^"\\]|\\.)*"\s*|[^\]"]*)\]`;
const REFERENCE = new RegExp(String.raw`^(data\.)?(${NAME})\.(${NAME})((?:\.[${WORD}*-]+|${INDEX})*)$`);
const PLAIN_REFERENCE = new RegExp(String.raw`^${NAME}(?:\.${NAME})+$`);
/** Within an expression; texts without one in them hold none. */
const REFERENCES = new RegExp(
  String.raw`"[^"$]*"|(data\.)?(?<![${WORD}-])(${NAME})\.(${NAME})((?:\.[${FIRST}*][${WORD}*-]*|${INDEX})*)`,
  'g',
);
const STEP = new RegExp(String.raw`\.([${WORD}*-]+)|\[\s*(?:"((?:[^"\\]|\\.)*)"|([^\]"]*?))\s*\]`, 'g');
const BEGINS_NAME = new RegExp(`^[${FIRST}]`);
/** Give something else each time. */
const ANEW = /\b(?:bcrypt|timestamp|uuid)\(/;
/** What one pair of parentheses may stand around. */
const ONE_THING = /^(?:"[^"$\\]*"|[^()"]*)$/;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?)$/;
/** Directives make a text that only Terraform knows; doubled they stand for themselves. */
const DIRECTIVE = /(?<!%)(?:%%)*%\{/;
/** Binds words within an expression. */
const LOOP = new RegExp(String.raw`\bfor\s+(${NAME})(?:\s*,\s*(${NAME}))?\s+in\b`, 'g');
/** No id or name comes near. */
const MAX_LENGTH = 100_000;
const MAX_PIECES = 1000;
/** What stands for an expression is to be told from others. */
const MAX_WORDS = 200;
/** First words that don't name a resource. */
const KEYWORDS = new Set(['var', 'local', 'module', 'each', 'count', 'self', 'path', 'terraform']);

/** The words of a reference: `data.a.b[0].c` is data, first `a`, second `b`, index `0`, steps `c`. */
export interface Traversal {
  readonly data: boolean;
  readonly first: string;
  readonly second: string;
  /** Right behind the name it picks one of several, as written. */
  readonly index?: string;
  readonly steps: readonly string[];
  /** Which of all that stands behind the name are expressions: `[each.key]`. */
  readonly workedOut?: readonly number[];
}

/** What references stand for in one stack or module. */
export interface ExpressionScope {
  resolve(traversal: Traversal): Value;
}

/** Whether it is `var.x`, `local.x`, `each.key` … and not a resource. */
export function isKeyword({ data, first }: Traversal): boolean {
  return !data && KEYWORDS.has(first);
}

/** All that stands behind the two words of a keyword. */
export function stepsBehind({ index, steps }: Traversal): readonly string[] {
  return index === undefined ? steps : [index, ...steps];
}

/**
 * The key of a resource's block, or of one of what it makes.
 * @param module address of the module that the reference stands in, with a dot behind it
 * @param suffix which of several, as in the address: `["orders"]`
 */
export function blockKey({ data, first, second }: Traversal, unit: string, module: string, suffix = ''): string {
  return resourceKey(unit, `${module}${data ? 'data.' : ''}${first}.${second}${suffix}`);
}

/**
 * A resource as a block: an index picks one of several, the block is the same.
 * @param module address of the module that the reference stands in, with a dot behind it
 */
export function blockReference(traversal: Traversal, unit: string, module = ''): Reference {
  return new Reference(blockKey(traversal, unit, module), traversal.steps, traversal.index);
}

/**
 * All that stands behind the two words of a keyword, as what is written comes to.
 * @param read understands a text
 */
export function stepsComeTo(traversal: Traversal, read: (text: string) => Value): readonly Step[] {
  const steps = stepsBehind(traversal);
  const { workedOut } = traversal;
  if (workedOut === undefined) return steps;
  const textOf = (code: string) => (code.includes('${') ? code : `\${${code}}`);
  return steps.map((step, at) => (workedOut.includes(at) ? stepFrom(step, read(textOf(step))) : step));
}

function stepFrom(code: string, value: Value): Step {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!(value instanceof Unknown || value instanceof Reference || value instanceof Template)) return code;
  const why = `its index, \`${shorten(code)}\`, is known only when Terraform plans`;
  const references = referencesIn(value);
  // What it is taken from alone doesn't tell what it is.
  return new Unknown(why, references.length > 0 ? references : [new Reference(code, [])], originOf(value), code);
}

/** What lies below a value: a part of a structure, or an attribute of what it refers to. */
export function below(value: Value, steps: readonly Step[]): Value {
  let found = value;
  for (const [at, step] of steps.entries()) {
    if (found instanceof Unknown) return found.below(steps.slice(at));
    if (typeof step !== 'string') {
      return new Unknown(step.why, referencesIn(found), originOf(found)).below(steps.slice(at));
    }
    if (found instanceof Reference) {
      found = new Reference(found.key, [...found.attribute, step], found.index, found.loose);
      continue;
    }
    if (typeof found !== 'object' || found === null || found instanceof Template || !Object.hasOwn(found, step)) {
      return new Unknown(`\`${step}\` is not in what it is taken from`);
    }
    found = (found as ValueMap)[step];
  }
  return found;
}

/** Text of a configuration argument: literal, one `${reference}`, or a mix. */
export function parseText(text: string, scope: ExpressionScope): Value {
  if (!text.includes('${') && !text.includes('%{')) return text;
  if (DIRECTIVE.test(text)) return expressionOver(text, scope);
  // Nearly always it is one expression and nothing else.
  if (text.lastIndexOf('${') === 0 && text.indexOf('}') === text.length - 1) {
    return parseExpression(text.slice(2, -1), scope);
  }
  return joinParts(splitTemplate(text).map((part) => (part.code ? parseExpression(part.text, scope) : part.text)));
}

/** What texts and the values of expressions between them make together. */
export function joinParts(parts: readonly Value[]): Value {
  if (parts.length === 1) return parts[0];
  const pieces = parts.flatMap((part): readonly (string | Reference | Unknown)[] => {
    if (part instanceof Template) return part.parts;
    if (typeof part === 'string' || part instanceof Reference || part instanceof Unknown) return [part];
    if (typeof part === 'number' || typeof part === 'boolean') return [String(part)];
    return [new Unknown('it is put together by Terraform', referencesIn(part))];
  });
  const length = pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : 1), 0);
  // Texts that are made from texts, twice each, soon are longer than anything can hold.
  if (length > MAX_LENGTH || pieces.length > MAX_PIECES) return new Unknown('it is too long to be followed');
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : new Template(pieces);
}

/** One Terraform expression. */
export function parseExpression(code: string, scope: ExpressionScope): Value {
  const expression = code.trim();
  const literal = /^"([^"$\\]*)"$/.exec(expression);
  if (literal !== null) return literal[1];
  if (PLAIN_REFERENCE.test(expression)) return scope.resolve(plainTraversal(expression));
  const match = REFERENCE.exec(expression);
  if (match !== null) return scope.resolve(traversalOf(match));
  const isEnclosed = expression.startsWith('(') && expression.endsWith(')');
  const inner = isEnclosed ? expression.slice(1, -1).trim() : '';
  if (inner === '' || !ONE_THING.test(inner)) return expressionOver(expression, scope);
  return SCALAR.test(inner) ? (JSON.parse(inner) as Value) : parseExpression(inner, scope);
}

/** What is made from others in a way that isn't followed. */
function expressionOver(expression: string, scope: ExpressionScope): Unknown {
  const found: Reference[] = [];
  // The same text over the same values.
  const made: (string | undefined)[] = [ANEW.test(expression) ? undefined : expression];
  const bare = expression.replace(/"[^"$]*"/g, '""');
  const bound = new Set([...bare.matchAll(LOOP)].flatMap(([, key, value]) => [key, value]));
  for (const part of expression.matchAll(REFERENCES)) {
    if (part[2] === undefined) continue;
    const traversal = traversalOf(part);
    if (bound.has(traversal.first)) continue;
    const value = scope.resolve(traversal);
    referencesIn(value, found);
    made.push(originOf(value));
  }
  const why = `\`${shorten(expression)}\` is worked out when Terraform plans`;
  const origin = made.includes(undefined) ? undefined : shortened(made.join(' '));
  return new Unknown(why, distinct(found), origin, shorten(expression, MAX_WORDS));
}

/** Words and dots alone, as nearly all references are. */
export function plainTraversal(expression: string): Traversal {
  const data = expression.startsWith('data.') && expression.includes('.', 'data.'.length);
  const start = data ? 'data.'.length : 0;
  // By hand: most are three words, of which thousands are read.
  const firstEnd = endOfWord(expression, start);
  const secondEnd = endOfWord(expression, firstEnd + 1);
  return {
    data,
    first: expression.slice(start, firstEnd),
    second: expression.slice(firstEnd + 1, secondEnd),
    index: undefined,
    steps: secondEnd >= expression.length ? [] : expression.slice(secondEnd + 1).split('.'),
  };
}

function endOfWord(text: string, from: number): number {
  const dot = text.indexOf('.', from);
  return dot < 0 ? text.length : dot;
}

function traversalOf(match: RegExpExecArray | RegExpMatchArray): Traversal {
  const [, data, first, second, rest] = match;
  const found = [...rest.matchAll(STEP)];
  const steps = found.map(([, name, text, code]) => name ?? (text === undefined ? code : unquoted(text)));
  const workedOut = [...found.keys()].filter((at) => isWorkedOut(found[at]));
  const words = { data: data !== undefined, first, second, ...(workedOut.length > 0 && { workedOut }) };
  return /^\[/.test(rest) ? { ...words, index: steps[0], steps: steps.slice(1) } : { ...words, steps };
}

/** An expression, or a text with one in it. */
function isWorkedOut([, , text, code]: RegExpMatchArray): boolean {
  return text === undefined ? code !== undefined && BEGINS_NAME.test(code) : /(?<!\$)\$\{/.test(text);
}

function unquoted(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}

/** Literal text and the code of `${…}`, in order. */
export function splitTemplate(text: string): { readonly text: string; readonly code: boolean }[] {
  const parts: { text: string; code: boolean }[] = [];
  let literal = '';
  let at = 0;
  for (let next = text.indexOf('${'); next >= 0; next = text.indexOf('${', at)) {
    if (text[next - 1] === '$' && next > at) {
      // `$${` is how `${` is written.
      literal += `${text.slice(at, next - 1)}\${`;
      at = next + 2;
      continue;
    }
    literal += plainText(text.slice(at, next));
    const end = closing(text, next + 2);
    if (literal !== '') parts.push({ text: literal, code: false });
    literal = '';
    parts.push({ text: text.slice(next + 2, end), code: true });
    at = end + 1;
  }
  literal += plainText(text.slice(at));
  if (literal !== '') parts.push({ text: literal, code: false });
  return parts;
}

function plainText(text: string): string {
  return text.replace(/%%\{/g, '%{');
}

function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return text.length;
}

/** On one line, however it is written. */
function shorten(expression: string, length = 60): string {
  const text = expression.replace(/\s+/g, ' ');
  return text.length > length ? `${text.slice(0, length - 3)}…` : text;
}
