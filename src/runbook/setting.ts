/** Another setting, in the place where its value comes to stand. */
export interface SettingReference {
  readonly setting: string;
}

/** What a setting is known to be: text, and other settings that it is put together with. */
export type SettingValue = readonly (string | SettingReference)[];

/** A thing that the scripts need to know. */
export interface Setting {
  readonly name: string;
  /** What it is, a phrase without an article of its own line. */
  readonly about: string;
  /** Undefined where the estate doesn't say it. */
  readonly value?: SettingValue;
  /** In the place of `value`, where there may be several. */
  readonly list?: readonly string[];
  /** How to find it where it isn't known, in words. */
  readonly find?: string;
  /** What prints it, or those that it is one of: of bash, to be copied as it is. */
  readonly command?: string;
  /** Nothing works without it. */
  readonly required?: true;
}

export interface SettingGroup {
  readonly title: string;
  readonly settings: readonly Setting[];
}

export function refer(setting: string): SettingReference {
  return { setting };
}

/** What has to be filled in by hand. */
export function missingSettings(groups: readonly SettingGroup[]): readonly Setting[] {
  return groups.flatMap(({ settings }) =>
    settings.filter(({ required, value, list = [] }) => required && value === undefined && list.length === 0),
  );
}
