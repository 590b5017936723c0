import type { Json, JsonObject } from './arm/json';
import type { Answer, Incoming } from './arm/message';
import { ok } from './arm/message';
import { KEY_VAULT_DOMAIN, STORAGE_DOMAIN } from './data-plane';
import { REGIONS } from './regions';
import { guidOf } from './state/guid';

export interface Identity {
  readonly tenantId: string;
  readonly clientId: string;
  readonly objectId: string;
}

const LIFETIME_SECONDS = 86_399;

/** Answers what clients ask before they are signed in: where everything is, and for tokens. */
export function answerSignIn(request: Incoming, origin: string, identity: Identity): Answer | undefined {
  const { method, path, query } = request;
  if (method === 'GET' && path === '/metadata/endpoints') {
    return ok(query.get('api-version') === '2018-01-01' ? cloudEndpoint(origin) : metadata(origin));
  }
  const [, tenant, rest] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (method === 'POST' && /^oauth2\/(v2\.0\/)?token$/.test(rest ?? '')) {
    const form = new URLSearchParams(request.text);
    const audience =
      form.get('resource') ??
      form
        .get('scope')
        ?.split(' ')[0]
        .replace(/\/\.default$/, '') ??
      origin;
    return ok(tokenAnswer(tokenFor(audience, identity, form.get('client_id') ?? identity.clientId)));
  }
  if (method === 'GET' && /^(v2\.0\/)?\.well-known\/openid-configuration$/.test(rest ?? '')) {
    return ok(openIdConfiguration(origin, tenant));
  }
  if (method === 'GET' && path === '/common/discovery/instance') return ok(instanceDiscovery(origin));
  if (method === 'GET' && path === '/msi') {
    const resource = query.get('resource') ?? origin;
    const answer = tokenAnswer(tokenFor(resource, identity, identity.clientId));
    return ok({ ...answer, expires_in: String(LIFETIME_SECONDS), resource });
  }
  return undefined;
}

/** The little of Microsoft Graph that the providers and the Azure CLI ask for. */
export function answerGraph(request: Incoming, identity: Identity): Answer | undefined {
  switch (`${request.method} ${request.path.toLowerCase()}`) {
    case 'GET /graph/v1.0/serviceprincipals':
      return ok({ value: [{ id: identity.objectId, appId: identity.clientId }] });
    case 'POST /graph/v1.0/directoryobjects/getbyids':
      // The twin has no directory that would know names.
      return ok({ value: [] });
    default:
      return undefined;
  }
}

function metadata(origin: string): Json {
  return {
    name: 'Twin',
    portal: origin,
    // Without a trailing slash, or azurerm 4 asks for "//subscriptions/…".
    resourceManager: origin,
    microsoftGraphResourceId: `${origin}/graph`,
    authentication: { loginEndpoint: origin, audiences: [origin], tenant: 'common', identityProvider: 'AAD' },
    suffixes: { storage: STORAGE_DOMAIN, keyVaultDns: KEY_VAULT_DOMAIN },
  };
}

function cloudEndpoint(origin: string): Json {
  return { cloudEndpoint: { public: { endpoint: origin, locations: Object.keys(REGIONS) } } };
}

function openIdConfiguration(origin: string, tenant: string): Json {
  return {
    issuer: `${origin}/${tenant}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/devicecode`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    tenant_region_scope: null,
  };
}

function instanceDiscovery(origin: string): Json {
  const { host } = new URL(origin);
  return {
    tenant_discovery_endpoint: `${origin}/common/v2.0/.well-known/openid-configuration`,
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function tokenAnswer(accessToken: string): JsonObject {
  return {
    token_type: 'Bearer',
    expires_in: LIFETIME_SECONDS,
    ext_expires_in: LIFETIME_SECONDS,
    expires_on: String(nowSeconds() + LIFETIME_SECONDS),
    access_token: accessToken,
  };
}

/**
 * An unsigned token: clients only read who it says they are. A blob store that stands for Azure's may check who issued it and
 * what it is for, so that it names both as Microsoft Entra's do.
 */
export function tokenFor(audience: string, identity: Identity, clientId: string): string {
  const encode = (part: Json): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = nowSeconds();
  const claims = {
    aud: audience,
    iss: `https://sts.windows.net/${identity.tenantId}/`,
    iat: now,
    nbf: now,
    exp: now + LIFETIME_SECONDS,
    oid: clientId === identity.clientId ? identity.objectId : guidOf('object', clientId),
    tid: identity.tenantId,
    appid: clientId,
    sub: clientId,
  };
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.${Buffer.from('-').toString('base64url')}`;
}

/** Tokens follow the machine's clock, as their readers do. */
function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
