/** A key and the identity that may use it. */
export interface FlexServerKey {
  /** Id of the key, with or without a version: `https://….vault.azure.net/keys/…`. */
  readonly keyVaultKeyId: string;
  /** ARM id of the user-assigned identity that has access to the key. */
  readonly userAssignedIdentityId: string;
}

/** Keys of one's own that encrypt a server. */
export interface FlexServerEncryption {
  /** Key of the server. */
  readonly key: FlexServerKey;
  /**
   * Key of the geo-redundant backups: in a key vault of the paired region, with an identity of its own.
   * @default - none; asked for where backups are geo-redundant
   */
  readonly geoBackupKey?: FlexServerKey;
}
