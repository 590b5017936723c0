import { LONG_TERM_RETENTION_ROLE } from './pgb101-long-term-retention-role';
import { SERVER_SIZE } from './pgb401-server-size';
import { Rule } from './rule';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [LONG_TERM_RETENTION_ROLE, SERVER_SIZE];
