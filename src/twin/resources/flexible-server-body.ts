import {
  authentication,
  checkLogin,
  encryption,
  identities,
  passwordFault,
  takesPasswords,
} from './flexible-server-access';
import { highAvailability, zoneOf } from './flexible-server-availability';
import { MAX_REPLICAS, RETENTION_DAYS, supportedVersions, TIERS } from './flexible-server-catalogue';
import { checkChange, checkServer } from './flexible-server-checks';
import { choice, invalidParameter, missingParameter } from './flexible-server-errors';
import { checkNetworkResources, DOMAIN, network, zoneFault } from './flexible-server-network';
import { changedStorage, copiedStorage, newStorage } from './flexible-server-storage';
import { ArmError } from '../arm/error';
import { isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from '../arm/json';
import type { Kept } from '../arm/kind';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

/** What the service is told and doesn't show, or tells itself. */
const NOT_KEPT = [
  'administratorLogin',
  'administratorLoginPassword',
  'createMode',
  'pointInTimeUTC',
  'sourceServerResourceId',
  'replicationRole',
  'replica',
  'replicaCapacity',
  'state',
  'minorVersion',
  'fullyQualifiedDomainName',
  'privateEndpointConnections',
];

const NO_WINDOW = { customWindow: 'Disabled', dayOfWeek: 0, startHour: 0, startMinute: 0 };

/** What a new server takes from the one that it is made from. */
export interface Inherited {
  readonly sourceId: string;
  readonly body: JsonObject;
  readonly login?: string;
  readonly isReplica: boolean;
}

/** Takes away what was sent as null, which the service treats as not sent. */
export function withoutNulls(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(kept.map(([name, each]) => [name, isObject(each) ? withoutNulls(each) : each]));
}

function unknownOf(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !NOT_KEPT.includes(name)));
}

/** The server that a create makes. */
export function newServer(call: Call, sent: JsonObject, from?: Inherited): Kept {
  const given = withoutNulls(objectAt(sent, 'properties'));
  const source = objectAt(from?.body, 'properties');
  const location = textAt(sent, 'location')!;
  const zone = zoneOf(location, textAt(given, 'availabilityZone'));
  const authConfig = authentication(objectAt(given, 'authConfig'), objectAt(source, 'authConfig'));
  const login = from?.login ?? newLogin(given, authConfig);
  const cluster = clusterOf(given.cluster ?? source.cluster);
  const properties: JsonObject = {
    ...unknownOf(given),
    ...(login && takesPasswords({ authConfig }) ? { administratorLogin: login } : {}),
    authConfig,
    ...(zone ? { availabilityZone: zone } : {}),
    backup: newBackup(objectAt(given, 'backup'), objectAt(source, 'backup'), from?.isReplica === true),
    ...(cluster ? { cluster } : {}),
    dataEncryption: encryption(
      isObject(given.dataEncryption) ? given.dataEncryption : objectAt(source, 'dataEncryption'),
    ),
    fullyQualifiedDomainName: `${call.params.server}.${DOMAIN}`,
    // A server that is made from another has none, whatever was sent; azure-rest-api-specs issue 20600.
    highAvailability: highAvailability(location, zone, from ? {} : objectAt(given, 'highAvailability')),
    // Taken in changes only; azurerm 5.2.0 sends it in a second write for that reason.
    maintenanceWindow: NO_WINDOW,
    network: network(objectAt(given, 'network'), given.network ? {} : objectAt(source, 'network')),
    ...roleOf(from?.isReplica === true ? from.sourceId : undefined),
    state: 'Ready',
    storage: from
      ? copiedStorage(objectAt(source, 'storage'), objectAt(given, 'storage'))
      : newStorage(objectAt(given, 'storage')),
    version: from ? copiedVersion(given, source) : newVersion(call, given),
  };
  const sku = skuOf({ ...objectAt(from?.body, 'sku'), ...withoutNulls(objectAt(sent, 'sku')) });
  const identity = identities(call, sent.identity ?? objectAt(from?.body, 'identity'), undefined);
  const body = { ...sent, sku, identity: identity?.type === 'None' ? undefined : identity, properties };
  checkServer(call, body);
  checkNetworkResources(call.azure, location, properties.network as JsonObject);
  const error = failureWhileMaking(call.params.server, given, properties);
  return { body, hidden: login ? { administratorLogin: login } : {}, error };
}

