import { JsonObject } from './json';

const OUTCOME = ',"planned_values":{';
const CHANGES = ',"resource_changes":[';
const CONFIGURATION = ',"configuration":{"provider_config":{';
/** The members around the configuration in the order they are printed in, with enough of each to tell it from what is within others. */
const BEFORE = [',"deferred_changes":[{"reason":', ',"output_changes":{', ',"prior_state":{"format_version":"'];
const BEHIND = [',"relevant_attributes":[{"resource":"', ',"checks":[{"address":{', ',"timestamp":"'];

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
  const starts = [changes, ...startsBehind(text, changes), end];
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

/** Each is looked for where it can be: to go through all of the text for what isn't there takes its time. */
function startsBehind(text: string, changes: number): readonly number[] {
  const configuration = text.indexOf(CONFIGURATION, changes);
  if (configuration < 0) return startsOf([...BEFORE, ...BEHIND], text, changes);
  return [
    ...startsOf(BEFORE, text.slice(0, configuration), changes),
    configuration,
    ...startsOf(BEHIND, text, configuration),
  ];
}

function startsOf(members: readonly string[], text: string, from: number): readonly number[] {
  const starts: number[] = [];
  for (const member of members) {
    const start = text.indexOf(member, starts[starts.length - 1] ?? from);
    if (start >= 0) starts.push(start);
  }
  return starts;
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
