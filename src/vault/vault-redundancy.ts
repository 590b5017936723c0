import { givenText } from './given';

/**
 * How many copies of the backups Azure keeps, and where. Can't be changed once the vault protects something.
 * @see https://learn.microsoft.com/azure/backup/create-manage-backup-vault
 */
export class VaultRedundancy {
  /** Copies in the paired region too; the only one that allows cross-region restore. */
  public static readonly GEO_REDUNDANT = new VaultRedundancy('GeoRedundant');
  /** Copies in the zones of the region. */
  public static readonly ZONE_REDUNDANT = new VaultRedundancy('ZoneRedundant');
  /** Copies in one data centre. */
  public static readonly LOCALLY_REDUNDANT = new VaultRedundancy('LocallyRedundant');

  /**
   * A redundancy that this release doesn't know, or a token.
   * @param name as azurerm's `redundancy` takes it
   * @throws VaultRedundancy when it is empty
   */
  public static of(name: string): VaultRedundancy {
    const mend = 'give one as in "ZoneRedundant", or leave it out for GeoRedundant';
    return new VaultRedundancy(givenText('VaultRedundancy', 'name', name, 'a redundancy', mend));
  }

  private constructor(
    /** As azurerm's `redundancy` takes it. */
    public readonly name: string,
  ) {}
}
