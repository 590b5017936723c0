import { OTHER_RULES } from './other-rules';
import { Rule } from './rule';
import { SERVER_RULES } from './server-rules';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [...SERVER_RULES, ...OTHER_RULES].sort((a, b) => (a.id < b.id ? -1 : 1));
