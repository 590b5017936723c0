import { STORAGE_VERSIONS } from './api-versions';
import { badRequest, conflict } from '../arm/error';
import { at, type JsonObject, listAt } from '../arm/json';
import { AT_ONCE, envelope, type Kept, type Kind, propertiesOf, routesOf } from '../arm/kind';
import { parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import { DATA_PLANE, STORAGE_DOMAIN } from '../data-plane';
import type { Resource } from '../state/resources';

const ACCOUNT =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}';
const CONTAINER_NAME = /^(\$root|\$web|\$logs|(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/;

interface StorageService {
  readonly name: string;
  readonly defaults: JsonObject;
}

const SERVICES: readonly StorageService[] = [
  {
    name: 'blobServices',
    defaults: { cors: { corsRules: [] }, deleteRetentionPolicy: { allowPermanentDelete: false, enabled: false } },
  },
  {
    name: 'fileServices',
    defaults: {
      cors: { corsRules: [] },
      shareDeleteRetentionPolicy: { enabled: true, days: 7 },
      protocolSettings: { smb: {} },
    },
  },
];

function serviceKind({ name, defaults }: StorageService): Kind {
  return {
    type: `Microsoft.Storage/storageAccounts/${name}`,
    path: `${ACCOUNT}/${name}/default`,
    apiVersions: STORAGE_VERSIONS,
    manners: { ...AT_ONCE, created: 200 },
    put: (_call, sent) => ({ body: { ...sent, properties: { ...defaults, ...propertiesOf(sent) } } }),
    remove() {
      throw badRequest('BadRequest', 'The services of a storage account go with it, and not before.');
    },
  };
}

/** An account has its services from the start. */
export function makeStorageServices({ azure }: Call, account: Resource): void {
  for (const { name, defaults } of SERVICES) {
    const id = `${account.id}/${name}/default`;
    if (azure.resources.has(id)) continue;
    const body = { sku: account.body.sku, properties: structuredClone(defaults) };
    const type = `Microsoft.Storage/storageAccounts/${name}`;
    azure.resources.put({ id, type, name: 'default', createdAt: account.createdAt, body, hidden: {} });
  }
}

const CONTAINER: Kind = {
  type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
  path: `${ACCOUNT}/blobServices/default/containers/{container}`,
  apiVersions: STORAGE_VERSIONS,
  manners: AT_ONCE,
  put: (call, sent) => keptContainer(call, { publicAccess: 'None', ...propertiesOf(sent) }),
  // Metadata are sent as they are to be.
  patch: (call, patch, existing) => keptContainer(call, { ...propertiesOf(existing.body), ...propertiesOf(patch) }),
};

function keptContainer({ azure, params, path }: Call, properties: JsonObject): Kept {
  if (!CONTAINER_NAME.test(params.container)) {
    throw badRequest('BadRequest', `'${params.container}' is not a valid name of a container.`);
  }
  const account = azure.resources.get(accountOf(path));
  if (properties.publicAccess !== 'None' && at(account?.body, 'properties', 'allowBlobPublicAccess') !== true) {
    throw conflict('PublicAccessNotPermitted', 'Public access is not permitted on this storage account.');
  }
  return {
    body: {
      etag: `"${azure.newGuid('etag')}"`,
      properties: {
        defaultEncryptionScope: '$account-encryption-key',
        denyEncryptionScopeOverride: false,
        ...properties,
        deleted: false,
        hasImmutabilityPolicy: false,
        hasLegalHold: false,
        lastModifiedTime: azure.clock.text(),
        leaseState: 'Available',
        leaseStatus: 'Unlocked',
        remainingRetentionDays: 0,
      },
    },
  };
}

function accountOf(path: string): string {
  return path.split('/').slice(0, 9).join('/');
}

/** Rules of the life of blobs: one policy for an account. */
const MANAGEMENT_POLICY: Kind = {
  type: 'Microsoft.Storage/storageAccounts/managementPolicies',
  path: `${ACCOUNT}/managementPolicies/default`,
  apiVersions: STORAGE_VERSIONS,
  manners: { ...AT_ONCE, created: 200 },
  put({ azure }, sent) {
    const names = listAt(sent, 'properties', 'policy', 'rules').map((rule) => at(rule, 'name'));
    if (names.length === 0) throw badRequest('BadRequest', 'A management policy needs at least one rule.');
    if (new Set(names).size < names.length) throw badRequest('BadRequest', 'Names of rules must be unique.');
    return { body: { ...sent, properties: { ...propertiesOf(sent), lastModifiedTime: azure.clock.text() } } };
  },
  show: (_call, policy) => ({ ...envelope(policy), name: 'DefaultManagementPolicy' }),
};

/** Of the data plane only what azurerm 4 asks a new account for, before it takes it for ready. */
function readServiceProperties() {
  const off =
    '<Version>1.0</Version><Enabled>false</Enabled><RetentionPolicy><Enabled>false</Enabled></RetentionPolicy>';
  const logging = '<Version>1.0</Version><Delete>false</Delete><Read>false</Read><Write>false</Write>';
  return {
    status: 200,
    xml: [
      '<?xml version="1.0" encoding="utf-8"?><StorageServiceProperties>',
      `<Logging>${logging}<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy></Logging>`,
      `<HourMetrics>${off}</HourMetrics><MinuteMetrics>${off}</MinuteMetrics><Cors />`,
      '<StaticWebsite><Enabled>false</Enabled></StaticWebsite></StorageServiceProperties>',
    ].join(''),
  };
}

/** The address itself answers: key vaults are asked there whether they can be reached. */
function readDataPlane(call: Call) {
  return parseId(call.path).name.endsWith(`.${STORAGE_DOMAIN}`) ? readServiceProperties() : { status: 200 };
}

export const STORAGE_SERVICE_ROUTES: readonly Route[] = [
  ...SERVICES.flatMap((service) => routesOf(serviceKind(service))),
  ...routesOf(CONTAINER),
  ...routesOf(MANAGEMENT_POLICY),
  { method: 'GET', path: `${DATA_PLANE}/{host}`, handle: readDataPlane },
];
