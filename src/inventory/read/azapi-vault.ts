import { asValue, AzapiArguments, AzapiTranslation } from './azapi';
import { TYPES } from '../resource-types';
import { Value } from '../value';

/** azurerm's arguments by the properties of the API that say the same. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['soft_delete', 'securitySettings.softDeleteSettings.state'],
  ['retention_duration_in_days', 'securitySettings.softDeleteSettings.retentionDurationInDays'],
  ['immutability', 'securitySettings.immutabilitySettings.state'],
]);

export const AZAPI_VAULT: AzapiTranslation = { type: TYPES.vault, argument };

function argument(azapi: AzapiArguments, name: string): Value {
  const path = PROPERTIES.get(name);
  if (path !== undefined) return azapi.property(`properties.${path}`);
  switch (name) {
    case 'datastore_type':
      return storage(azapi, 'datastoreType');
    case 'redundancy':
      return storage(azapi, 'type');
    case 'cross_region_restore_enabled':
      // The API takes Disabled for any vault, which azurerm's `false` isn't for.
      return asValue(azapi.text('properties.featureSettings.crossRegionRestoreSettings.state'), (state) =>
        state === 'Enabled' ? true : undefined,
      );
    default:
      return azapi.own(name);
  }
}

/** All stores of a vault are as redundant as the first. */
function storage(azapi: AzapiArguments, name: string): Value {
  return asValue(azapi.resolver.blocks(azapi.property('properties.storageSettings')), ([first]) =>
    azapi.within(first, name),
  );
}
