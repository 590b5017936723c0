import { compliant, Verdict } from './rule';
import { Entity } from '../inventory/entities';

/**
 * What a rule says of a resource that it looks at part by part: every part that is wrong; where none is, the first that
 * can't be told; else that the whole is in order.
 */
export function settle(on: Entity, parts: readonly (Verdict | undefined)[]): readonly Verdict[] {
  const wrong = parts.filter((part) => part?.outcome === 'violated') as Verdict[];
  if (wrong.length > 0) return wrong;
  return [parts.find((part) => part?.outcome === 'undecided') ?? compliant(on)];
}
