import type { ProfileData } from './profile-data';
import { Severity } from '../findings/finding';
import { heavier, isAtLeast, SEVERITIES } from '../findings/weight';
import { nearest } from '../matrix/nearest';
import { Rule, RuleParameter } from '../rules/rule';

/** What is wrong with a part of a profile, and the mend. */
export interface ProfileProblem {
  readonly message: string;
  readonly mend: string;
}

export function ruleProblem(id: string): ProfileProblem | undefined {
  const rules = allRules();
  if (rules.some((rule) => rule.id === id)) return undefined;
  const byName = rules.find(({ name }) => name === id);
  return {
    message: `\`rules\` must hold ids of rules, got: ${id}.`,
    mend: didYouMean(
      byName?.id ??
        nearest(
          id,
          rules.map((rule) => rule.id),
        ),
      'the ids stand in `docs/rules.md`',
    ),
  };
}

export function severityProblem(id: string, severity: string): ProfileProblem | undefined {
  const rule = allRules().find((candidate) => candidate.id === id);
  if (rule === undefined) return ruleProblem(id);
  if (!SEVERITIES.includes(severity as Severity)) {
    return {
      message: `the severity of ${id} must be error, warning or note, got: ${severity}.`,
      mend: didYouMean(nearest(severity, SEVERITIES), 'write one of the three'),
    };
  }
  if (isAtLeast(severity as Severity, rule.severity)) return undefined;
  return {
    message: `the severity of ${id} must be at least ${rule.severity}, its own, got: ${severity}.`,
    mend: 'a profile raises severities and never lowers one: acknowledge the findings that you accept',
  };
}

export function parameterProblem(name: string, value: string): ProfileProblem | undefined {
  const parameter = allParameters().find((candidate) => candidate.name === name);
  if (parameter === undefined) {
    const names = allParameters().map((candidate) => candidate.name);
    return {
      message: `\`parameters\` must be those of rules (${names.join(', ')}), got: ${name}.`,
      mend: didYouMean(nearest(name, names), 'take it out'),
    };
  }
  const problem = parameter.problem(value);
  return problem === undefined
    ? undefined
    : { message: `\`${name}\` ${problem}, got: ${value}.`, mend: `write a value such as ${parameter.otherwise}` };
}

/** Every parameter of every rule. */
export function allParameters(): readonly RuleParameter[] {
  return allRules().flatMap((rule) => rule.parameters ?? []);
}

/** Loaded where a profile says something of them. */
function allRules(): readonly Rule[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('../rules/registry') as typeof import('../rules/registry')).RULES;
}

/** A profile and what it builds on as one: all that any reports, the heaviest severity, the value that asks for most. */
export function combine(own: ProfileData, others: readonly ProfileData[]): ProfileData {
  return [...others, own].reduce((all, each) => ({
    name: own.name,
    description: own.description,
    severities: [...new Set([...all.severities, ...each.severities])],
    picks: [...new Set([...all.picks, ...each.picks])],
    raised: mergeWith(all.raised, each.raised, heavier),
    parameters: strictest([all, each]),
    controls: mergeWith(all.controls ?? {}, each.controls ?? {}, (a, b) => [...new Set([...a, ...b])]),
  }));
}

/** Of each parameter the value that asks for most. */
export function strictest(profiles: readonly ProfileData[]): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  if (profiles.every(({ parameters }) => Object.keys(parameters).length === 0)) return values;
  for (const parameter of allParameters()) {
    for (const { parameters } of profiles) {
      const value = parameters[parameter.name];
      if (value === undefined) continue;
      const before = values[parameter.name];
      values[parameter.name] = before === undefined ? value : parameter.stricter(before, value);
    }
  }
  return values;
}

function mergeWith<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  merge: (a: T, b: T) => T,
): Readonly<Record<string, T>> {
  const merged: Record<string, T> = { ...a };
  for (const [key, value] of Object.entries(b)) merged[key] = key in merged ? merge(merged[key], value) : value;
  return merged;
}

function didYouMean(meant: string | undefined, otherwise: string): string {
  return meant === undefined ? otherwise : `did you mean "${meant}"?`;
}
