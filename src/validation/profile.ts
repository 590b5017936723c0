import { type ProfileData, PROFILE_DATA } from './profile-data';
import { BackupConfigurationError } from '../errors';
import { Severity } from '../findings/finding';

/** What a profile of one's own is made of. */
export interface ProfileOptions {
  /**
   * What it is for, in one sentence.
   * @default - no description
   */
  readonly description?: string;
  /**
   * Profiles that it builds on: what they report, raise and ask for, it does too.
   * @default - errors alone, as `Profile.AZURE`
   */
  readonly basedOn?: Profile[];
  /**
   * Ids of the rules whose findings are reported whatever they weigh.
   * @default - none
   */
  readonly rules?: string[];
  /**
   * Rules whose findings weigh more, by id. A severity can be raised and never lowered.
   * @default - none
   */
  readonly severities?: { [rule: string]: Severity };
  /**
   * Values of the rules that have parameters, by name: `minimum-yearly-retention`.
   * @default - what each rule takes by itself
   */
  readonly parameters?: { [name: string]: string };
}

/**
 * What a validation reports, and how much it weighs. Every profile reports errors: none is a way around what Azure refuses.
 */
export class Profile {
  /** Only what Azure or the provider refuses, or what certainly fails. The default. */
  public static readonly AZURE = new Profile(PROFILE_DATA.azure);

  /** Errors, warnings and notes. */
  public static readonly RECOMMENDED = new Profile(PROFILE_DATA.recommended);

  /** Points for seven years, in an immutable and geo-redundant vault, of every server, with somewhere to restore them to. */
  public static readonly LONG_TERM_RETENTION = new Profile(PROFILE_DATA['long-term-retention']);

  /** Backups that somebody who has taken over the servers can't delete. */
  public static readonly RANSOMWARE = new Profile(PROFILE_DATA.ransomware);

  /** What is paid for and gives nothing back. */
  public static readonly COST = new Profile(PROFILE_DATA.cost);

  /** Every profile that comes with the library. */
  public static all(): Profile[] {
    return [Profile.AZURE, Profile.RECOMMENDED, Profile.LONG_TERM_RETENTION, Profile.RANSOMWARE, Profile.COST];
  }

  /**
   * A profile of one's own.
   * @throws InvalidProfile when a rule or a parameter is unknown, a severity would be lowered, or a value isn't one
   */
  public static of(name: string, options: ProfileOptions = {}): Profile {
    const { rules = [], severities = {}, parameters = {}, basedOn = [Profile.AZURE] } = options;
    const checks = profileChecks();
    const problem =
      rules.map((rule) => checks.ruleProblem(rule)).find((each) => each !== undefined) ??
      Object.entries(severities)
        .map(([rule, severity]) => checks.severityProblem(rule, severity))
        .find((each) => each !== undefined) ??
      Object.entries(parameters)
        .map(([parameter, value]) => checks.parameterProblem(parameter, value))
        .find((each) => each !== undefined);
    if (problem !== undefined) throw new BackupConfigurationError({ code: 'InvalidProfile', ...problem });
    const own: ProfileData = {
      name,
      description: options.description ?? '',
      severities: [Severity.ERROR],
      picks: rules,
      raised: severities,
      parameters,
    };
    return new Profile(
      checks.combine(
        own,
        basedOn.map((profile) => profile._data),
      ),
    );
  }

  /** @internal */
  public readonly _data: ProfileData;

  private constructor(data: ProfileData) {
    this._data = data;
  }

  /** Name, as on the command line. */
  public get name(): string {
    return this._data.name;
  }

  /** What it is for. */
  public get description(): string {
    return this._data.description;
  }

  /** Ids of the rules whose findings it reports whatever they weigh. */
  public get rules(): string[] {
    return [...new Set([...this._data.picks, ...Object.keys(this._data.raised)])].sort();
  }

  /** Whether this profile reports findings of that severity, whichever rule made them. */
  public reports(severity: Severity): boolean {
    return this._data.severities.includes(severity);
  }
}

/** The rules are loaded when a profile of one's own is made, not when the package is imported. */
function profileChecks(): typeof import('./profile-checks') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./profile-checks') as typeof import('./profile-checks');
}
