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

/** What a role is assigned on. */
export type ArmScope =
  | { readonly kind: 'server'; readonly key: string }
  | { readonly kind: 'vault'; readonly key: string }
  /** A server by an id that is written out: it may be one that is managed here. */
  | { readonly kind: 'serverId'; readonly place: Place; readonly name: Symbolic; readonly text: string }
  | { readonly kind: 'resourceGroup'; readonly place: Place }
  | { readonly kind: 'subscription'; readonly subscription?: Symbolic }
  | { readonly kind: 'managementGroup'; readonly text: string }
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'unknown'; readonly why: string };
