import { isImmutable, softDeletes } from './backup-vault-facts';
import { API_VERSIONS, INSTANCE_PATH, INSTANCE_TYPE, invalidInput, refused } from './data-protection';
import { deletedIdOf, softDeleteInstance } from './deleted-backup-instance';
import { type JsonObject, textAt } from '../arm/json';
import { envelope, type Kind, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import { ok } from '../arm/message';
import { keyOf, parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { checkProperties, configure } from '../backup/configure';
import { pastOf } from '../backup/history';
import { stateOf } from '../backup/protection-state';
import type { Resource } from '../state/resources';

const INSTANCE: Kind = {
  type: INSTANCE_TYPE,
  path: INSTANCE_PATH,
  apiVersions: API_VERSIONS,
  manners: RUNNING,
  put(call, sent, existing) {
    const properties = propertiesOf(sent);
    checkProperties(call.azure, vaultOf(call.azure, call.path), call.path, properties);
    if (existing && sourceOf(properties) !== sourceOf(propertiesOf(existing.body))) {
      throw invalidInput(`The datasource of the backup instance '${existing.name}' can't be changed.`);
    }
    if (call.azure.resources.has(deletedIdOf(call.path))) {
      throw refused(`A soft-deleted backup instance '${call.params.instance}' exists in the vault.`);
    }
    return {
      body: { ...sent, properties: keptProperties(properties, existing) },
      hidden: { updated: existing !== undefined },
    };
  },
  written({ azure }, instance) {
    // Who stopped or suspended protection resumes it; another policy doesn't.
    if (isAtRest(instance)) return;
    configure(azure, vaultOf(azure, instance.id), instance);
  },
  show({ method }, instance) {
    const shown = envelope(instance);
    if (method !== 'PUT' || isAtRest(instance)) return shown;
    // The instance is there before its protection is configured.
    const { protectionErrorDetails: _error, ...properties } = propertiesOf(shown);
    const currentProtectionState = instance.hidden.updated === true ? 'UpdatingProtection' : 'ConfiguringProtection';
    const protectionStatus = { status: 'ConfiguringProtection' };
    return { ...shown, properties: { ...properties, currentProtectionState, protectionStatus } };
  },
  remove({ azure, apiVersion }, instance) {
    const vault = vaultOf(azure, instance.id);
    const now = azure.clock.now().epochMilliseconds;
    if (isImmutable(vault) && pastOf(instance).points.some(({ until }) => until > now)) {
      throw refused(
        `Protection of '${instance.name}' can't be stopped with its data deleted: the vault '${vault.name}' is immutable, and recovery points exist whose expiry lies ahead.`,
      );
    }
    // An instance that never was protected has nothing that soft delete could keep.
    if (instance.hidden.wasProtected === true && softDeletes(vault, apiVersion)) {
      softDeleteInstance(azure, vault, instance);
    }
  },
};

export function vaultOf(azure: Azure, instanceId: string): Resource {
  return azure.resources.get(parseId(instanceId).parent!)!;
}

function isAtRest(instance: Resource): boolean {
  return ['ProtectionStopped', 'BackupSchedulesSuspended'].includes(stateOf(instance));
}

function sourceOf(properties: JsonObject): string {
  return keyOf(textAt(properties, 'dataSourceInfo', 'resourceID') ?? '');
}

function keptProperties(properties: JsonObject, existing: Resource | undefined): JsonObject {
  const before = existing && propertiesOf(existing.body);
  return {
    ...properties,
    // azurerm sends an empty one.
    objectType: properties.objectType || 'BackupInstance',
    provisioningState: 'Succeeded',
    currentProtectionState: before?.currentProtectionState,
    protectionStatus: before?.protectionStatus,
    protectionErrorDetails: before?.protectionErrorDetails,
  };
}

/** Instances that protect a server, whichever vaults they lie in. */
function listOfServer({ azure, params }: Call) {
  const found = azure.resources
    .ofType(INSTANCE_TYPE)
    .filter(({ body }) => sourceOf(propertiesOf(body)) === keyOf(params.scope));
  return ok({ value: found.map(envelope) });
}

export const BACKUP_INSTANCE_ROUTES: readonly Route[] = [
  ...routesOf(INSTANCE),
  {
    method: 'GET',
    path: '{scope}/providers/Microsoft.DataProtection/backupInstances',
    apiVersions: API_VERSIONS,
    handle: listOfServer,
  },
];
