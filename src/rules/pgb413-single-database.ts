import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { InstanceFacts, SingleServerInstanceFacts } from '../inventory/entities';
import { Edition } from '../matrix/edition';
import { SOURCES } from '../matrix/source';

/** PGB413: the service backs up a server with everything in it. */
export const SINGLE_DATABASE: Rule = {
  id: 'PGB413',
  name: 'single-database',
  severity: Severity.ERROR,
  decides: 'an instance protects a whole flexible server, not one of its databases',
  why: 'Databases can be chosen neither for backup nor for restore: an instance that names one is refused.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrix20241217, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  appliesTo: ({ databasesSelectable }) => !databasesSelectable,
  *evaluate(estate, { edition }) {
    for (const instance of estate.instances) yield judge(instance, edition);
    for (const instance of estate.singleServerInstances) yield judge(instance, edition);
  },
  documentation: () => ({
    mend: 'Protect the server. To get one database back, restore the files and load the one that belongs to it.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server_database" "orders" {
  name      = "orders"
  server_id = azurerm_postgresql_flexible_server.orders.id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  server_id = azurerm_postgresql_flexible_server_database.orders.id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
    },
  }),
};

function judge(instance: InstanceFacts | SingleServerInstanceFacts, edition: Edition): Verdict {
  const { datasource, kind } = instance;
  const argument = kind === 'instance' ? 'server_id' : 'database_id';
  if (datasource.state !== 'known') {
    return undecided(instance, `\`${argument}\``, whyMissing(datasource), { source: edition.source });
  }
  if (datasource.value.kind !== 'flexibleServerDatabase') return compliant(instance);
  return violated(instance, {
    message: `\`${argument}\` must name a server, got: the database ${datasource.value.text}`,
    got: datasource.value.text,
    limit: 'only the entire server can be backed up',
    mend: 'protect the server; of the restored files load the one of the database that is wanted',
    source: edition.source,
  });
}
