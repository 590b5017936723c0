import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { IDENTITY } from '../../src/twin';
import { tokenFor } from '../../src/twin/sign-in';
import type { Azurite } from '../../tools/restore/azurite';

/** A container of the blob store, for a client of another make than those that write to it and read from it. */
export function containerOf(azurite: Azurite, account: string, name: string): ContainerClient {
  const token = tokenFor('https://storage.azure.com', IDENTITY, IDENTITY.clientId);
  const credential = { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
  // Not among the documented options, but handed on to the client below.
  const options = { tlsOptions: { ca: azurite.certificate } } as object;
  return new BlobServiceClient(`${azurite.endpoint}/${account}`, credential, options).getContainerClient(name);
}

/** Names and contents of all blobs of a container. */
export async function blobsOf(container: ContainerClient): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {};
  for await (const { name } of container.listBlobsFlat()) {
    found[name] = await container.getBlobClient(name).downloadToBuffer();
  }
  return found;
}
