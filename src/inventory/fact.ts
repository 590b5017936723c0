/** A fact of the estate: known, known to be absent, or not known yet and why. Never guessed. */
export type Fact<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly why: string };

export const ABSENT = { state: 'absent' } as const;

export function known<T>(value: T): Fact<T> {
  return { state: 'known', value };
}

export function unknown(why: string): Fact<never> {
  return { state: 'unknown', why };
}

/** The value, with what the service or provider takes when the argument is absent. */
export function withDefault<T>(fact: Fact<T>, otherwise: T): Fact<T> {
  return fact.state === 'absent' ? known(otherwise) : fact;
}

/** A relation between two resources. */
export type Link<T> =
  | { readonly state: 'resolved'; readonly target: T }
  /** Named by a plain id: it lies outside of this configuration, nothing else is known of it. */
  | { readonly state: 'outside'; readonly id: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly why: string };
