import { whyUnlinked } from './missing-fact';
import { BackupsOfServer, onDemandBackups } from './on-demand-backups';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { OnDemandBackupFacts } from '../inventory/entities';
import { LIMITS } from '../matrix/limits';

const { max, source } = LIMITS.onDemandBackup;
const WHAT = 'the number of its on-demand backups';

/** PGB703: the eighth is refused until one of the seven expires. */
export const ON_DEMAND_LIMIT: Rule = {
  id: 'PGB703',
  name: 'on-demand-limit',
  severity: Severity.ERROR,
  decides: `a server has at most ${max} on-demand backups`,
  why: 'Azure refuses one more. Each expires with the retention of the server, and Terraform then makes it anew.',
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    const { byServer, ofUnknown } = onDemandBackups(estate);
    for (const of of byServer) yield judge(of, ofUnknown);
    if (byServer.length > 0) return;
    for (const backup of ofUnknown) yield undecided(backup, WHAT, whyUnlinked(backup.server, 'server'));
  },
  documentation: () => ({
    mend: 'Delete on-demand backups that are no longer needed. For what has to be kept for long, protect the server with a vault.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server_backup" "release" {
  count     = ${max + 1}
  name      = "release-\${count.index}"
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server_backup" "release" {
  count     = ${max}
  name      = "release-\${count.index}"
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
    },
  }),
};

function judge({ server, backups }: BackupsOfServer, ofUnknown: readonly OnDemandBackupFacts[]): Verdict {
  const certain = backups.filter(({ repeated }) => !repeated).length;
  if (certain > max) {
    return violated(server, {
      message: `the on-demand backups of a server must be at most ${max}, got: ${certain}`,
      got: String(certain),
      limit: `a server keeps ${max} on-demand backups`,
      mend: `take ${certain - max} of them out, or delete what is no longer needed`,
      source,
    });
  }
  const repeated = [...backups, ...ofUnknown].find((backup) => backup.repeated);
  if (repeated !== undefined) {
    return undecided(
      server,
      WHAT,
      `how many there are of ${repeated.address} (\`count\` or \`for_each\`) is known in a plan`,
    );
  }
  if (certain + ofUnknown.length <= max) return compliant(server);
  const [first] = ofUnknown;
  return undecided(server, WHAT, `of ${first.address}, ${whyUnlinked(first.server, 'server')}`);
}
