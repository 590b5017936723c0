import { ruleEntry, RuleEntry } from './rule-entry';
import { RULES } from '../../rules/registry';

/** Every rule. The bundler works this out beforehand: to list the rules nobody has to load them. */
export const ENTRIES: readonly RuleEntry[] = RULES.map(ruleEntry);
