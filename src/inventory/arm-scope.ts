/**
 * A name that can be compared without being known: a literal, or the one reference it stands for. Two equal symbols are
 * the same thing; two different literals are different things; anything else can't be told.
 */
export interface Symbolic {
  readonly text: string;
  readonly literal: boolean;
}

export type Tri = true | false | 'unknown';

export function sameSymbol(a: Symbolic | undefined, b: Symbolic | undefined): Tri {
  if (a === undefined || b === undefined) return 'unknown';
  // ARM compares subscription ids, groups and names without case; Terraform doesn't compare its own so.
  if (a.literal && b.literal) return a.text.toLowerCase() === b.text.toLowerCase();
  return a.literal === b.literal && a.text === b.text ? true : 'unknown';
}

export function both(...parts: Tri[]): Tri {
  if (parts.includes(false)) return false;
  return parts.includes('unknown') ? 'unknown' : true;
}

/** Where a resource lies; undefined is unknown. */
export interface Place {
  readonly subscription?: Symbolic;
  readonly resourceGroup?: Symbolic;
}

/** Resources of the estate that a role, a lock or an alert may be for. */
export type ScopedKind = 'server' | 'vault' | 'cluster' | 'storageAccount' | 'container';

/** What a role is assigned on, a lock is put on, an alert looks at. */
export type ArmScope =
  | { readonly kind: ScopedKind; readonly key: string }
  /** A server by an id that is written out: it may be one that is managed here. */
  | { readonly kind: 'serverId'; readonly place: Place; readonly name: Symbolic; readonly text: string }
  /** A storage account or a container in it by an id that is written out. Names of accounts are unique in all of Azure. */
  | {
      readonly kind: 'storageId';
      readonly place: Place;
      readonly account: Symbolic;
      readonly container?: Symbolic;
      readonly text: string;
    }
  | { readonly kind: 'resourceGroup'; readonly place: Place }
  | { readonly kind: 'subscription'; readonly subscription?: Symbolic }
  | { readonly kind: 'managementGroup'; readonly text: string }
  | { readonly kind: 'other'; readonly text: string; readonly subscription?: Symbolic }
  /** `mentions`: keys of the resources that it is put together from. */
  | { readonly kind: 'unknown'; readonly why: string; readonly mentions: readonly string[] };
