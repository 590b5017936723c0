import { type Client, GROUP, type Reply } from './client';
import type { Answered } from './server-kit';
import type { JsonObject } from '../../src/twin/arm/json';

export const CLUSTER_VERSION = '2023-03-02-preview';
/** The one that azurerm and the Azure CLI speak. */
export const STABLE_VERSION = '2022-11-08';
export const CREATED = { status: 201, code: undefined };
export const CHANGED = { status: 200, code: undefined };
export const ACCEPTED = { status: 202, code: undefined };
export const REFUSED = { status: 400, code: 'BadRequest' };
export const MISSING = { status: 404, code: 'ResourceNotFound' };
/** By a name, or by the state that something is in. */
export const TAKEN = { status: 409, code: 'Conflict' };

const PROVIDER = `${GROUP}/providers/Microsoft.DBforPostgreSQL`;

export function clusterId(name = 'cosmos-test', group = GROUP): string {
  return `${group}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/${name}`;
}

/** A single node, unless a test says otherwise. */
export function clusterBody(properties: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  return {
    location: 'westeurope',
    ...rest,
    properties: {
      administratorLoginPassword: 'H@Sh1CoR3!',
      coordinatorStorageQuotaInMb: 131072,
      coordinatorVCores: 4,
      nodeCount: 0,
      ...properties,
    },
  };
}

export const WORKERS = { nodeCount: 2, nodeVCores: 4, nodeStorageQuotaInMb: 524288 };
export const BURSTABLE = {
  coordinatorServerEdition: 'BurstableMemoryOptimized',
  coordinatorVCores: 1,
  coordinatorStorageQuotaInMb: 32768,
};

/** A cluster that is made from another. */
export function copyOf(properties: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  return {
    location: 'westeurope',
    ...rest,
    properties: { sourceResourceId: clusterId(), sourceLocation: 'westeurope', ...properties },
  };
}

/** Requests about clusters, each led to its end. */
export class Clusters {
  constructor(private readonly client: Client) {}

  public async send(method: string, path: string, body?: unknown, apiVersion = CLUSTER_VERSION): Promise<Answered> {
    const { status, body: answer }: Reply = await this.client.complete(method, path, body, { apiVersion });
    return { status, code: answer?.error?.code, message: answer?.error?.message, body: answer };
  }

  public put(body: JsonObject = clusterBody(), name?: string, apiVersion?: string): Promise<Answered> {
    return this.send('PUT', clusterId(name), body, apiVersion);
  }

  /** Makes a cluster, and throws where that fails. */
  public async make(body: JsonObject = clusterBody(), name?: string, apiVersion?: string): Promise<void> {
    const { status, code, message } = await this.put(body, name, apiVersion);
    if (status !== 201) throw new Error(`the cluster was not made: ${status} ${code} ${message}`);
  }

  /** Changes properties. */
  public patch(properties: JsonObject, name?: string, apiVersion?: string): Promise<Answered> {
    return this.send('PATCH', clusterId(name), { properties }, apiVersion);
  }

  public post(action: string, body?: JsonObject, name?: string): Promise<Answered> {
    return this.send('POST', `${clusterId(name)}/${action}`, body);
  }

  /** Writes a part of a cluster. */
  public putPart(part: string, properties: JsonObject, name?: string, apiVersion?: string): Promise<Answered> {
    return this.send('PUT', `${clusterId(name)}/${part}`, { properties }, apiVersion);
  }

  public readPart(part: string, name?: string, apiVersion?: string): Promise<Answered> {
    return this.send('GET', `${clusterId(name)}/${part}`, undefined, apiVersion);
  }

  public async namesOf(part: string, name?: string): Promise<string[]> {
    return (await this.readPart(part, name)).body.value.map((each: any) => each.name);
  }

  public remove(name?: string): Promise<Answered> {
    return this.send('DELETE', clusterId(name));
  }

  public async get(name?: string, apiVersion?: string): Promise<any> {
    return (await this.send('GET', clusterId(name), undefined, apiVersion)).body;
  }

  /** Properties of a cluster. */
  public async show(name?: string, apiVersion?: string): Promise<any> {
    return (await this.get(name, apiVersion)).properties;
  }

  public async inGroup(): Promise<any[]> {
    return (await this.send('GET', `${PROVIDER}/serverGroupsv2`)).body.value;
  }

  /** Makes an identity; what a cluster is made with that encrypts with a key of the customer. */
  public async customerKey(): Promise<{ properties: JsonObject; identity: JsonObject }> {
    const id = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-cmk`;
    await this.send('PUT', id, { location: 'westeurope' }, '2024-11-30');
    return {
      properties: {
        dataEncryption: {
          type: 'AzureKeyVault',
          primaryKeyUri: 'https://kv.vault.azure.net/keys/pg',
          primaryUserAssignedIdentityId: id,
        },
      },
      identity: { type: 'UserAssigned', userAssignedIdentities: { [id]: {} } },
    };
  }

  /** Moves the clock. */
  public async pass(by: string): Promise<void> {
    const { status } = await this.client.send('POST', '/twin/clock', { by });
    if (status !== 200) throw new Error(`the clock was not moved: ${status}`);
  }

  public now(): string {
    return this.client.twin.azure.clock.now().toString();
  }
}

/** Clusters of a fresh twin with a resource group. */
export function freshClusters(client: () => Client): () => Clusters {
  beforeEach(() => client().makeGroup());
  return () => new Clusters(client());
}
