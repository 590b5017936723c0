import { type ClientRequest, request as requestHttp } from 'http';
import { request as requestHttps } from 'https';
import { text } from 'stream/consumers';
import { pipeline } from 'stream/promises';
import type { BlobStore } from './backup/delivery';
import type { Content } from './backup/dumps';
import { tokenFor } from './sign-in';
import { IDENTITY } from './twin';

/** From here on one request writes a blob of up to 5000 MiB. */
const VERSION = '2019-12-12';
const AUDIENCE = 'https://storage.azure.com';

/**
 * A blob service that has all accounts at one address, `<url>/<account>/<container>/<name>`, and takes the tokens of whom
 * clients of the twin sign in as: Azurite, with OAuth.
 */
export class BlobService implements BlobStore {
  private readonly base: string;
  private readonly containers = new Set<string>();

  /** @param ca PEM certificates to trust; default: those that Node.js trusts */
  constructor(
    url: string,
    private readonly ca?: string,
  ) {
    this.base = url.replace(/\/+$/, '');
  }

  public async put(account: string, container: string, name: string, content: Content): Promise<void> {
    await this.makeContainer(`${account}/${container}`);
    const headers = { 'Content-Length': String(content.length), 'x-ms-blob-type': 'BlockBlob' };
    await this.send('PUT', pathOf(account, container, name), headers, content);
  }

  public async delete(account: string, container: string, name: string): Promise<void> {
    await this.send('DELETE', pathOf(account, container, name), {}, undefined, 404);
  }

  private async makeContainer(path: string): Promise<void> {
    if (this.containers.has(path)) return;
    await this.send('PUT', `/${path}?restype=container`, { 'Content-Length': '0' }, undefined, 409);
    this.containers.add(path);
  }

  /** @param expected a status that is no failure */
  private async send(
    method: string,
    path: string,
    headers: Record<string, string>,
    content?: Content,
    expected?: number,
  ): Promise<void> {
    const url = `${this.base}${path}`;
    const request = (url.startsWith('https:') ? requestHttps : requestHttp)(url, {
      method,
      ca: this.ca,
      agent: false,
      headers: {
        authorization: `Bearer ${tokenFor(AUDIENCE, IDENTITY, IDENTITY.clientId)}`,
        'x-ms-version': VERSION,
        ...headers,
      },
    });
    const answered = answerTo(request);
    if (content) await Promise.race([pipeline(content.open(), request), answered]);
    else request.end();
    const { status, body } = await answered;
    if (status < 300 || status === expected) return;
    throw new Error(`${method} ${url} was answered with ${status}: ${body.slice(0, 500)}`);
  }
}

function answerTo(request: ClientRequest): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    request.on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode!, body }), reject);
    });
    request.on('error', reject);
  });
}

function pathOf(account: string, container: string, name: string): string {
  return `/${account}/${container}/${encodeURIComponent(name)}`;
}
