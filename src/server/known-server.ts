import { FlexServerSku } from './flex-server-sku';
import { PostgresVersion } from './postgres-version';
import { StorageSize } from './storage-size';
import { IFlexServer } from '../vault/flex-server-interface';

/** What backups and copies of a server depend on; what isn't known is left out. */
export interface KnownServer {
  readonly sku?: FlexServerSku;
  readonly storage?: StorageSize;
  readonly storageType?: string;
  readonly autoGrow?: boolean;
  readonly version?: PostgresVersion;
  readonly replica?: boolean;
  readonly geoRedundantBackup?: boolean;
}

/** Kept beside the tree: the interface of a server says only what every server knows. */
const KNOWN = new WeakMap<IFlexServer, KnownServer>();

export function rememberServer(server: IFlexServer, known: KnownServer): void {
  KNOWN.set(server, known);
}

/** What is known of a server, whoever made it. */
export function knownServer(server: IFlexServer): KnownServer {
  return KNOWN.get(server) ?? {};
}
