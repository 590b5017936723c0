/** What the vault may write to: Storage Blob Data Contributor is assigned on it. */
export class RestoreRoleScope {
  /** The container that files are restored to, and nothing else. */
  public static readonly CONTAINER = new RestoreRoleScope('container');
  /** Every container of the storage account. */
  public static readonly STORAGE_ACCOUNT = new RestoreRoleScope('storage account');

  private constructor(
    /** In words. */
    public readonly name: string,
  ) {}
}
