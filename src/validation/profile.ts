import { Severity } from '../findings/finding';

/** What a validation reports. */
export class Profile {
  /** Only what Azure or the provider refuses, or what certainly fails. The default. */
  public static readonly AZURE = new Profile('azure', [Severity.ERROR]);

  /** Errors, warnings and notes. */
  public static readonly RECOMMENDED = new Profile('recommended', [Severity.ERROR, Severity.WARNING, Severity.NOTE]);

  private constructor(
    /** Name, as on the command line. */
    public readonly name: string,
    private readonly severities: readonly Severity[],
  ) {}

  /** Whether this profile reports findings of that severity. */
  public reports(severity: Severity): boolean {
    return this.severities.includes(severity);
  }
}
