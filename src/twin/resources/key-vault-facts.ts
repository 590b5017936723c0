import { listAt, textAt } from '../arm/json';
import type { Azure } from '../azure';
import { KEY_VAULT_DOMAIN } from '../data-plane';
import type { Resource } from '../state/resources';

export const KEY_VAULT_TYPE = 'Microsoft.KeyVault/vaults';
export const KEY_TYPE = 'Microsoft.KeyVault/vaults/keys';

/** The vault that answers under a host. */
export function vaultAt(azure: Azure, host: string): Resource | undefined {
  const wanted = `${host.toLowerCase()}/`;
  return azure.resources
    .ofType(KEY_VAULT_TYPE)
    .find(({ body }) => textAt(body, 'properties', 'vaultUri')?.replace('http://', '') === wanted);
}

/** The key that a URI names, with or without a version that exists; undefined where there is none. */
export function keyAt(azure: Azure, uri: string): Resource | undefined {
  const [, host, name, version] = /^https?:\/\/([^/]+)\/keys\/([^/]+)(?:\/([^/]+))?\/?$/i.exec(uri) ?? [];
  const vault = host?.toLowerCase().endsWith(`.${KEY_VAULT_DOMAIN}`) ? vaultAt(azure, host) : undefined;
  const key = vault && azure.resources.get(`${vault.id}/keys/${name}`);
  const versions = listAt(key?.hidden, 'versions').map((each) => textAt(each, 'key', 'kid') ?? '');
  return version === undefined || versions.some((kid) => kid.endsWith(`/${version}`)) ? key : undefined;
}
