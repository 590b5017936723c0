import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { RestoreActionFacts, ServerFacts } from '../inventory/entities';
import { Edition } from '../matrix/edition';
import { SOURCES } from '../matrix/source';

/** `objectType` of a restore as files. */
const AS_FILES = 'RestoreFilesTargetInfo';
const MEND = 'restore the backup as files into a container, and load them into a new server with pg_restore';

/** PGB605: the first protection stack gives files back, never a server. */
export const RESTORE_DIRECT: Rule = {
  id: 'PGB605',
  name: 'restore-direct',
  severity: Severity.ERROR,
  decides: 'nothing asks a vault to restore straight to a server where the edition can only restore files',
  why: 'A server is made from another server or from its own backups; what a vault keeps comes back as files.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrix20241217, SOURCES.restoreArticle],
  acknowledgeable: true,
  appliesTo: ({ directRestore }) => !directRestore,
  *evaluate(estate, { edition }) {
    for (const server of estate.servers) if (server.origin === 'managed') yield judgeServer(server, edition);
    for (const action of estate.restoreActions) yield judgeAction(action, edition);
  },
  documentation: () => ({
    mend: `Restore the backup as files into a container, and load them into a server. \`source_server_id\` takes the server whose own backups are to be restored.`,
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "restored" {
  name                              = "pg-orders-restored"
  resource_group_name               = azurerm_resource_group.orders.name
  location                          = azurerm_resource_group.orders.location
  create_mode                       = "PointInTimeRestore"
  source_server_id                  = azurerm_data_protection_backup_instance_postgresql_flexible_server.orders.id
  point_in_time_restore_time_in_utc = "2026-11-18T02:00:00Z"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "restored" {
  name                              = "pg-orders-restored"
  resource_group_name               = azurerm_resource_group.orders.name
  location                          = azurerm_resource_group.orders.location
  create_mode                       = "PointInTimeRestore"
  source_server_id                  = azurerm_postgresql_flexible_server.orders.id
  point_in_time_restore_time_in_utc = "2026-11-18T02:00:00Z"
}
`,
      },
    },
  }),
};

function judgeServer(server: ServerFacts, edition: Edition): Verdict {
  const { source } = server;
  if (source.state === 'absent') return compliant(server);
  if (source.state === 'unknown') {
    return undecided(server, '`source_server_id`', source.why, { source: edition.source });
  }
  if (source.value.kind !== 'backup') return compliant(server);
  return violated(server, {
    message: `\`source_server_id\` must name a server, got: ${source.value.text}, which lies in a vault`,
    got: source.value.text,
    limit: 'backups of a vault are restored as files only',
    mend: MEND,
    source: edition.source,
  });
}

function judgeAction(action: RestoreActionFacts, edition: Edition): Verdict {
  const { ofFlexibleServer, target } = action;
  const rest = { source: edition.source };
  if (target.state === 'known' && target.value === AS_FILES) return compliant(action);
  if (ofFlexibleServer.state === 'known' && !ofFlexibleServer.value) return compliant(action);
  if (target.state !== 'known') return undecided(action, '`restoreTargetInfo.objectType`', whyMissing(target), rest);
  if (ofFlexibleServer.state !== 'known') {
    return undecided(action, 'what is restored', whyMissing(ofFlexibleServer), rest);
  }
  return violated(action, {
    message: `\`restoreTargetInfo.objectType\` must be ${AS_FILES}, got: ${target.value}`,
    got: target.value,
    limit: 'backups of a vault are restored as files only',
    mend: MEND,
    ...rest,
  });
}
