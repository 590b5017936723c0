import { OWN_RULES } from './own-source';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ClusterFacts, PasswordUpdateFacts, ServerFacts } from '../inventory/entities';

/** PGB902: a password that everybody has who has the configuration. Never says it, and no reason excuses it. */
export const LITERAL_SECRET: Rule = {
  id: 'PGB902',
  name: 'literal-secret',
  severity: Severity.ERROR,
  decides: 'the administrator password of a server or cluster is not written in the configuration',
  why: 'What is written out ends in version control, in the synthesized files and in every plan, and outlives each rotation.',
  sources: [OWN_RULES],
  acknowledgeable: false,
  *evaluate({ servers, clusters, passwordUpdates }) {
    for (const server of servers) {
      if (server.origin === 'managed') yield judge(server);
    }
    for (const each of [...clusters, ...passwordUpdates]) yield judge(each);
  },
  documentation: () => ({
    mend: 'Take the password from a sensitive variable without a default, a key vault or a generated one, or sign in with Entra ID only. Change the password that was written.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  administrator_password = "written-for-everybody-to-read"
}
`,
      },
      compliant: {
        hcl: `
variable "administrator_password" {
  type      = string
  sensitive = true
}

resource "azurerm_postgresql_flexible_server" "orders" {
  administrator_password = var.administrator_password
}
`,
      },
    },
  }),
};

function judge(on: ServerFacts | ClusterFacts | PasswordUpdateFacts): Verdict {
  const { origin, arguments: names } = on.password;
  if (origin.state === 'absent' || (origin.state === 'known' && origin.value === 'reference')) return compliant(on);
  const written = names.map((name) => `\`${name}\``).join(' and ');
  if (origin.state === 'unknown') return undecided(on, written, origin.why);
  const isDefault = origin.value === 'default';
  const instead = `take it from a sensitive variable, a key vault secret or a generated password${on.kind === 'server' ? ', or turn password authentication off' : ''}`;
  return violated(on, {
    message: `${written} must come from outside of the configuration, got: ${isDefault ? 'the default of a variable' : 'a literal'}`,
    limit: 'no password is written in a configuration',
    mend: `${isDefault ? 'take the default out of the variable' : instead}, and change the password that was written`,
    source: OWN_RULES,
  });
}
