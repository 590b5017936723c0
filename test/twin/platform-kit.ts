import { type Client, GROUP, type Reply } from './client';
import { IDENTITY } from '../../src/twin';

export const STORAGE = `${GROUP}/providers/Microsoft.Storage/storageAccounts`;
export const NETWORK = `${GROUP}/providers/Microsoft.Network`;
export const IDENTITIES = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
export const OTHER_SUBSCRIPTION = '/subscriptions/55555555-5555-4555-8555-555555555555';
export const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/** A version of each provider that the twin speaks. */
const VERSIONS: Readonly<Record<string, string>> = {
  'microsoft.alertsmanagement': '2021-08-08',
  'microsoft.authorization/locks': '2020-05-01',
  'microsoft.authorization/policyassignments': '2022-06-01',
  'microsoft.authorization/policydefinitions': '2021-06-01',
  'microsoft.authorization/policysetdefinitions': '2021-06-01',
  'microsoft.authorization/roleassignments': '2022-04-01',
  'microsoft.authorization/roledefinitions': '2022-05-01-preview',
  'microsoft.insights/actiongroups': '2023-01-01',
  'microsoft.insights/activitylogalerts': '2020-10-01',
  'microsoft.insights/diagnosticsettings': '2021-05-01-preview',
  'microsoft.insights/diagnosticsettingscategories': '2021-05-01-preview',
  'microsoft.insights/metricalerts': '2018-03-01',
  'microsoft.insights/scheduledqueryrules': '2023-03-15-preview',
  'microsoft.keyvault': '2023-02-01',
  'microsoft.managedidentity': '2024-11-30',
  'microsoft.network/privatednszones': '2024-06-01',
  'microsoft.network': '2025-01-01',
  'microsoft.operationalinsights': '2023-09-01',
  'microsoft.resources': '2022-09-01',
  'microsoft.storage': '2023-05-01',
};

function versionFor(path: string): string {
  if (path.startsWith('/data-plane/')) return '7.4';
  const [namespace, type] = /.*\/providers\/([^/?]+)\/([^/?]+)/i.exec(path)?.slice(1) ?? [];
  if (!namespace || type === 'register') return '2022-09-01';
  return VERSIONS[`${namespace}/${type}`.toLowerCase()] ?? VERSIONS[namespace.toLowerCase()] ?? '2022-09-01';
}

/** A client that knows which version each path is asked in. */
export class Platform {
  constructor(
    readonly client: Client,
    private readonly headers?: Record<string, string>,
  ) {}

  /** The same client, as somebody with an object id. */
  public as(objectId: string = IDENTITY.objectId): Platform {
    const claims = Buffer.from(JSON.stringify({ oid: objectId })).toString('base64url');
    return new Platform(this.client, { authorization: `Bearer e30.${claims}.x` });
  }

  public get(path: string): Promise<Reply> {
    return this.send('GET', path);
  }

  public put(path: string, body: unknown): Promise<Reply> {
    return this.send('PUT', path, body);
  }

  public delete(path: string): Promise<Reply> {
    return this.send('DELETE', path);
  }

  public post(path: string, body?: unknown): Promise<Reply> {
    return this.send('POST', path, body);
  }

  public send(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.client.complete(method, path, body, { apiVersion: versionFor(path), headers: this.headers });
  }

  /** Something to protect, to assign roles at and to connect to. */
  public async makeStorage(name = 'sttest', path = `${STORAGE}/${name}`): Promise<string> {
    expect((await this.put(path, storageBody())).status).toBeLessThan(300);
    return path;
  }

  /** Object id of an identity of its own. */
  public async makeIdentity(name = 'id'): Promise<string> {
    const { body } = await this.put(`${IDENTITIES}/${name}`, { location: 'westeurope' });
    return body.properties.principalId;
  }
}

export function storageBody(properties: any = {}, sku = 'Standard_LRS'): any {
  return { location: 'westeurope', kind: 'StorageV2', sku: { name: sku }, properties };
}

/** Status and code of a refusal. */
export function refusalOf({ status, body }: Reply): { status: number; code: string | undefined } {
  return { status, code: body?.error?.code };
}
