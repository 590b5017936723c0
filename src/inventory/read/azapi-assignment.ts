import { AzapiArguments, AzapiTranslation } from './azapi';
import { TYPES } from '../resource-types';
import { Value } from '../value';

/** azurerm's arguments by the properties of the API that say the same. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['role_definition_id', 'roleDefinitionId'],
  ['principal_id', 'principalId'],
  ['principal_type', 'principalType'],
  ['condition', 'condition'],
]);

export const AZAPI_ASSIGNMENT: AzapiTranslation = { type: TYPES.assignment, argument };

function argument(azapi: AzapiArguments, name: string): Value {
  const property = PROPERTIES.get(name);
  if (property !== undefined) return azapi.property(`properties.${property}`);
  // A role is assigned on what the assignment is a child of.
  return azapi.own(name === 'scope' ? 'parent_id' : name);
}
