import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** The made-up ids under which Terraform signs in; `stateFromPlan` uses the same subscription. */
export const SUBSCRIPTION_ID = '11111111-1111-4111-8111-111111111111';
export const TENANT_ID = '22222222-2222-4222-8222-222222222222';
export const CLIENT_ID = '33333333-3333-4333-8333-333333333333';
export const OBJECT_ID = '44444444-4444-4444-8444-444444444444';

const LOCATIONS = ['westeurope', 'northeurope', 'germanywestcentral', 'eastus', 'westus', 'eastus2', 'uksouth'];
const NAMESPACES = [
  'Microsoft.Authorization',
  'Microsoft.DataProtection',
  'Microsoft.DBforPostgreSQL',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.ManagedIdentity',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.PolicyInsights',
  'Microsoft.Storage',
];

/** Environment of a child process; `undefined` takes a variable away. */
export type Environment = Record<string, string | undefined>;

export interface Endpoint {
  /** `https://127.0.0.1:<port>` */
  readonly origin: string;
  /** PEM file with the certificate that clients have to trust. */
  readonly certificateFile: string;
  /** Every variable Terraform needs to use this endpoint in Azure's place. */
  readonly env: Environment;
  /** Requests that were refused with 501, as `METHOD path`. */
  readonly unanswered: readonly string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Starts a local stand-in that answers what `terraform plan` asks Azure for before anything exists there. */
export async function startEndpoint(): Promise<Endpoint> {
  const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 24 * 60 * 60 * 1000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });

  const unanswered: string[] = [];
  const server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
    const { status, body } = answer(request, origin, unanswered);
    // An unread body would stall the connection that the client wants to use again.
    request.resume();
    send(response, status, body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `https://${host}`;

  const folder = await mkdtemp(join(tmpdir(), 'azpgbackup-endpoint-'));
  const certificateFile = join(folder, 'certificate.pem');
  await writeFile(certificateFile, certificate.cert);

  return {
    origin,
    certificateFile,
    env: endpointEnvironment(host, certificateFile),
    unanswered,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function endpointEnvironment(host: string, certificateFile: string): Environment {
  // Whatever else of ARM_* the caller has set (a real login, or ARM_PROVIDER_ENHANCED_VALIDATION, which azurerm 5
  // refuses) would leak into the run.
  const inherited = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith('ARM_'))
      .map((name) => [name, undefined]),
  );
  return {
    ...inherited,
    ARM_METADATA_HOSTNAME: host,
    ARM_SUBSCRIPTION_ID: SUBSCRIPTION_ID,
    ARM_TENANT_ID: TENANT_ID,
    ARM_CLIENT_ID: CLIENT_ID,
    ARM_CLIENT_SECRET: 'not-a-secret',
    ARM_USE_CLI: 'false',
    ARM_RESOURCE_PROVIDER_REGISTRATIONS: 'none',
    ARM_DISABLE_TERRAFORM_PARTNER_ID: 'true',
    GO_AZURE_SDK_SKIP_POLLING_DELAY: 'true',
    CHECKPOINT_DISABLE: '1',
    SSL_CERT_FILE: certificateFile,
    // Go reads both; the machine's own certificates have no business in this run.
    SSL_CERT_DIR: undefined,
  };
}

function answer(request: IncomingMessage, origin: string, unanswered: string[]): Answer {
  const method = request.method ?? 'GET';
  // azurerm 4 asks for "//metadata/endpoints", which URL would read as a host name.
  const url = new URL(origin + (request.url ?? '/').replace(/^\/+/, '/'));
  const path = url.pathname;

  if (method === 'GET' && path === '/metadata/endpoints') {
    return url.searchParams.get('api-version') === '2018-01-01'
      ? { status: 200, body: { cloudEndpoint: { public: { endpoint: origin, locations: LOCATIONS } } } }
      : { status: 200, body: metadata(origin) };
  }
  if (method === 'POST' && /^\/[^/]+\/oauth2\/v2\.0\/token$/.test(path)) {
    return { status: 200, body: { token_type: 'Bearer', expires_in: 86399, access_token: accessToken(origin) } };
  }
  if (method === 'GET' && path.startsWith('/subscriptions/')) {
    if (!request.headers.authorization?.startsWith('Bearer ')) {
      return failure(401, 'AuthenticationFailed', 'The request carries no bearer token.');
    }
    if (/^\/subscriptions\/[^/]+\/providers$/.test(path)) {
      return { status: 200, body: { value: NAMESPACES.map((namespace) => provider(namespace)) } };
    }
    return failure(404, 'ResourceNotFound', `The resource '${path}' was not found.`);
  }
  unanswered.push(`${method} ${path}`);
  // 501 is the one 5xx status that the SDK doesn't retry.
  return failure(501, 'NotImplemented', `This endpoint has no answer to ${method} ${path}.`);
}

function metadata(origin: string): unknown {
  const host = new URL(origin).host;
  return {
    name: 'Local',
    portal: origin,
    // Without a trailing slash, or azurerm 4 asks for "//subscriptions/…".
    resourceManager: origin,
    microsoftGraphResourceId: `${origin}/graph`,
    authentication: { loginEndpoint: origin, audiences: [origin], tenant: 'common', identityProvider: 'AAD' },
    suffixes: { storage: host, keyVaultDns: `vault.${host}` },
  };
}

/** An unsigned token: the provider only reads who it says we are. */
function accessToken(origin: string): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: origin,
    iss: `${origin}/${TENANT_ID}/`,
    iat: now,
    nbf: now,
    exp: now + 86399,
    oid: OBJECT_ID,
    tid: TENANT_ID,
    appid: CLIENT_ID,
  };
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.${Buffer.from('-').toString('base64url')}`;
}

function provider(namespace: string): unknown {
  return {
    id: `/subscriptions/${SUBSCRIPTION_ID}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    resourceTypes: [],
  };
}

function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