/** The server after a change; properties that weren't sent stay as they are. */
export function changedServer(call: Call, sent: JsonObject, existing: Resource): Kept {
  const given = withoutNulls(objectAt(sent, 'properties'));
  const old = objectAt(existing.body, 'properties');
  checkChange(given, old);
  const location = textAt(existing.body, 'location')!;
  const authConfig = authentication(objectAt(given, 'authConfig'), objectAt(old, 'authConfig'));
  const login = changedLogin(given, authConfig, textAt(existing.hidden, 'administratorLogin'));
  const zone = textAt(old, 'availabilityZone');
  const { administratorLogin: _login, ...kept } = old;
  const properties: JsonObject = {
    ...kept,
    ...unknownOf(given),
    ...(login && takesPasswords({ authConfig }) ? { administratorLogin: login } : {}),
    authConfig,
    backup: checkedBackup({ ...objectAt(old, 'backup'), ...objectAt(given, 'backup') }),
    dataEncryption: encryption({ ...objectAt(old, 'dataEncryption'), ...objectAt(given, 'dataEncryption') }),
    highAvailability: highAvailability(
      location,
      zone,
      objectAt(given, 'highAvailability'),
      objectAt(old, 'highAvailability'),
    ),
    maintenanceWindow: checkedWindow({
      ...objectAt(old, 'maintenanceWindow'),
      ...objectAt(given, 'maintenanceWindow'),
    }),
    network: network(objectAt(given, 'network'), objectAt(old, 'network')),
    storage: changedStorage(objectAt(old, 'storage'), objectAt(given, 'storage')),
  };
  if (old.cluster) properties.cluster = { ...objectAt(old, 'cluster'), ...objectAt(given, 'cluster') };
  const identity = identities(call, sent.identity, existing);
  const body: JsonObject = {
    ...existing.body,
    ...(isObject(sent.tags) ? { tags: sent.tags } : {}),
    sku: skuOf({ ...objectAt(existing.body, 'sku'), ...withoutNulls(objectAt(sent, 'sku')) }),
    identity: identity?.type === 'None' ? undefined : identity,
    properties,
  };
  checkServer(call, body, existing);
  const error = passwordFault(textAt(given, 'administratorLoginPassword'));
  return { body: error ? existing.body : body, hidden: login ? { administratorLogin: login } : {}, error };
}

/** A server on its own, or a replica of another. */
export function roleOf(sourceId: string | undefined): JsonObject {
  if (sourceId === undefined) {
    return {
      replica: { capacity: MAX_REPLICAS, role: 'Primary' },
      replicaCapacity: MAX_REPLICAS,
      replicationRole: 'Primary',
    };
  }
  return {
    replica: { capacity: 0, role: 'AsyncReplica', replicationState: 'Active' },
    replicaCapacity: 0,
    replicationRole: 'AsyncReplica',
    sourceServerResourceId: sourceId,
  };
}

function failureWhileMaking(name: string, given: JsonObject, properties: JsonObject): ArmError | undefined {
  return passwordFault(textAt(given, 'administratorLoginPassword')) ?? zoneFault(name, objectAt(properties, 'network'));
}

function newLogin(given: JsonObject, authConfig: JsonObject): string | undefined {
  if (!takesPasswords({ authConfig })) return undefined;
  const login = textAt(given, 'administratorLogin');
  if (!login) throw missingParameter('administratorLogin');
  if (!given.administratorLoginPassword) throw missingParameter('administratorLoginPassword');
  checkLogin(login);
  return login;
}

function changedLogin(given: JsonObject, authConfig: JsonObject, old: string | undefined): string | undefined {
  const sent = textAt(given, 'administratorLogin');
  if (old !== undefined) {
    if (sent && sent !== old) throw invalidParameter('administratorLogin');
    return old;
  }
  return takesPasswords({ authConfig }) ? newLogin(given, authConfig) : undefined;
}

function newBackup(sent: JsonObject, source: JsonObject, isReplica: boolean): JsonObject {
  // Replicas have no backups of their own, so none in another region either.
  const geoRedundantBackup = isReplica ? 'Disabled' : (source.geoRedundantBackup ?? 'Disabled');
  const { backupRetentionDays = RETENTION_DAYS.least } = source;
  return checkedBackup({ backupRetentionDays, geoRedundantBackup, ...sent });
}

function checkedBackup(backup: JsonObject): JsonObject {
  const days = numberAt(backup, 'backupRetentionDays') ?? 0;
  if (!Number.isInteger(days) || days < RETENTION_DAYS.least || days > RETENTION_DAYS.most) {
    throw invalidParameter('backupRetentionDays');
  }
  const { earliestRestoreDate: _told, ...kept } = backup;
  return {
    ...kept,
    geoRedundantBackup: choice('geoRedundantBackup', backup.geoRedundantBackup, ['Enabled', 'Disabled']),
  };
}

function checkedWindow(window: JsonObject): JsonObject {
  const customWindow = choice('customWindow', window.customWindow, ['Enabled', 'Disabled']);
  for (const [name, most] of [
    ['dayOfWeek', 6],
    ['startHour', 23],
    ['startMinute', 59],
  ] as const) {
    const value = numberAt(window, name) ?? -1;
    if (!Number.isInteger(value) || value < 0 || value > most) throw invalidParameter(name);
  }
  return { ...window, customWindow };
}

function skuOf(sku: JsonObject): JsonObject {
  if (!textAt(sku, 'name')) throw missingParameter('sku.name');
  return { ...sku, tier: choice('Tier', sku.tier, TIERS) };
}

function clusterOf(sent: Json | undefined): JsonObject | undefined {
  return isObject(sent) ? { defaultDatabaseName: 'postgres', ...sent } : undefined;
}

function newVersion({ azure }: Call, given: JsonObject): string {
  const supported = supportedVersions(azure);
  // The API doesn't say what it takes where no version is sent; the newest, as the Azure CLI does.
  const version = textAt(given, 'version') ?? supported.at(-1) ?? '';
  if (supported.includes(version)) return version;
  throw new ArmError(
    400,
    'ParameterOutOfRange',
    `The value of the version should be in [${supported.join(', ')}]. Verify that the specified parameter value is correct.`,
  );
}

function copiedVersion(given: JsonObject, source: JsonObject): string {
  if (given.version && given.version !== source.version) throw invalidParameter('version');
  return textAt(source, 'version')!;
}
