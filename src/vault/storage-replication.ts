import { givenText } from './given';

/**
 * How many copies of restored files Azure keeps, and where. They are copies themselves: the backups stay in the vault.
 * @see https://learn.microsoft.com/azure/storage/common/storage-redundancy
 */
export class StorageReplication {
  /** Copies in one data centre. */
  public static readonly LOCALLY_REDUNDANT = new StorageReplication('LRS');
  /** Copies in the zones of the region. */
  public static readonly ZONE_REDUNDANT = new StorageReplication('ZRS');
  /** Copies in the paired region too. */
  public static readonly GEO_REDUNDANT = new StorageReplication('GRS');
  /** Copies in the zones of the region, and in the paired region. */
  public static readonly GEO_ZONE_REDUNDANT = new StorageReplication('GZRS');

  /**
   * One of the others, such as `RAGRS`, or a token.
   * @param name as azurerm's `account_replication_type` takes it
   * @throws StorageReplication when it is empty
   */
  public static of(name: string): StorageReplication {
    const mend = 'give one as in "RAGRS", or leave it out for LRS';
    return new StorageReplication(givenText('StorageReplication', 'name', name, 'a replication', mend));
  }

  private constructor(
    /** As azurerm's `account_replication_type` takes it. */
    public readonly name: string,
  ) {}
}
