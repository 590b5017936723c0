import { openBodies } from './azapi-bodies';
import { linesOfBlocks } from './block-lines';
import { translateHcl } from './hcl';
import { InputError } from './input-error';
import { isObject, JsonObject, member, parseJson, refuseNamesTwice, stringMember } from './json';
import { parsePlan } from './plan-text';

/** What a text holds, told by its content and never by its name. */
export type Content =
  | { readonly kind: 'plan' | 'state' | 'stored-state'; readonly json: JsonObject }
  | {
      readonly kind: 'synthesized' | 'hcl';
      readonly json: unknown;
      line?(header: readonly string[], nth: number): number | undefined;
    };

const NEITHER = 'is neither a plan, a state, a synthesized stack nor Terraform configuration';
const SHOW = 'run `terraform show -json PLAN` and check what it prints';

/** Top-level words of a configuration. */
const WORDS: readonly string[] = [
  'check',
  'data',
  'ephemeral',
  'import',
  'locals',
  'module',
  'moved',
  'output',
  'provider',
  'removed',
  'resource',
  'terraform',
  'variable',
];
const BLOCK = new RegExp(`^[ \\t]*(?:/\\*.*?\\*/[ \\t]*)*(?:${WORDS.join('|')})\\b[^=\\n]*\\{`, 'm');
// eslint-disable-next-line no-control-regex -- Terraform colours what it says
const COLOUR = '(?:\\u001b\\[[\\d;]*m)*';
const FOR_PEOPLE = new RegExp(
  `^${COLOUR}(?:(?:Terraform|OpenTofu) (?:used the selected providers|will perform the following)|No changes\\.|Plan: \\d+ to )`,
  'm',
);
/** The line that `terraform show -json` prints, wherever a wrapper or a log has put it. */
const SHOWN = /^\{"format_version"/m;
const PLAN_PARTS = ['planned_values', 'resource_changes', 'configuration', 'prior_state', 'output_changes'];

/** No plan comes near: JSON whose beginning is nested deeper is not worth parsing. */
const MAX_NESTING = 512;
const SAMPLE = 65_536;

export async function recognize(name: string, text: string): Promise<Content> {
  const content = await contentOf(name, text);
  const isWritten = content.kind === 'hcl' || content.kind === 'synthesized';
  if (isWritten) await openBodies(content.json, (part) => translateHcl(name, part));
  return content;
}

async function contentOf(name: string, text: string): Promise<Content> {
  const start = text.search(/\S/);
  if (start < 0) throw new InputError(name, 'is empty');
  if (text.startsWith('{', start)) {
    const content = classify(name, jsonIn(name, text, start));
    if (content.kind === 'hcl') refuseNamesTwice(name, text);
    return content;
  }
  const shown = SHOWN.exec(text);
  if (shown !== null) return classify(name, jsonIn(name, text, shown.index));
  if (FOR_PEOPLE.test(text)) throw new InputError(name, `is a plan in the form for people; ${SHOW}`);
  if (!BLOCK.test(text)) throw new InputError(name, NEITHER);
  return { kind: 'hcl', json: await translateHcl(name, text), line: linesOfBlocks(text) };
}

function jsonIn(name: string, text: string, start: number): unknown {
  if (text.startsWith('{"@level"', start) && SHOWN.test(text)) return jsonIn(name, text, text.search(SHOWN));
  refuseDeep(name, text);
  // Most plans are nothing but that: lines are looked for where it isn't so.
  const plan = start === 0 ? parsePlan(text) : undefined;
  if (plan !== undefined) return plan;
  const firstLine = start === 0 ? 1 : (text.slice(0, start).match(/\n/g)?.length ?? 0) + 1;
  const end = text.indexOf('\n', start);
  const isLine = end > 0 && SHOWN.test(text.slice(start, start + 20)) && text.slice(end).trim() !== '';
  // A wrapper may say something behind it as well.
  if (isLine && text.slice(start, end).trimEnd().endsWith('}')) {
    return parsed(name, text.slice(start, end), firstLine);
  }
  if (text.startsWith('{"@level"', start)) throw logOf(name);
  return start === 0 ? parseJson(name, text, firstLine) : parsed(name, text.slice(start), firstLine);
}

function parsed(name: string, text: string, firstLine: number): unknown {
  return parsePlan(text) ?? parseJson(name, text, firstLine);
}

function classify(name: string, json: unknown): Content {
  if (!isObject(json)) throw new InputError(name, NEITHER);
  const has = (key: string) => Object.hasOwn(json, key);
  if (PLAN_PARTS.some(has) && (has('format_version') || has('terraform_version'))) return { kind: 'plan', json };
  if (has('format_version')) {
    if (has('values') || Object.keys(json).every((key) => /^(format_version|terraform_version|checks)$/.test(key))) {
      return { kind: 'state', json };
    }
    throw new InputError(name, `is no plan and no state, though Terraform may have printed it; ${SHOW}`);
  }
  if (has('@level')) throw logOf(name);
  if (has('encrypted_data')) throw new InputError(name, `is encrypted; ${SHOW.replace(' PLAN', '')}`);
  if (typeof json.version === 'number' && has('lineage') && has('serial')) return { kind: 'stored-state', json };
  if (isObject(member(member(json, '//'), 'metadata'))) return { kind: 'synthesized', json };
  if (WORDS.some((word) => typeof member(json, word) === 'object')) return { kind: 'hcl', json };
  if (isObject(json.stacks) && stringMember(json, 'version') !== undefined) {
    throw new InputError(name, 'is the manifest of synthesized stacks; check the folder that it lies in');
  }
  throw new InputError(name, NEITHER);
}

function logOf(name: string): InputError {
  return new InputError(name, `is the log of \`terraform plan -json\`, not the plan; ${SHOW}`);
}

function refuseDeep(name: string, text: string): void {
  let depth = 0;
  const end = Math.min(SAMPLE, text.length);
  for (let at = 0; at < end; at++) {
    const letter = text[at];
    if (letter === '{' || letter === '[') depth++;
    else if (letter === '}' || letter === ']') depth--;
    if (depth > MAX_NESTING) throw new InputError(name, `is nested more than ${MAX_NESTING} levels deep`);
  }
}
