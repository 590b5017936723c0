import { ArmScope } from '../inventory/arm-scope';

export type Breadth = 'tenant' | 'subscription' | 'narrow' | 'unknown';

/** How much a scope holds. */
export function breadthOf(scope: ArmScope): Breadth {
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
