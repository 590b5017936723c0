import { Op, Token } from 'cdktf';
import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { STORAGE } from '../matrix/storage';
import { show } from '../terraform/check';
import { isUnresolvedNumber } from '../time/token';

const MEBIBYTES = 1024;

/** Disk size of a flexible server: one of the sizes that Azure sells. It can grow in place, never shrink. */
export class StorageSize {
  /**
   * A size in GiB.
   * @param gibibytes 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384 or 32767, or a token
   * @throws StorageSize when it is another size
   */
  public static gibibytes(gibibytes: number): StorageSize {
    if (isUnresolvedNumber(gibibytes)) return new StorageSize(Token.asNumber(Op.mul(gibibytes, MEBIBYTES)));
    const size = STORAGE.sizes.find((candidate) => candidate.gib === gibibytes);
    if (size === undefined) throw wrongSize('gibibytes', gibibytes, (candidate) => candidate.gib);
    return new StorageSize(size.storageMb);
  }

  /**
   * A size in MB, as Terraform has it.
   * @param megabytes as azurerm's `storage_mb` takes it, or a token
   * @throws StorageSize when it is another size
   */
  public static megabytes(megabytes: number): StorageSize {
    if (!isUnresolvedNumber(megabytes) && !STORAGE.sizes.some(({ storageMb }) => storageMb === megabytes)) {
      throw wrongSize('megabytes', megabytes, (candidate) => candidate.storageMb);
    }
    return new StorageSize(megabytes);
  }

  private constructor(
    /** As azurerm's `storage_mb` takes it. */
    public readonly storageMb: number,
  ) {}
}

function wrongSize(
  prop: string,
  got: number,
  of: (size: (typeof STORAGE.sizes)[number]) => number,
): BackupConfigurationError {
  const sizes = STORAGE.sizes.map(of);
  const next = sizes.find((size) => size >= got);
  return new BackupConfigurationError({
    code: 'StorageSize',
    message: `\`${prop}\` must be one of ${sizes.join(', ')}, got: ${show(got)}.`,
    limit: citeWithUrl(STORAGE.source),
    mend: next === undefined ? `the largest is ${sizes[sizes.length - 1]}` : `did you mean ${next}?`,
  });
}
