import type { Semantic } from './semantic';
import { SERVER_SOURCES as SOURCES } from './server-sources';

/** What can become of a flexible server. */
export const SERVER_CHANGE_SEMANTICS: readonly Semantic[] = [
  { id: 'server-update-missing', says: 'createMode Update needs a server that exists.', source: SOURCES.spec },
  {
    id: 'server-put-again',
    says: 'A PUT of a server that exists changes what it sends and leaves the rest.',
    source: SOURCES.azurerm,
  },
  { id: 'server-patch', says: 'A PATCH changes what it sends; tags are replaced as a whole.', source: SOURCES.azurerm },
  {
    id: 'server-maintenance',
    says: 'A maintenance window is taken by a change, not by a create.',
    source: SOURCES.azurerm,
  },
  {
    id: 'server-login-fixed',
    says: 'A login that is set never changes; it is set when passwords are first enabled.',
    source: SOURCES.spec,
  },
  {
    id: 'server-storage-shrink',
    says: 'Storage never gets smaller, and never changes its type.',
    source: SOURCES.premiumSsd,
  },
  {
    id: 'server-geo-fixed',
    says: 'Geo-redundant backup is turned on or off only when a server is made.',
    source: SOURCES.backup,
  },
  {
    id: 'server-key-fixed',
    says: 'Whether a key of the customer encrypts a server is decided when it is made.',
    source: SOURCES.cli,
  },
  {
    id: 'server-zone-fixed',
    says: 'The zone of a server never changes, except by a failover to its standby.',
    source: SOURCES.limits,
  },
  {
    id: 'server-network-fixed',
    says: 'A server never moves into a virtual network or out of one.',
    source: SOURCES.limits,
  },
  {
    id: 'server-version-up',
    says: 'The version only rises, and not that of an elastic cluster nor of a server with replicas.',
    source: SOURCES.replicas,
  },
  {
    id: 'server-sku-v6',
    says: 'Sizes of the sixth generation are not for virtual networks, and not scaled to or from Burstable.',
    source: SOURCES.overview,
  },
  {
    id: 'server-elastic-grows',
    says: 'An elastic cluster only gains nodes, and a server never becomes one.',
    source: SOURCES.azurerm,
  },
  {
    id: 'server-identity',
    says: 'A PATCH adds managed identities and takes away those that it sends as null.',
    source: SOURCES.cli,
  },
  { id: 'server-stop', says: 'Only a server that is ready is stopped or restarted.', source: SOURCES.stop },
  { id: 'server-start', says: 'Only a stopped server is started.', source: SOURCES.start },
  { id: 'server-stopped', says: 'A stopped server is not changed, nor are its parts.', source: SOURCES.stop },
  { id: 'server-starts-again', says: 'A stopped server is started after seven days.', source: SOURCES.limits },
  { id: 'server-failover', says: 'A failover swaps the zones of a server and its standby.', source: SOURCES.azurerm },
];
