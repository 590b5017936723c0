import { OWN_RULES } from './own-source';
import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';

/** PGB902: a password that everybody has who has the configuration. Never says it, and no reason excuses it. */
export const LITERAL_SECRET: Rule = {
  id: 'PGB902',
  name: 'literal-secret',
  severity: Severity.ERROR,
  decides: "a server's administrator password is not written in the configuration",
  why: 'What is written out ends in version control, in the synthesized files and in every plan, and outlives each rotation.',
  sources: [OWN_RULES],
  acknowledgeable: false,
  *evaluate(estate) {
    for (const server of estate.servers) {
      if (server.origin !== 'managed') continue;
      const { password } = server;
      if (password.state === 'unknown') {
        yield undecided(server, '`administrator_password`', password.why);
      } else if (password.state === 'absent' || password.value === 'reference') {
        yield compliant(server);
      } else {
        yield violated(server, {
          message:
            '`administrator_password` or `administrator_password_wo` must come from outside of the configuration, got: a literal',
          limit: 'no password is written in a configuration',
          mend: 'take it from a sensitive variable, a key vault secret or a generated password, or turn password authentication off, and change the password that was written',
          source: OWN_RULES,
        });
      }
    }
  },
  documentation: () => ({
    mend: 'Take the password from a sensitive variable, a key vault or a generated one, or sign in with Entra ID only. Change the password that was written.',
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
