import { BackupConfigurationError } from '../errors';
import { Edition } from './edition';
import { V1_2024_12_17_EDITION } from './editions/v1-2024-12-17';
import { V1_2025_02_28_EDITION } from './editions/v1-2025-02-28';
import { V1_2025_05_15_EDITION } from './editions/v1-2025-05-15';
import { V2_2026_09_28_EDITION } from './editions/v2-2026-09-28';
import { nearest } from './nearest';
import { Source } from './source';

/**
 * An edition of Microsoft's support matrix for backing up PostgreSQL flexible servers. Microsoft changes the page; an
 * edition keeps what it said on its date. The chosen edition decides the limits that a configuration is held to, and every
 * finding names it.
 */
export class SupportMatrix {
  /**
   * 17 December 2024, preview: 4 TB recommended, weekly (daily at one's own risk), vault in any region. Superseded.
   */
  public static readonly V1_2024_12_17 = new SupportMatrix(V1_2024_12_17_EDITION);

  /**
   * 28 February 2025, generally available in five regions: 1 TB recommended, several days a week. Superseded.
   */
  public static readonly V1_2025_02_28 = new SupportMatrix(V1_2025_02_28_EDITION);

  /**
   * 15 May 2025, generally available everywhere: above 1 TB the backup fails, one run a week, vault in the server's region.
   */
  public static readonly V1_2025_05_15 = new SupportMatrix(V1_2025_05_15_EDITION);

  /**
   * 28 September 2026, preview of v2: physical backups, daily or weekly, up to 32 TB (64 TB on Premium SSD v2),
   * PostgreSQL 15 and later, elastic clusters up to 8 nodes, restore as a server.
   */
  public static readonly V2_2026_09_28 = new SupportMatrix(V2_2026_09_28_EDITION);

  /**
   * The edition that holds where none is chosen: the newest generally available one, `2025-05-15`.
   */
  public static readonly DEFAULT = SupportMatrix.V1_2025_05_15;

  /**
   * The edition with this id: `2024-12-17`, `2025-02-28`, `2025-05-15` or `v2-2026-09-28`.
   *
   * @param id Id of an edition, exactly as findings print it.
   * @throws BackupConfigurationError `UnknownEdition` when there is no such edition; it names the nearest one.
   */
  public static of(id: string): SupportMatrix {
    const found = SupportMatrix.all().find((edition) => edition.id === id);
    if (found !== undefined) return found;
    const ids = SupportMatrix.all().map((edition) => edition.id);
    const meant = nearest(id, ids);
    throw new BackupConfigurationError({
      code: 'UnknownEdition',
      message: `\`edition\` must be one of ${ids.map((known) => `"${known}"`).join(', ')}, got: "${id}".`,
      mend: meant === undefined ? `Use "${SupportMatrix.DEFAULT.id}", the default.` : `Did you mean "${meant}"?`,
    });
  }

  /**
   * Every edition, oldest first.
   */
  public static all(): SupportMatrix[] {
    return [
      SupportMatrix.V1_2024_12_17,
      SupportMatrix.V1_2025_02_28,
      SupportMatrix.V1_2025_05_15,
      SupportMatrix.V2_2026_09_28,
    ];
  }

  /**
   * The limits of this edition, for the rules.
   *
   * @internal
   */
  public readonly _edition: Edition;

  private constructor(edition: Edition) {
    this._edition = edition;
  }

  /**
   * Id of the edition: the date of the document, with `v2-` before it for the second protection stack.
   */
  public get id(): string {
    return this._edition.id;
  }

  /**
   * Title of the document.
   */
  public get title(): string {
    return this._edition.title;
  }

  /**
   * Where the edition stands: `superseded`, `generally-available` or `preview`.
   */
  public get status(): string {
    return this._edition.status;
  }

  /**
   * The document that the edition's limits were taken from, with its date.
   */
  public get source(): Source {
    return this._edition.source;
  }

  /**
   * The id.
   */
  public toString(): string {
    return this.id;
  }
}
