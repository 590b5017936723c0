import { ArmScope } from '../inventory/arm-scope';

export type Breadth = 'tenant' | 'subscription' | 'narrow' | 'unknown';

/**
 * How much a scope holds.
 * @param text the scope as written
 */
export function breadthOf(scope: ArmScope, text: string): Breadth {
  // Azure's root scope is no id that could be taken apart.
  if (text === '/') return 'tenant';
  switch (scope.kind) {
    case 'managementGroup':
      return 'tenant';
    case 'subscription':
    case 'unknown':
      return scope.kind;
    default:
      return 'narrow';
  }
}
