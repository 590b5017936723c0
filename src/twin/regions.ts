/**
 * Public regions, and the region that each is paired with. Typed in here, not taken from the library's support matrix:
 * the two are held against each other.
 */
export interface Region {
  readonly displayName: string;
  readonly pair?: string;
  /** Has availability zones. */
  readonly zones: boolean;
}

export const REGIONS: Readonly<Record<string, Region>> = {};
