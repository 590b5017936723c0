import { ArmError, badRequest, notFound } from '../arm/error';
import { type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import { normalizeLocation, propertiesOf } from '../arm/kind';
import { keyOf, parseId } from '../arm/resource-id';
import type { Azure } from '../azure';
import { EDITIONS } from '../editions';
import { datasourceOf, type Denied, deniedProtection, principalOf } from './permission';
import { setState } from './protection-state';
import { whyUnsupported } from './support';
import {
  DATASOURCE_TYPE,
  DELETED_INSTANCE_TYPE,
  DELETED_VAULT_TYPE,
  INSTANCE_TYPE,
  invalidInput,
  refused,
} from '../resources/data-protection';
import { heldBy } from '../resources/deleted-backup-vault';
import { isFlexibleServerId, serverFacts } from '../resources/flexible-server-facts';
import type { Resource } from '../state/resources';

/** Refuses properties of an instance with which the service doesn't begin to configure protection. */
export function checkProperties(azure: Azure, vault: Resource, instanceId: string, properties: JsonObject): void {
  const serverId = checkDatasource(properties);
  checkPolicyInfo(azure, vault, properties);
  const server = azure.resources.get(serverId);
  if (!server) throw notFound('ResourceNotFound', `The datasource '${serverId}' was not found.`);
  const edition = EDITIONS[azure.settings.edition];
  const facts = serverFacts(server);
  const why = whyUnsupported(edition, facts);
  if (why !== undefined) throw refused(why);
  const vaultLocation = normalizeLocation(textAt(vault.body, 'location') ?? '');
  if (edition.sameRegion && vaultLocation !== normalizeLocation(facts.location)) {
    throw refused(`The vault must be in the region of the server, ${facts.location}, got: ${vaultLocation}.`);
  }
  if (principalOf(vault, properties) === undefined) {
    throw refused(
      `The vault '${vault.name}' doesn't have the managed identity with which the server is to be backed up.`,
    );
  }
  refuseProtected(azure, serverId, instanceId);
  refuseSoftDeleted(azure, serverId);
}

function checkDatasource(properties: JsonObject): string {
  const { resourceID, datasourceType } = objectAt(properties, 'dataSourceInfo');
  if (typeof resourceID !== 'string' || resourceID === '') {
    throw invalidInput('`dataSourceInfo.resourceID` is required.');
  }
  if (typeof datasourceType !== 'string') throw invalidInput('`dataSourceInfo.datasourceType` is required.');
  if (keyOf(datasourceType) !== keyOf(DATASOURCE_TYPE)) {
    throw new ArmError(501, 'NotImplemented', `The twin backs up ${DATASOURCE_TYPE} only, got: ${datasourceType}.`);
  }
  if (!isFlexibleServerId(resourceID)) {
    throw invalidInput(`\`dataSourceInfo.resourceID\` must be the id of a flexible server, got: ${resourceID}.`);
  }
  return resourceID;
}

function checkPolicyInfo(azure: Azure, vault: Resource, properties: JsonObject): void {
  const policyId = textAt(properties, 'policyInfo', 'policyId') ?? '';
  if (keyOf(parseId(policyId).parent ?? '') !== keyOf(vault.id)) {
    throw invalidInput(
      `\`policyInfo.policyId\` must be the id of a policy in the vault '${vault.name}', got: '${policyId}'.`,
    );
  }
  const policy = azure.resources.get(policyId);
  if (!policy) throw invalidInput(`The policy '${policyId}' was not found.`);
  const types = listAt(policy.body, 'properties', 'datasourceTypes').map((type) => keyOf(String(type)));
  if (!types.includes(keyOf(DATASOURCE_TYPE))) {
    throw invalidInput(`The policy '${policyId}' is for another type of datasource.`);
  }
}

function refuseProtected(azure: Azure, serverId: string, instanceId: string): void {
  const other = azure.resources
    .ofType(INSTANCE_TYPE)
    .find((each) => keyOf(datasourceOf(each)) === keyOf(serverId) && keyOf(each.id) !== keyOf(instanceId));
  if (!other) return;
  throw badRequest(
    'UserErrorDppDatasourceAlreadyProtected',
    `Datasource is already protected under the Backup vault ${parseId(other.id).parent}.`,
  );
}

/**
 * The service goes by the ARM id of the server, as users observed (2026-03), so that neither another name of the instance nor a
 * new server of the same name helps. The article on secure by default (2025-11-10) promises that another vault does; the twin
 * refuses there as well.
 */
function refuseSoftDeleted(azure: Azure, serverId: string): void {
  const vaults = azure.resources.ofType(DELETED_VAULT_TYPE).flatMap(heldBy);
  const deleted = [...azure.resources.ofType(DELETED_INSTANCE_TYPE), ...vaults].find(
    (each) => each.type === DELETED_INSTANCE_TYPE && keyOf(datasourceOf(each)) === keyOf(serverId),
  );
  if (!deleted) return;
  throw refused(
    `Datasource is already associated with the backup instance ${deleted.name} in the Backup vault ${parseId(deleted.id).parent} with the protection status as SoftDeleted.`,
  );
}

/** Configures protection, which ends in an error where the vault's identity lacks a role, or has it too short a time. */
export function configure(azure: Azure, vault: Resource, instance: Resource): void {
  const denied = whyDenied(azure, vault, propertiesOf(instance.body));
  if (!denied) {
    setState(instance, 'ProtectionConfigured');
    instance.hidden = { ...instance.hidden, wasProtected: true };
    return;
  }
  setState(instance, 'ProtectionError');
  const error = errorOf(azure, denied);
  const properties = propertiesOf(instance.body);
  const status = objectAt(properties, 'protectionStatus');
  properties.protectionErrorDetails = error;
  properties.protectionStatus = { ...status, errorDetails: error };
}

/** What the vault's identity lacks to protect what an instance names. */
export function whyDenied(azure: Azure, vault: Resource, properties: JsonObject): Denied | undefined {
  const serverId = textAt(properties, 'dataSourceInfo', 'resourceID') ?? '';
  return deniedProtection(azure, principalOf(vault, properties) ?? '', serverId);
}

export const MISSING_PERMISSIONS = {
  code: 'UserErrorMissingRequiredPermissions',
  message: 'Appropriate permissions to perform the operation is missing.',
};

export function deniedText({ action, scope }: Denied): string {
  return `Validate for Protection failed. The vault's identity does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
}

function errorOf(azure: Azure, denied: Denied): JsonObject {
  return {
    ...MISSING_PERMISSIONS,
    recommendedAction: [
      'Grant appropriate permissions to perform this operation as mentioned at https://aka.ms/UserErrorMissingRequiredPermissions and retry the operation.',
    ],
    target: '',
    innerError: {
      code: MISSING_PERMISSIONS.code,
      additionalInfo: { DetailedNonLocalisedMessage: deniedText(denied) },
    },
    isRetryable: false,
    isUserError: false,
    properties: { ActivityId: azure.newGuid('activity', denied.scope) },
  };
}
