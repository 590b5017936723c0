import { AzapiArguments, AzapiTranslation, FLEXIBLE_SERVERS } from './azapi';
import { Fact } from '../fact';
import { TYPES } from '../resource-types';
import { Value } from '../value';

const DATA_SOURCE = 'properties.dataSourceInfo';

export const AZAPI_INSTANCE: AzapiTranslation = {
  type: TYPES.instance,
  applies: (azapi) => {
    const workload = workloadOf(azapi);
    return workload.state === 'known' && workload.value.toLowerCase() === FLEXIBLE_SERVERS;
  },
  argument,
};

/** What kind of thing an instance protects: a type of the API. */
export function workloadOf(azapi: AzapiArguments): Fact<string> {
  return azapi.text(`${DATA_SOURCE}.datasourceType`);
}

/** The id of what it protects. The API has the first spelling, and takes either. */
export function protectedId(azapi: AzapiArguments): Value {
  return azapi.property(`${DATA_SOURCE}.resourceID`) ?? azapi.property(`${DATA_SOURCE}.resourceId`);
}

function argument(azapi: AzapiArguments, name: string): Value {
  switch (name) {
    case 'vault_id':
      return azapi.own('parent_id');
    case 'server_id':
      return protectedId(azapi);
    case 'backup_policy_id':
      return azapi.property('properties.policyInfo.policyId');
    case 'location':
      return azapi.property(`${DATA_SOURCE}.resourceLocation`) ?? azapi.own(name);
    default:
      return azapi.own(name);
  }
}
