import type { ProtectedFlexServerProps } from './protected-flex-server-props';
import { Kind } from '../vault/given';
import { RETENTION_KIND, vaultKind } from '../vault/kinds';

/** What is known of a server, whoever made it. */
export const KNOWN_KINDS = {
  version: {
    code: 'PostgresVersion',
    what: 'a PostgresVersion',
    member: 'major',
    mend: 'give PostgresVersion.of(…), or PostgresVersion.V17 and its like',
  },
  sku: {
    code: 'FlexServerSku',
    what: 'a FlexServerSku',
    member: 'name',
    mend: 'give FlexServerSku.of(…)',
  },
  storage: {
    code: 'StorageSize',
    what: 'a StorageSize',
    member: 'storageMb',
    mend: 'give StorageSize.gibibytes(…)',
  },
} satisfies Record<string, Kind>;

/** What the props of a server have to be. */
export const SERVER_KINDS: { readonly [prop in keyof ProtectedFlexServerProps]?: Kind } = {
  ...KNOWN_KINDS,
  recoverableFor: RETENTION_KIND,
  policy: {
    code: 'Recoverability',
    what: 'a backup policy',
    member: 'protect',
    mend: 'give a BackupPolicy, or one that exists with BackupPolicy.fromBackupPolicyId(…)',
  },
  vault: { ...vaultKind('Recoverability'), isRequired: false },
  cluster: {
    code: 'ElasticCluster',
    what: 'an ElasticCluster',
    member: 'nodes',
    mend: 'give ElasticCluster.of(…)',
  },
  authentication: {
    code: 'FlexServerAuthentication',
    what: 'a FlexServerAuthentication',
    member: 'entraAdministrators',
    mend: 'give FlexServerAuthentication.entraOnly(…) or one of the others',
    isSecret: true,
  },
  network: {
    code: 'FlexServerNetwork',
    what: 'a FlexServerNetwork',
    member: 'publicNetworkAccess',
    mend: 'give FlexServerNetwork.privateEndpoints() or one of the others',
  },
  origin: {
    code: 'ServerOrigin',
    what: 'a ServerOrigin',
    member: 'createMode',
    mend: 'give ServerOrigin.pointInTime(…) or one of the others',
  },
};
