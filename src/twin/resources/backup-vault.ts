import { DEFAULT_SOFT_DELETE_DAYS, isSecure } from './backup-vault-facts';
import {
  API_VERSIONS,
  DELETED_INSTANCE_TYPE,
  INSTANCE_TYPE,
  invalidInput,
  isSecureByDefault,
  oneOf,
  POLICY_TYPE,
  PROXY_TYPE,
  refused,
  VAULT_PATH,
  VAULT_TYPE,
} from './data-protection';
import { askedBack, bringBack, heldBy, softDeleteVault } from './deleted-backup-vault';
import { inSubscription } from './in-subscription';
import { keptIdentity } from './managed-identity';
import { isObject, type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import { envelope, type Kind, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import type { Call, Route } from '../arm/route';
import type { Resource } from '../state/resources';

/** Length and characters as azurerm checks them; a letter comes first. */
const NAME = /^[a-z][-a-z0-9]{1,49}$/i;
const STORES = ['VaultStore', 'OperationalStore', 'ArchiveStore'];
const REDUNDANCIES = ['LocallyRedundant', 'ZoneRedundant', 'GeoRedundant'];
const SOFT_DELETE_STATES = ['Off', 'On', 'AlwaysOn'];
const LEAST_SOFT_DELETE_DAYS = 14;
const MOST_SOFT_DELETE_DAYS = 180;

const VAULT: Kind = {
  type: VAULT_TYPE,
  path: VAULT_PATH,
  apiVersions: API_VERSIONS,
  manners: RUNNING,
  tracked: true,
  put(call, sent, existing) {
    if (!NAME.test(call.params.vault)) {
      throw invalidInput('The name of a vault must be 2 to 50 letters, digits and hyphens, a letter first.');
    }
    const deleted = existing ? undefined : askedBack(call);
    const [before, ...held] = existing ? [existing, ...call.azure.resources.below(existing.id)] : heldBy(deleted);
    const properties = propertiesOf(sent);
    const identity = keptIdentity(call, sent, before) ?? before?.body.identity;
    const storageSettings = [keptStorage(properties, before, held)];
    return {
      body: {
        ...sent,
        location: sent.location ?? before?.body.location,
        identity,
        properties: {
          ...properties,
          provisioningState: 'Succeeded',
          storageSettings,
          securitySettings: keptSecurity(
            call,
            objectAt(properties, 'securitySettings'),
            objectAt(before?.body, 'properties', 'securitySettings'),
            isObject(identity) ? identity : {},
          ),
          featureSettings: keptFeatures(
            objectAt(properties, 'featureSettings'),
            objectAt(before?.body, 'properties', 'featureSettings'),
            storageSettings[0],
          ),
        },
      },
    };
  },
  written: bringBack,
  show(call, vault) {
    const shown = envelope(vault);
    const isVaultProtectedByResourceGuard = call.azure.resources.children(vault.id, PROXY_TYPE).length > 0;
    return { ...shown, properties: { ...propertiesOf(shown), isVaultProtectedByResourceGuard } };
  },
  remove(call, vault) {
    const held = (type: string) => call.azure.resources.children(vault.id, type).length;
    const [instances, policies, deleted] = [INSTANCE_TYPE, POLICY_TYPE, DELETED_INSTANCE_TYPE].map(held);
    const secure = isSecure(vault, call.apiVersion);
    if (instances > 0 || policies > 0 || (deleted > 0 && !secure)) {
      throw refused(
        `The vault '${vault.name}' can't be deleted as it holds ${instances} backup instances, ${deleted} soft-deleted ones and ${policies} backup policies.`,
      );
    }
    if (secure) softDeleteVault(call.azure, vault);
  },
};

function keptStorage(properties: JsonObject, before: Resource | undefined, held: readonly Resource[]): JsonObject {
  const settings = listAt(properties, 'storageSettings');
  if (settings.length !== 1 || !isObject(settings[0])) {
    throw invalidInput(`A vault must have exactly one storage setting, got: ${settings.length}.`);
  }
  const [setting] = settings;
  oneOf('The datastoreType of a storage setting', setting.datastoreType, STORES);
  oneOf('The type of a storage setting', setting.type, REDUNDANCIES);
  const old = objectAt(before?.body, 'properties', 'storageSettings', 0);
  const changes = before && (old.type !== setting.type || old.datastoreType !== setting.datastoreType);
  if (changes && held.some(({ type }) => type === INSTANCE_TYPE || type === DELETED_INSTANCE_TYPE)) {
    throw refused(
      `The storage redundancy of the vault '${before.name}' can't be changed after items have been protected in it.`,
    );
  }
  return setting;
}

/** What can't be undone stays as it is where a write doesn't name it. */
function keptSecurity(call: Call, sent: JsonObject, old: JsonObject, identity: JsonObject): JsonObject {
  const encryptionSettings = keptEncryption(sent, old, identity);
  return {
    ...sent,
    softDeleteSettings: keptSoftDelete(call, sent, old),
    immutabilitySettings: {
      ...objectAt(sent, 'immutabilitySettings'),
      state: oneWay('The immutability', sent, old, ['immutabilitySettings'], {
        allowed: ['Disabled', 'Unlocked', 'Locked'],
        otherwise: 'Disabled',
        final: 'Locked',
      }),
    },
    ...(encryptionSettings ? { encryptionSettings } : {}),
  };
}

function keptSoftDelete({ apiVersion, method }: Call, sent: JsonObject, old: JsonObject): JsonObject {
  // A PATCH of something else carries the old state along.
  const secure = isSecureByDefault(apiVersion) && method === 'PUT';
  const state = oneWay('Soft delete', sent, old, ['softDeleteSettings'], {
    allowed: SOFT_DELETE_STATES,
    otherwise: secure ? 'AlwaysOn' : 'On',
    final: 'AlwaysOn',
  });
  if (secure && state !== 'AlwaysOn') {
    throw invalidInput(`With api-version '${apiVersion}' soft delete must be AlwaysOn, got: ${state}.`);
  }
  const settings = objectAt(sent, 'softDeleteSettings');
  const days = settings.retentionDurationInDays ?? DEFAULT_SOFT_DELETE_DAYS;
  if (typeof days !== 'number' || days < LEAST_SOFT_DELETE_DAYS || days > MOST_SOFT_DELETE_DAYS) {
    throw invalidInput(
      `Soft-deleted data must be retained for ${LEAST_SOFT_DELETE_DAYS} to ${MOST_SOFT_DELETE_DAYS} days, got: ${JSON.stringify(days)}.`,
    );
  }
  return { ...settings, state, retentionDurationInDays: days };
}

interface OneWay {
  readonly allowed: readonly string[];
  readonly otherwise: string;
  /** The state that can't be left. */
  readonly final: string;
}

function oneWay(
  what: string,
  sent: JsonObject,
  old: JsonObject,
  path: string[],
  { allowed, otherwise, final }: OneWay,
): string {
  const before = textAt(old, ...path, 'state');
  const given = objectAt(sent, ...path).state;
  const state = oneOf(what, given ?? (before === final ? final : otherwise), allowed);
  if (before === final && state !== final) throw refused(`${what} is ${final} and can't be changed to ${state}.`);
  return state;
}

function keptEncryption(sent: JsonObject, old: JsonObject, identity: JsonObject): JsonObject | undefined {
  const before = isObject(old.encryptionSettings) ? old.encryptionSettings : undefined;
  if (!isObject(sent.encryptionSettings)) return before;
  const settings = sent.encryptionSettings;
  const state = oneOf('The state of the encryption', settings.state, ['Enabled', 'Disabled']);
  if (before?.state === 'Enabled' && state === 'Disabled') {
    throw refused("Encryption with a customer-managed key can't be disabled once it is enabled.");
  }
  if (state === 'Disabled') return settings;
  if (!textAt(settings, 'keyVaultProperties', 'keyUri')) {
    throw invalidInput('Encryption with a customer-managed key needs `keyVaultProperties.keyUri`.');
  }
  checkKeyIdentity(objectAt(settings, 'kekIdentity'), identity);
  return settings;
}

function checkKeyIdentity({ identityType, identityId }: JsonObject, identity: JsonObject): void {
  const type = oneOf('The identityType for the key', identityType, ['SystemAssigned', 'UserAssigned']);
  const assigned = Object.keys(objectAt(identity, 'userAssignedIdentities')).map((id) => id.toLowerCase());
  const has =
    type === 'SystemAssigned'
      ? identity.principalId !== undefined
      : assigned.includes(String(identityId).toLowerCase());
  if (!has) throw invalidInput(`The vault doesn't have the ${type} identity that the key is to be read with.`);
}

function keptFeatures(sent: JsonObject, old: JsonObject, storage: JsonObject): JsonObject {
  const crossRegion = oneWay('Cross-region restore', sent, old, ['crossRegionRestoreSettings'], {
    allowed: ['Disabled', 'Enabled'],
    otherwise: 'Disabled',
    final: 'Enabled',
  });
  if (crossRegion === 'Enabled' && storage.type !== 'GeoRedundant') {
    throw invalidInput(`Cross-region restore needs a GeoRedundant vault, got: ${JSON.stringify(storage.type)}.`);
  }
  const crossSubscription = oneWay('Cross-subscription restore', sent, old, ['crossSubscriptionRestoreSettings'], {
    allowed: ['Disabled', 'Enabled', 'PermanentlyDisabled'],
    otherwise: 'Enabled',
    final: 'PermanentlyDisabled',
  });
  return {
    ...sent,
    crossRegionRestoreSettings: { state: crossRegion },
    crossSubscriptionRestoreSettings: { state: crossSubscription },
  };
}

export const BACKUP_VAULT_ROUTES: readonly Route[] = [inSubscription(VAULT), ...routesOf(VAULT)];
