import { Backup, grant, INSTANCE, SERVER } from './backup-kit';
import { type Client, GROUP, type Reply } from './client';
import type { JsonObject } from '../../src/twin/arm/json';

/** Storage Blob Data Contributor. */
export const CONTRIBUTOR = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe';
export const ACCOUNT = `${GROUP}/providers/Microsoft.Storage/storageAccounts/strestore`;
export const CONTAINER = `${ACCOUNT}/blobServices/default/containers/restore`;
export const URL_OF_CONTAINER = 'https://strestore.blob.core.windows.net/restore';
/** The first Sunday after the start; its backup is there ten minutes later. */
export const FIRST = '2024-01-07T02:30:00Z';
export const START = { startAt: '2024-01-01T00:00:00Z' };

export function accountBody(properties: JsonObject = {}, location = 'westeurope'): JsonObject {
  return {
    location,
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS' },
    properties: { allowCrossTenantReplication: true, ...properties },
  };
}

export function restoreBody(recoveryPointId: string, target: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  const { url = URL_OF_CONTAINER, targetResourceArmId, ...others } = target;
  return {
    objectType: 'AzureBackupRecoveryPointBasedRestoreRequest',
    sourceDataStoreType: 'VaultStore',
    recoveryPointId,
    restoreTargetInfo: {
      objectType: 'RestoreFilesTargetInfo',
      recoveryOption: 'FailIfExists',
      restoreLocation: 'West Europe',
      targetDetails: { url, filePrefix: 'drill', restoreTargetLocationType: 'AzureBlobs', targetResourceArmId },
      ...others,
    },
    ...rest,
  };
}

/** Restores of an instance that is protected, to a container that its vault may write to. */
export class Restoring extends Backup {
  constructor(client: Client) {
    super(client);
  }

  public async makeTarget(properties: JsonObject = {}, location = 'westeurope', account = ACCOUNT): Promise<void> {
    const storage = this.in('2025-08-01');
    await storage.must('PUT', account, accountBody(properties, location));
    await storage.must('PUT', `${account}/blobServices/default/containers/restore`, { properties: {} });
  }

  /** Databases of the server that the kit puts without ceremony. */
  public putDatabases(...names: string[]): void {
    for (const name of names) {
      this.azure.resources.put({
        id: `${SERVER}/databases/${name}`,
        type: 'Microsoft.DBforPostgreSQL/flexibleServers/databases',
        name,
        createdAt: FIRST,
        body: {},
        hidden: {},
      });
    }
  }

  public async pointNames(): Promise<string[]> {
    const { body } = await this.get(`${INSTANCE}/recoveryPoints`);
    return body.value.map(({ name }: any) => name);
  }

  public validate(restoreRequestObject: JsonObject): Promise<Reply> {
    return this.post(`${INSTANCE}/validateRestore`, {
      objectType: 'ValidateRestoreRequestObject',
      restoreRequestObject,
    });
  }

  /** Restores, and answers the properties of the job. */
  public async restore(body: JsonObject): Promise<any> {
    const { status, headers } = await this.client.send('POST', `${INSTANCE}/restore`, body, this);
    expect(status).toBe(202);
    const operation = await this.client.send(
      'GET',
      headers['azure-asyncoperation']!.slice(this.client.twin.endpoint.length),
    );
    expect(operation.body).toMatchObject({
      status: 'Succeeded',
      properties: { objectType: 'OperationJobExtendedInfo' },
    });
    return this.jobOf(operation.body.properties.jobId);
  }

  public async jobOf(jobId: string): Promise<any> {
    const { body } = await this.get(jobId);
    return { jobId, ...body.properties };
  }

  /** A vault with one recovery point, and a container that it may write to; the point's name. */
  public async prepareRestore(vault: JsonObject = {}): Promise<string> {
    await this.protect({ vault });
    this.putDatabases('azure_maintenance', 'azure_sys', 'postgres', 'orders', 'carts');
    await this.makeTarget();
    grant(this.azure, await this.principal(), CONTRIBUTOR, CONTAINER);
    this.advanceTo('2024-01-07T03:00:00Z');
    const [point] = await this.pointNames();
    return point;
  }
}
