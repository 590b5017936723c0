import type { Edition } from '../editions';
import type { ServerFacts } from '../resources/flexible-server-facts';

/** Why an edition doesn't back a server up, whatever its size; undefined where it does. */
export function whyUnsupported(edition: Edition, server: ServerFacts): string | undefined {
  const { premiumV2, mostNodes, burstable, oldestVersion, excludedRegions } = edition;
  if (server.isReplica) return 'Backup is supported on primary servers only, not on replicas.';
  if (server.storageType === 'PremiumV2_LRS' && !premiumV2) return 'Servers on Premium SSD v2 are not supported.';
  if (server.isElastic && mostNodes === 0) return 'Elastic clusters are not supported.';
  if (server.isElastic && server.nodes > mostNodes) {
    return `Elastic clusters of up to ${mostNodes} nodes are supported, got: ${server.nodes}.`;
  }
  if (server.tier === 'Burstable' && !burstable) return 'The Burstable compute tier is not supported.';
  if (oldestVersion !== undefined && server.version < oldestVersion) {
    return `PostgreSQL ${oldestVersion} and later are supported, got: ${server.version}.`;
  }
  if (excludedRegions.includes(server.location)) return `The region ${server.location} is not supported.`;
  return undefined;
}

/** Why the backup of a server of this size fails; undefined where nothing is said to fail. */
export function whyTooLarge(edition: Edition, { sizeGb, storageType }: ServerFacts): string | undefined {
  const most = storageType === 'PremiumV2_LRS' ? edition.mostGbOnPremiumV2 : edition.mostGb;
  if (most === undefined || sizeGb <= most) return undefined;
  return `The server has ${sizeGb} GB, and backups of servers above ${most} GB fail.`;
}
