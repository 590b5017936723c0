import { needsRole } from './needs-role';
import { Rule } from './rule';
import { Severity } from '../findings/finding';
import { ROLES } from '../matrix/roles';

const ROLE = ROLES.longTermRetentionBackup;

/** PGB101: without this role on the server every backup job of the vault fails. */
export const LONG_TERM_RETENTION_ROLE: Rule = {
  id: 'PGB101',
  name: 'long-term-retention-role',
  severity: Severity.ERROR,
  decides: `the vault's identity holds ${ROLE.name} on the protected server or a scope above it`,
  why: 'The service takes each backup in the name of the vault; without the role configuring protection ends in ProtectionError.',
  sources: [ROLE.source],
  acknowledgeable: true,
  evaluate: (estate) => needsRole(estate, [ROLE.guid], ROLE, 'the server'),
};
