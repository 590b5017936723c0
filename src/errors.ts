/** What an error says: what is wrong with the value got, the limit and where it comes from, the mend. */
export interface ErrorDetails {
  /** Stable: a rule id (`PGB301`) where a rule decides the same, else a name in PascalCase. */
  readonly code: string;
  /** One constant sentence, "`x` must be between A and B, got: V." */
  readonly message: string;
  /** Path of the construct, where there is one. */
  readonly path?: string;
  readonly limit?: string;
  readonly mend?: string;
}

/**
 * The one error that the library throws for a configuration which can't work.
 * jsii doesn't carry `Error` subclasses into other languages, so the code leads the message as well.
 */
export class BackupConfigurationError extends Error {
  public readonly code: string;
  public readonly constructPath?: string;

  public constructor(private readonly details: ErrorDetails) {
    super(renderError(details));
    this.name = 'BackupConfigurationError';
    this.code = details.code;
    this.constructPath = details.path;
  }

  /** The same error, with the path of the construct whose prop it was. */
  public at(path: string): BackupConfigurationError {
    return new BackupConfigurationError({ ...this.details, path });
  }
}

function renderError(details: ErrorDetails): string {
  const where = details.path === undefined ? '' : `[/${details.path}] `;
  const lines = [`${where}${details.code}: ${details.message}`];
  if (details.limit !== undefined) lines.push(`  Limit: ${details.limit}`);
  if (details.mend !== undefined) lines.push(`  Mend: ${details.mend}`);
  return lines.join('\n');
}
