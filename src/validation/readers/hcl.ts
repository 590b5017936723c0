import { InputError } from './input-error';

/** HCL that people write is far below these; the translator's time and stack aren't without end. */
const MAX_MEGABYTES = 10;
const MAX_NESTING = 200;

interface Translator {
  parse(file: string, text: string): Promise<Record<string, unknown>>;
}

/** Set once a text has brought the translator's virtual machine down: it can't be asked again. */
let broken = false;

/** HCL as Terraform's JSON syntax: expressions are `${…}`, blocks are lists. */
export async function translateHcl(name: string, text: string): Promise<Record<string, unknown>> {
  if (text.length > MAX_MEGABYTES * 1e6) {
    throw new InputError(
      name,
      `is ${Math.round(text.length / 1e6)} MB of HCL, more than the ${MAX_MEGABYTES} MB that are read; check its plan instead`,
    );
  }
  const nul = text.indexOf('\u0000');
  if (nul >= 0) throw new InputError(name, 'is not HCL: it holds a NUL byte', positionOf(text, nul));
  const deep = tooDeep(text);
  if (deep !== undefined) {
    throw new InputError(name, `is nested more than ${MAX_NESTING} levels deep`, positionOf(text, deep));
  }
  if (broken) throw new InputError(name, "can't be read any more after an input that went too deep");
  // Loaded when there is HCL to read; the types of the package would bring the browser's with them.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const translator = require('@cdktf/hcl2json') as Translator;
  try {
    return await translator.parse(name, text);
  } catch (error) {
    if (error instanceof RangeError) {
      broken = true;
      throw new InputError(name, 'is nested too deeply to be read');
    }
    throw complaint(name, String((error as Error).message));
  }
}

/** `parse config: [main.tf:2,6-3,1: Invalid expression; Expected the start of an expression, but …]` */
function complaint(name: string, message: string): InputError {
  const rest = message.startsWith(`parse config: [${name}:`) ? message.slice(`parse config: [${name}:`.length) : '';
  const found = /^(\d+),(\d+)-[\d,]+: ([^;]*)/.exec(rest);
  if (found === null) return new InputError(name, `is not HCL: ${message}`);
  const [, line, column, problem] = found;
  return new InputError(name, `is not HCL: ${problem}`, { line: Number(line), column: Number(column) });
}

function positionOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  return { line: (before.match(/\n/g)?.length ?? 0) + 1, column: at - before.lastIndexOf('\n') };
}

const NOISE = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|#.*|\/\/.*|\/\*[^]*?\*\//g;

/** Where brackets, or operators that each ask for one more operand, go too deep. Quoted texts and comments don't count. */
function tooDeep(text: string): number | undefined {
  const code = text.replace(NOISE, (noise) => ' '.repeat(noise.length));
  let depth = 0;
  let signs = 0;
  let questions = 0;
  for (let at = 0; at < code.length; at++) {
    const letter = code[at];
    if (letter === '{' || letter === '(' || letter === '[') depth++;
    else if (letter === '}' || letter === ')' || letter === ']') depth--;
    if (letter === '!' || letter === '-') signs++;
    else if (letter > ' ') signs = 0;
    if (letter === '?') questions++;
    else if (letter === '\n') questions = 0;
    if (Math.max(depth, signs, questions) > MAX_NESTING) return at;
  }
  return undefined;
}
