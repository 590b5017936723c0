import { refused } from './flexible-server-errors';
import { at, type Json, type JsonObject } from '../arm/json';

/** Properties of a cluster by the type that the API gives them. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  boolean: [
    'coordinatorEnablePublicIpAccess',
    'enableGeoBackup',
    'enableHa',
    'enableShardsOnCoordinator',
    'nodeEnablePublicIpAccess',
  ],
  number: ['coordinatorStorageQuotaInMb', 'coordinatorVCores', 'nodeCount', 'nodeStorageQuotaInMb', 'nodeVCores'],
  string: [
    'administratorLoginPassword',
    'citusVersion',
    'coordinatorServerEdition',
    'databaseName',
    'dataEncryption.primaryKeyUri',
    'dataEncryption.primaryUserAssignedIdentityId',
    'dataEncryption.type',
    'nodeServerEdition',
    'pointInTimeUTC',
    'postgresqlVersion',
    'preferredPrimaryZone',
    'sourceLocation',
    'sourceResourceId',
  ],
  object: ['authConfig', 'dataEncryption', 'maintenanceWindow'],
};

/** Throws where something is sent that is of another type; doesn't tell what, as it may be a password. */
export function checkTypes(given: JsonObject): void {
  for (const [type, names] of Object.entries(TYPES)) {
    for (const name of names) {
      const value = at(given, ...name.split('.'));
      if (value === undefined || typeOf(value) === type) continue;
      throw refused(`'${name}' must be of the type ${type}, got: ${typeOf(value)}.`);
    }
  }
}

function typeOf(value: Json): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
