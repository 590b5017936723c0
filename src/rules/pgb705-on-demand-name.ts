import { whyMissing, whyUnlinked } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { OnDemandBackupFacts } from '../inventory/entities';
import { NAMES } from '../matrix/names';
import { SOURCES } from '../matrix/source';

const { pattern, rule, source } = NAMES.onDemandBackup;
const WHAT = 'whether another backup of its server has the same `name`';

/** PGB705: of two backups of one name the second ends in an InternalServerError. */
export const ON_DEMAND_NAME: Rule = {
  id: 'PGB705',
  name: 'on-demand-name',
  severity: Severity.ERROR,
  decides: `the name of an on-demand backup is ${rule}, and no other of the same server has it`,
  why: 'The service answers a second backup of the same name with an InternalServerError that says nothing of names.',
  sources: [source, SOURCES.onDemandBackups],
  acknowledgeable: true,
  *evaluate(estate) {
    const first = new Map<string, OnDemandBackupFacts>();
    for (const backup of estate.onDemandBackups) yield judge(backup, first);
  },
  documentation: () => ({
    mend: 'Give each backup of a server a name of its own, with the date or the release in it.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server_backup" "before" {
  name      = "release-7"
  server_id = azurerm_postgresql_flexible_server.orders.id
}

resource "azurerm_postgresql_flexible_server_backup" "after" {
  name      = "release-7"
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server_backup" "before" {
  name      = "release-7-before"
  server_id = azurerm_postgresql_flexible_server.orders.id
}

resource "azurerm_postgresql_flexible_server_backup" "after" {
  name      = "release-7-after"
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
    },
  }),
};

function judge(backup: OnDemandBackupFacts, first: Map<string, OnDemandBackupFacts>): Verdict {
  const { name, server } = backup;
  if (name.state !== 'known') return undecided(backup, '`name`', whyMissing(name));
  if (!pattern.test(name.value)) {
    return violated(backup, {
      message: `\`name\` must be ${rule}, got: "${name.value}"`,
      got: name.value,
      limit: `the name of an on-demand backup is ${rule}`,
      mend: 'choose such a name',
      discriminator: 'form',
      source,
    });
  }
  if (server.state !== 'resolved') {
    return undecided(backup, WHAT, whyUnlinked(server, 'server'));
  }
  // ARM compares names without case.
  const key = `${server.target.key}\n${name.value.toLowerCase()}`;
  const earlier = first.get(key);
  if (earlier === undefined) first.set(key, backup);
  const repeated = [backup, earlier].find((each) => each?.repeated);
  if (repeated !== undefined && !server.target.repeated) {
    const why = `how many there are of ${repeated.address} (\`count\` or \`for_each\`) is known in a plan`;
    return undecided(backup, WHAT, why);
  }
  if (earlier === undefined) return compliant(backup);
  return violated(backup, {
    message: `the \`name\` of an on-demand backup must be its own on the server, got: "${name.value}", which ${earlier.address} has`,
    got: name.value,
    limit: 'an on-demand backup of the same name is refused',
    mend: 'give one of the two another name',
    discriminator: 'duplicate',
    source: SOURCES.onDemandBackups,
  });
}
