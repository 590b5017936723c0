import type { Profile } from '../../validation/profile';

/** An acknowledgement as it stands in the file; what it lacks is a finding (PGB904), not an error of the file. */
export interface WrittenAcknowledgement {
  readonly rule: string;
  /** Address, construct path, or a glob of either. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  readonly line: number;
}

export interface Prices {
  readonly currency: string;
  /** For each 250 GB of a protected server, by month. */
  readonly protectedInstanceUnit?: number;
  /** By redundancy of the vault. */
  readonly storagePerGbMonth: Readonly<Record<string, number>>;
}

/** A configuration file, read and found sound. */
export interface Configuration {
  /** As messages name it; undefined where there is none. */
  readonly file?: string;
  readonly edition?: string;
  /** Names of the profiles that hold where the command line names none. */
  readonly profiles: readonly string[];
  /** The profiles that the file defines, by name. */
  readonly own: ReadonlyMap<string, Profile>;
  readonly acknowledgements: readonly WrittenAcknowledgement[];
  /** GiB by server. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly prices?: Prices;
}

export const NO_CONFIGURATION: Configuration = {
  profiles: [],
  own: new Map(),
  acknowledgements: [],
  sizes: new Map(),
};
