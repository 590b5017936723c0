import type { IncomingMessage, ServerResponse } from 'http';
import { createServer, type Server } from 'https';
import type { AddressInfo } from 'net';
import type { Answer, Incoming } from './arm/message';
import type { Certificate } from './certificate';
import { DATA_PLANE } from './data-plane';

/** How a request is answered, and what befalls the answer on the way. */
export interface Handled {
  readonly answer: Answer;
  /** Break the connection instead of answering. */
  readonly broken?: boolean;
  readonly delaySeconds?: number;
}

/** What a client asks its proxy for. */
const PROXIED = /^http:\/\/([^/?]+)/i;
const MAX_BODY = 16 * 1024 * 1024;
export const LOOPBACK = '127.0.0.1';

/** Listens on loopback; port 0 lets the system choose. */
export async function listen(
  port: number,
  certificate: Certificate,
  handle: (request: Incoming) => Promise<Handled>,
): Promise<Server> {
  const server = createServer({ key: certificate.key, cert: certificate.certificate }, (request, response) => {
    void respond(request, response, handle);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (request: Incoming) => Promise<Handled>,
): Promise<void> {
  try {
    const text = await bodyOf(request);
    const { answer, broken, delaySeconds } = await handle(incoming(request, text));
    if (delaySeconds) await new Promise((resolve) => setTimeout(resolve, delaySeconds * 1000));
    if (broken) request.socket.destroy();
    else send(request, response, answer);
  } catch (error) {
    if (request.socket.destroyed) return;
    const message = error instanceof Error ? error.message : String(error);
    send(request, response, { status: 500, body: { error: { code: 'InternalServerError', message } } });
  }
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > MAX_BODY) reject(new Error(`A request body must not be larger than ${MAX_BODY} bytes.`));
      else parts.push(part);
    });
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    request.on('error', reject);
  });
}

function incoming(request: IncomingMessage, text: string): Incoming {
  const raw = (request.url ?? '/').replace(PROXIED, `${DATA_PLANE}/$1`);
  const question = raw.indexOf('?');
  const path = question < 0 ? raw : raw.slice(0, question);
  return {
    method: request.method ?? 'GET',
    // azurerm 4 asks for "//metadata/endpoints".
    path: path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1'),
    query: new URLSearchParams(question < 0 ? '' : raw.slice(question + 1)),
    headers: request.headers as Incoming['headers'],
    text,
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const body = answer.status === 204 ? undefined : (answer.xml ?? JSON.stringify(answer.body));
  const type = answer.xml === undefined ? 'application/json; charset=utf-8' : 'application/xml';
  response.writeHead(answer.status, {
    ...(body === undefined ? { 'Content-Length': '0' } : { 'Content-Type': type }),
    ...answer.headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
