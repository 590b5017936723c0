import { isNew } from './change';
import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ClusterFacts, ClusterUpdateFacts, ServerFacts } from '../inventory/entities';
import { ABSENT, Fact, withDefault } from '../inventory/fact';
import { effectiveGeoBackup } from '../inventory/geo-backup';
import { CLUSTER } from '../matrix/cluster';
import { Source, SOURCES } from '../matrix/source';

const GEO = `\`${CLUSTER.geoBackupApi.property}\``;

/** PGB702: chosen once, when server or cluster is made. Without a plan only what updates a cluster from outside has to be asked. */
export const GEO_BACKUP_AT_CREATION: Rule = {
  id: 'PGB702',
  name: 'geo-backup-at-creation',
  severity: Severity.ERROR,
  decides: 'geo-redundant backup of a server or cluster that exists is not changed',
  why: 'Azure refuses the change of a cluster; of a server azurerm makes a new, empty one, and the old one goes with its backups.',
  sources: [SOURCES.postgresBackupConcepts, SOURCES.clusterLimits, SOURCES.clusterRestore],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const server of estate.servers) {
      if (server.actions === undefined) continue;
      const { geoRedundantBackup: after } = server;
      const was = server.before?.();
      yield judge(
        server,
        '`geo_redundant_backup_enabled`',
        was?.geoRedundantBackup,
        after,
        SOURCES.postgresBackupConcepts,
      );
    }
    const told = new Set<string>();
    for (const cluster of estate.clusters) {
      for (const update of cluster.updates) {
        const isFirst = told.size < told.add(update.key).size;
        // It may be of any of them, and is told of once.
        if (isFirst || update.doubt === undefined) yield* judgeUpdate(update, cluster);
      }
      if (cluster.actions === undefined) continue;
      const was = cluster.before?.();
      yield judge(cluster, GEO, was && effectiveGeoBackup(was), effectiveGeoBackup(cluster), SOURCES.clusterLimits);
    }
    for (const update of estate.clusterUpdates) if (!told.has(update.key)) yield* judgeUpdate(update, undefined);
  },
  documentation: () => ({
    mend: 'Write the value back that it has. To get geo-redundant backup, make a second server or cluster with it and move the data there.',
    examples: {
      nonCompliant: {
        applied: `
resource "azurerm_postgresql_flexible_server" "orders" {
  geo_redundant_backup_enabled = false
}
`,
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  geo_redundant_backup_enabled = true
}
`,
        plan: { 'azurerm_postgresql_flexible_server.orders': ['delete', 'create'] },
      },
      compliant: {
        applied: `
resource "azurerm_postgresql_flexible_server" "orders" {
  geo_redundant_backup_enabled = true
  backup_retention_days        = 14
}
`,
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  geo_redundant_backup_enabled = true
  backup_retention_days        = 35
}
`,
      },
    },
  }),
};

function judge(
  on: ServerFacts | ClusterFacts,
  argument: string,
  was: Fact<boolean> | undefined,
  is: Fact<boolean>,
  source: Source,
): Verdict {
  if (was === undefined) return compliant(on);
  const before = withDefault(was, false);
  const after = withDefault(is, false);
  if (before.state !== 'known') {
    return undecided(on, `${argument} before the plan`, whyMissing(before), { source });
  }
  if (after.state !== 'known') return undecided(on, argument, whyMissing(after), { source });
  if (before.value === after.value) return compliant(on);
  return violated(on, {
    message: `${argument} must stay ${before.value} on what exists, got: ${after.value}`,
    got: String(after.value),
    limit: 'geo-redundant backup is chosen at creation',
    mend: `write ${before.value} again; to have it otherwise make a second ${on.kind} and move the data`,
    source,
  });
}

/**
 * An update comes when the cluster exists, be it made in the same apply.
 * @param cluster undefined where it isn't managed here
 */
function* judgeUpdate(update: ClusterUpdateFacts, cluster: ClusterFacts | undefined): Iterable<Verdict> {
  const { geoBackup: wanted, actions } = update;
  if (wanted.state === 'absent') return;
  const source = SOURCES.clusterLimits;
  const has: Fact<boolean> = cluster === undefined ? ABSENT : withDefault(effectiveGeoBackup(cluster), false);
  if (actions?.every((action) => action === 'no-op') === true) {
    // Azure has taken it already.
    yield compliant(update);
  } else if (update.doubt !== undefined) {
    yield undecided(update, GEO, `which cluster it is for is unknown: ${update.doubt}`, { source });
  } else if (wanted.state !== 'known') {
    yield undecided(update, GEO, whyMissing(wanted), { source });
  } else if (cluster === undefined) {
    yield undecided(update, GEO, 'the cluster that it is for is not managed here, and nothing tells what it has', {
      source,
    });
  } else if (has.state !== 'known') {
    yield undecided(update, GEO, `that of ${cluster.address} is unknown: ${whyMissing(has)}`, { source });
  } else if (has.value === wanted.value) {
    yield compliant(update);
  } else if (cluster.apiVersion.state === 'absent' && isNew(cluster) === false) {
    // azurerm makes none with it, and doesn't see whether what was imported has it.
    yield undecided(update, GEO, `nothing tells whether ${cluster.address} has it`, { source });
  } else {
    yield violated(update, {
      message: `${GEO} must stay ${has.value} on what exists, got: ${wanted.value}`,
      got: String(wanted.value),
      limit: 'geo-redundant backup is chosen at creation',
      mend: `leave it out; to have it otherwise make ${isNew(cluster) === false ? 'a second cluster' : cluster.address} by \`azapi_resource\` with ${GEO} in its body`,
      source,
    });
  }
}
