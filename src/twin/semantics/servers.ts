import type { Semantic } from './semantic';
import { SERVER_SOURCES as SOURCES } from './server-sources';

/** What it takes to make a flexible server. */
export const SERVER_SEMANTICS: readonly Semantic[] = [
  {
    id: 'server-accepted',
    says: 'Every write of a server and of its parts is accepted with 202 and followed as an operation.',
    source: SOURCES.azurerm,
  },
  {
    id: 'server-defaults',
    says: 'A new server has 7 days of backups in its own region, passwords, open access, no high availability, and the performance of its disk size.',
    source: SOURCES.spec,
  },
  { id: 'server-secret', says: 'The password and how a server was made are never told.', source: SOURCES.spec },
  {
    id: 'server-unknown-kept',
    says: 'Properties that the twin has no rule for come back as they were sent.',
    source: SOURCES.spec,
  },
  {
    id: 'server-name',
    says: 'A name has 3 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen.',
    source: SOURCES.invalidName,
  },
  {
    id: 'server-name-unique',
    says: 'No two servers of anybody have the same name, nor a server and a virtual endpoint.',
    source: SOURCES.nameTaken,
  },
  { id: 'server-public-region', says: 'A server is made in a public region.', source: SOURCES.regions },
  {
    id: 'server-login',
    says: 'A server that takes passwords needs a login and a password when it is made; some logins are reserved.',
    source: SOURCES.azurerm,
  },
  {
    id: 'server-weak-password',
    says: 'A password that is too weak is taken, and the operation ends with InternalServerError.',
    source: SOURCES.weakPassword,
  },
  {
    id: 'server-sign-in',
    says: 'At least one way to sign in is enabled; a server without passwords tells no login.',
    source: SOURCES.azurerm,
  },
  {
    id: 'server-version',
    says: 'The version is one of those that the service offers: 11 to 18, less those that are retired.',
    source: SOURCES.versionRange,
  },
  {
    id: 'server-version-retired',
    says: 'A new server can run on a version until the last day of its support, by the clock; copies of servers can longer.',
    source: SOURCES.versionPolicy,
  },
  {
    id: 'server-sku',
    says: 'The compute size exists and belongs to the tier that is named with it.',
    source: SOURCES.invalidTier,
  },
  {
    id: 'server-storage-size',
    says: 'A Premium SSD has one of the sizes of the service, 32 GiB to 32 TiB.',
    source: SOURCES.invalidStorage,
  },
  {
    id: 'server-storage-tier',
    says: 'The performance tier fits the size of the disk; it tells the IOPS.',
    source: SOURCES.azurerm,
  },
  {
    id: 'server-premium-v2',
    says: 'Premium SSD v2 has any size, and IOPS and throughput within bounds; neither Burstable servers nor old versions have it, and it does not grow by itself.',
    source: SOURCES.premiumSsdV2,
  },
  { id: 'server-retention', says: 'Backups are kept 7 to 35 days.', source: SOURCES.backup },
  { id: 'server-geo-region', says: 'Geo-redundant backup needs a region that has it.', source: SOURCES.regionTable },
  {
    id: 'server-geo-key',
    says: 'Geo-redundant backup of a server with a customer-managed key needs a key and an identity of its own, in the paired region.',
    source: SOURCES.geoKey,
  },
  {
    id: 'server-key-identity',
    says: 'A customer-managed key needs an identity that is assigned to the server.',
    source: SOURCES.cli,
  },
  {
    id: 'server-zone-assigned',
    says: 'The service chooses the availability zone where none is sent, in regions that have them, and tells it.',
    source: SOURCES.createReplica,
  },
  {
    id: 'server-zone-exists',
    says: 'The zone of a server, and that of its standby, exist and fit the mode of high availability.',
    source: SOURCES.invalidZone,
  },
  { id: 'server-availability-tier', says: 'A Burstable server has no high availability.', source: SOURCES.reliability },
  {
    id: 'server-availability-region',
    says: 'Zone-redundant high availability needs a region with zones.',
    source: SOURCES.reliability,
  },
  {
    id: 'server-network-conflict',
    says: 'A server in a virtual network has no public access.',
    source: SOURCES.publicAndPrivate,
  },
  {
    id: 'server-network-zone',
    says: 'A server in a virtual network needs a private DNS zone.',
    source: SOURCES.zoneMissing,
  },
  {
    id: 'server-network-zone-name',
    says: 'A zone named like the server is taken, and the operation fails.',
    source: SOURCES.zoneName,
  },
  {
    id: 'server-network-prepared',
    says: 'The subnet is delegated to flexible servers, and the zone is linked to a network first.',
    source: SOURCES.azurerm,
  },
  {
    id: 'server-elastic',
    says: 'An elastic cluster has 1 to 20 nodes, PostgreSQL 17 or newer, no virtual network, and no storage that grows by itself.',
    source: SOURCES.elasticClusters,
  },
];
