import { JsonObject } from './json';

const OUTCOME = ',"planned_values":{';
const CHANGES = ',"resource_changes":[';
const CONFIGURATION = ',"configuration":{"provider_config":{';
/** Members around the configuration, with enough of each to tell it from what is within others. */
const OUTPUTS = ',"output_changes":{';
const PRIOR = ',"prior_state":{"format_version":"';
const RELEVANT = ',"relevant_attributes":[{"resource":"';
const CHECKS = ',"checks":[{"address":{';
const TIME = ',"timestamp":"';
/** Longer than all that stands behind the time. */
const TAIL = 1024;

/**
 * Parses a plan as `terraform show -json` prints it: member by member, which spares the garbage collector work, and without
 * `planned_values`, which nobody reads beside `resource_changes`.
 * @returns undefined where the text is something else, or isn't JSON: then it has to be parsed as a whole
 */
export function parsePlan(text: string): JsonObject | undefined {
  if (!text.startsWith('{"format_version":"')) return undefined;
  const outcome = text.indexOf(OUTCOME);
  const changes = outcome < 0 ? -1 : text.indexOf(CHANGES, outcome);
  const end = text.lastIndexOf('}');
  if (changes < 0 || !/^[ \t\r\n]*$/.test(text.slice(end + 1))) return undefined;
  const starts = [changes, ...startsBehind(text, changes, end), end];
  try {
    // All of it is whole only where every cut is between members of the plan itself.
    let plan = membersIn(text.slice(1, outcome));
    for (let at = 0; at + 1 < starts.length; at++) {
      plan = { ...plan, ...membersIn(text.slice(starts[at] + 1, starts[at + 1])) };
    }
    return plan;
  } catch {
    return undefined;
  }
}

/**
 * Starts of the members behind the changes. To go through all of a text for what isn't there takes its time: what a member
 * ends with tells which it can be, and it is looked for from its end.
 */
function startsBehind(text: string, changes: number, end: number): readonly number[] {
  const configuration = text.indexOf(CONFIGURATION, changes);
  if (configuration < 0) return [];
  const prior = startOf(PRIOR, '}', text, changes, configuration);
  const outputs = startOf(OUTPUTS, '}', text, changes, prior ?? configuration);
  const time = startOf(TIME, undefined, text, Math.max(configuration, end - TAIL), end);
  const relevant = startOf(RELEVANT, ']', text, configuration, time ?? end);
  const checks = startOf(CHECKS, ']', text, relevant ?? configuration, time ?? end);
  return [outputs, prior, configuration, relevant, checks, time].filter((start) => start !== undefined);
}

/** Where a member begins that ends with a bracket; by and by further from that. */
function startOf(
  member: string,
  bracket: string | undefined,
  text: string,
  from: number,
  end: number,
): number | undefined {
  if (bracket !== undefined && text[end - 1] !== bracket) return undefined;
  for (let length = TAIL; ; length *= 8) {
    const begin = Math.max(from, end - length);
    const start = text.slice(begin, end).indexOf(member);
    if (start >= 0) return begin + start;
    if (begin === from) return undefined;
  }
}

const NAME = /"(\w+)":/y;

/** Of one member only the value is parsed: to put braces around it would copy it. */
function membersIn(text: string): JsonObject {
  NAME.lastIndex = 0;
  const [begin, name] = NAME.exec(text) ?? [];
  if (begin !== undefined && name !== undefined) {
    const value = valueOf(text.slice(begin.length));
    if (value !== undefined) return { [name]: value };
  }
  return JSON.parse(`{${text}}`) as JsonObject;
}

/** Undefined where the text is more than one value, or none. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
