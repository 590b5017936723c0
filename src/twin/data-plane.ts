/**
 * Addresses of key vaults and storage accounts. Clients insist on names like `<vault>.vault.<domain>`, and not every machine
 * resolves what lies below `localhost`; so these names lie in a domain that nobody resolves (RFC 6761), over plain HTTP, and
 * clients reach them through the twin as their HTTP proxy: the connection is HTTPS all the same.
 */
const DOMAIN = 'azure.test';
export const KEY_VAULT_DOMAIN = `vault.${DOMAIN}`;
export const STORAGE_DOMAIN = `core.${DOMAIN}`;

/** Below it lie the routes of requests that came as to a proxy: `/data-plane/<host>/<path>`. */
export const DATA_PLANE = '/data-plane';
