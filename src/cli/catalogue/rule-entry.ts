import { Source } from '../../matrix/source';
import { SupportMatrix } from '../../matrix/support-matrix';
import { rulePage } from '../../report/words';
import { Rule, RuleExample } from '../../rules/rule';
import { Profile } from '../../validation/profile';
import { Control } from '../../validation/profile-data';

/** Everything that is known of a rule, as the JSON of the catalogue shows it. */
export interface RuleEntry {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
  /** Compliant when. */
  readonly decides: string;
  readonly why: string;
  /** Ids of the editions that it runs under. */
  readonly editions: readonly string[];
  /** It runs only under a profile that names it, or with --rule. */
  readonly onlyWhenPicked: boolean;
  readonly parameters: readonly { readonly name: string; readonly says: string; readonly default: string }[];
  /** The profiles that name it, with the severity that it has at least under them. */
  readonly profiles: readonly { readonly name: string; readonly severity: string }[];
  readonly controls: readonly Control[];
  /** How to mend it in general. */
  readonly mend: string;
  /** Plain HCL; null for the one rule that isn't about resources. */
  readonly examples: {
    readonly edition: string;
    readonly nonCompliant: RuleExample;
    readonly compliant: RuleExample;
  } | null;
  readonly sources: readonly Source[];
  readonly acknowledgeable: boolean;
  readonly page: string;
}

export function ruleEntry(rule: Rule): RuleEntry {
  const { id, name, severity, decides, why, sources, acknowledgeable, parameters = [] } = rule;
  const naming = Profile.all().filter((profile) => profile.rules.includes(id));
  const { mend, examples, edition: judgedBy = SupportMatrix.DEFAULT.id } = rule.documentation();
  const controls = naming.flatMap((profile) => profile._data.controls?.[id] ?? []);
  return {
    id,
    name,
    severity,
    decides,
    why,
    editions: SupportMatrix.all()
      .filter((edition) => rule.appliesTo?.(edition._edition) !== false)
      .map((edition) => edition.id),
    onlyWhenPicked: rule.onlyWhenPicked === true,
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      says: parameter.says,
      default: parameter.otherwise,
    })),
    profiles: naming.map((profile) => ({ name: profile.name, severity: profile._data.raised[id] ?? severity })),
    controls: controls.filter((control, index) => controls.findIndex((other) => other.id === control.id) === index),
    mend,
    examples: examples === undefined ? null : { edition: judgedBy, ...examples },
    sources,
    acknowledgeable,
    page: rulePage(id),
  };
}
