import { readFileSync } from 'fs';
import { request } from 'https';
import { SUBSCRIPTION_ID, Twin, type TwinOptions } from '../../src/twin';

export interface Reply {
  readonly status: number;
  /** Parsed JSON, or text of another type; undefined where the body was empty. */
  readonly body: any;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface SendOptions {
  /** Default: none is sent. */
  readonly apiVersion?: string;
  /** Default: a bearer token. */
  readonly headers?: Record<string, string>;
}

export const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}`;
export const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-test`;
export const GROUP_VERSION = '2023-07-01';

/** A client of a twin, over the wire as any other. */
export class Client {
  private readonly ca: string;

  constructor(readonly twin: Twin) {
    this.ca = readFileSync(twin.certificateFile, 'utf8');
  }

  /** Sends a request and answers what came back; a string is sent as it is. */
  public send(method: string, path: string, body?: unknown, options: SendOptions = {}): Promise<Reply> {
    const url = new URL(this.twin.endpoint + path);
    if (options.apiVersion) url.searchParams.set('api-version', options.apiVersion);
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = options.headers ?? { authorization: 'Bearer anybody' };
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          method,
          ca: this.ca,
          agent: false,
          headers: { ...headers, ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            const received = Buffer.concat(parts).toString('utf8');
            resolve({
              status: response.statusCode!,
              body: parsed(received, response.headers['content-type']),
              headers: response.headers as Reply['headers'],
            });
          });
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  }

  /** Sends a write, waits for the operation that it begins, and answers the status document with which it ended. */
  public async complete(method: string, path: string, body?: unknown, options: SendOptions = {}): Promise<Reply> {
    const reply = await this.send(method, path, body, options);
    const operation = reply.headers['azure-asyncoperation'];
    if (operation === undefined) return reply;
    const ended = await this.send('GET', operation.slice(this.twin.endpoint.length));
    return ended.body.status === 'Succeeded' ? reply : ended;
  }

  /** A resource group to put things in. */
  public async makeGroup(id = GROUP, location = 'westeurope'): Promise<void> {
    const { status } = await this.complete('PUT', id, { location }, { apiVersion: GROUP_VERSION });
    if (status !== 201) throw new Error(`the resource group ${id} was answered with ${status}`);
  }
}

function parsed(text: string, type: string | undefined): unknown {
  if (text === '') return undefined;
  return type?.startsWith('application/json') ? JSON.parse(text) : text;
}

/** A twin for each test of a file. */
export function freshTwin(options: TwinOptions = {}): () => Client {
  let client: Client;
  beforeEach(async () => {
    client = new Client(await Twin.start(options));
  });
  afterEach(() => client.twin.close());
  return () => client;
}
