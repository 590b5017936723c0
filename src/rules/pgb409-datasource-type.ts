import { whyMissing } from './missing-fact';
import { settle } from './parts';
import { Complaint, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { InstanceFacts, ResourceKind, SingleServerInstanceFacts } from '../inventory/entities';
import { SOURCES } from '../matrix/source';

const LIMIT = 'Microsoft.DBforPostgreSQL/flexibleServers is a datasource of its own, with its own policies';
const FOR_FLEXIBLE_SERVERS = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
const POLICY_FOR_FLEXIBLE_SERVERS = 'azurerm_data_protection_backup_policy_postgresql_flexible_server';

/** What an instance of either resource may be pointed at by mistake. */
const WORDS: Partial<Record<ResourceKind, string>> = {
  cluster: 'a cluster of Azure Cosmos DB for PostgreSQL (serverGroupsv2)',
  singleServer: 'a single server',
  singleServerDatabase: 'a database of a single server',
  flexibleServer: 'a flexible server',
  flexibleServerDatabase: 'a database of a flexible server',
  backup: 'a backup',
  other: 'something else',
};

/** PGB409: three services are called PostgreSQL; a vault knows each by its own type, and one of them not at all. */
export const DATASOURCE_TYPE: Rule = {
  id: 'PGB409',
  name: 'datasource-type',
  severity: Severity.ERROR,
  decides: 'a flexible server is protected by instance and policy of flexible servers, and no instance names a cluster',
  why: 'The resources look alike, and only the service tells them apart: it refuses the instance, or takes it and fails every backup.',
  sources: [SOURCES.azurermInstance, SOURCES.azurermSingleServerInstance, SOURCES.restInstance],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const instance of estate.instances) yield* settle(instance, [datasource(instance), policy(instance)]);
    for (const instance of estate.singleServerInstances) yield* settle(instance, [ofSingleServer(instance)]);
  },
  documentation: () => ({
    mend: `Protect flexible servers with \`${FOR_FLEXIBLE_SERVERS}\` and \`${POLICY_FOR_FLEXIBLE_SERVERS}\`. A cluster of Azure Cosmos DB for PostgreSQL has its own backups and is in no vault.`,
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql" "weekly" {
  name                            = "weekly"
  resource_group_name             = "rg-orders"
  vault_name                      = "bv-orders"
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  default_retention_duration      = "P3M"
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql.weekly.id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  server_id        = azurerm_postgresql_flexible_server.orders.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly.id
}
`,
      },
    },
  }),
};

function datasource(instance: InstanceFacts): Verdict | undefined {
  const { datasource: named } = instance;
  if (named.state !== 'known') {
    return undecided(instance, '`server_id`', whyMissing(named), { discriminator: 'server_id' });
  }
  const { kind, text } = named.value;
  // A database of a flexible server is PGB413's.
  if (kind === 'flexibleServer' || kind === 'flexibleServerDatabase') return undefined;
  return violated(instance, complaint('server_id', kind, text));
}

function ofSingleServer(instance: SingleServerInstanceFacts): Verdict | undefined {
  const { datasource: named } = instance;
  if (named.state !== 'known') return undecided(instance, '`database_id`', whyMissing(named));
  const { kind, text } = named.value;
  return kind === 'singleServerDatabase' ? undefined : violated(instance, complaint('database_id', kind, text));
}

function complaint(argument: 'server_id' | 'database_id', kind: ResourceKind, text: string): Complaint {
  const wanted = argument === 'server_id' ? 'a flexible server' : 'a database of a single server';
  return {
    message: `\`${argument}\` must name ${wanted}, got: ${WORDS[kind]}`,
    got: text,
    limit: LIMIT,
    mend:
      kind === 'cluster'
        ? 'take the instance out: the service keeps the backups of a cluster itself, for 35 days'
        : kind === 'flexibleServer' || kind === 'flexibleServerDatabase'
          ? `protect the server with \`${FOR_FLEXIBLE_SERVERS}\``
          : 'name the flexible server that is to be protected',
    discriminator: argument,
  };
}

function policy(instance: InstanceFacts): Verdict | undefined {
  const { policyWorkload } = instance;
  const discriminator = 'backup_policy_id';
  if (policyWorkload.state === 'unknown') {
    return undecided(instance, 'what `backup_policy_id` was made for', policyWorkload.why, { discriminator });
  }
  if (policyWorkload.state === 'absent' || policyWorkload.value === 'flexibleServer') return undefined;
  const got = policyWorkload.value === 'singleServer' ? 'a policy for single servers' : 'a policy for something else';
  return violated(instance, {
    message: `\`backup_policy_id\` must name a policy for flexible servers, got: ${got}`,
    got,
    limit: LIMIT,
    mend: `make the policy with \`${POLICY_FOR_FLEXIBLE_SERVERS}\``,
    discriminator,
  });
}
