import { CHECK } from './check';
import { COMPLETION } from './completion';
import { EDITIONS } from './editions';
import { EXPLAIN } from './explain';
import { PROFILES } from './profiles';
import { RULES } from './rules';
import { RUNBOOK } from './runbook';
import { TWIN } from './twin';
import { Command } from '../command';

/** Every command, in the order of the help. Parsing, help and completion follow from this table. */
export const COMMANDS: readonly Command[] = [CHECK, RULES, EXPLAIN, EDITIONS, PROFILES, RUNBOOK, TWIN, COMPLETION];
