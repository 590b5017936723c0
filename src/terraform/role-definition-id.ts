import { Role } from '../matrix/roles';

/**
 * Id of a built-in role's definition. Without the subscription Azure answers with another spelling, and every plan would
 * replace the assignment.
 */
export function roleDefinitionId(subscriptionId: string, { guid }: Role): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}
