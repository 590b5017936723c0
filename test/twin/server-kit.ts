import { type Client, GROUP, type Reply } from './client';
import type { JsonObject } from '../../src/twin/arm/json';

export const VERSION = '2025-08-01';
export const PROVIDER = `${GROUP}/providers/Microsoft.DBforPostgreSQL`;
export const PASSWORD = 'H@Sh1CoR3!';

export function serverId(name = 'pg-test'): string {
  return `${PROVIDER}/flexibleServers/${name}`;
}

/** What a server is made with unless a test says otherwise. */
export function serverBody(properties: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  return {
    location: 'westeurope',
    sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' },
    ...rest,
    properties: {
      version: '17',
      administratorLogin: 'psqladmin',
      administratorLoginPassword: PASSWORD,
      storage: { storageSizeGB: 64 },
      ...properties,
    },
  };
}

/** A server that is made from another. */
export function copyBody(createMode: string, properties: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  return {
    location: 'westeurope',
    ...rest,
    properties: { createMode, sourceServerResourceId: serverId(), ...properties },
  };
}

export interface Answered {
  readonly status: number;
  /** How it ended: nothing, or the code of a refusal or of an operation that failed. */
  readonly code?: string;
  readonly message?: string;
  readonly body: any;
}

/** Requests about servers, each led to its end. */
export class Servers {
  constructor(private readonly client: Client) {}

  public async send(method: string, path: string, body?: unknown, apiVersion = VERSION): Promise<Answered> {
    return answered(await this.client.complete(method, path, body, { apiVersion }));
  }

  public put(body: JsonObject = serverBody(), name?: string): Promise<Answered> {
    return this.send('PUT', serverId(name), body);
  }

  /** Makes a server, and throws where that fails. */
  public async make(body: JsonObject = serverBody(), name?: string): Promise<void> {
    const { status, code, message } = await this.put(body, name);
    if (status !== 202 || code) throw new Error(`the server was not made: ${status} ${code} ${message}`);
  }

  public patch(body: JsonObject, name?: string): Promise<Answered> {
    return this.send('PATCH', serverId(name), body);
  }

  public post(action: string, body?: JsonObject, name?: string): Promise<Answered> {
    return this.send('POST', `${serverId(name)}/${action}`, body);
  }

  public remove(name?: string): Promise<Answered> {
    return this.send('DELETE', serverId(name));
  }

  public async get(name?: string): Promise<any> {
    return (await this.send('GET', serverId(name))).body;
  }

  /** Properties of a server. */
  public async show(name?: string): Promise<any> {
    return (await this.get(name)).properties;
  }

  public async list(path: string): Promise<any[]> {
    return (await this.send('GET', path)).body.value;
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

function answered({ status, body }: Reply): Answered {
  return { status, code: body?.error?.code, message: body?.error?.message, body };
}

/** Servers of a fresh twin with a resource group. */
export function freshServers(client: () => Client): () => Servers {
  beforeEach(() => client().makeGroup());
  return () => new Servers(client());
}
