import { Temporal } from '@js-temporal/polyfill';
import type { Twin } from '../../src/twin';
import { parseId } from '../../src/twin/arm/resource-id';
import { Client } from '../twin/client';

/** When what is there already is made, and when Terraform comes to it, on a Friday: servers have a history by then. PostgreSQL 14 goes out of support between. */
export const BEGIN = '2026-11-10T12:00:00Z';
export const APPLY = '2026-11-20T12:00:00Z';

/** The server that the example `full` restores. */
const PAYMENTS =
  '/subscriptions/8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10/resourceGroups/rg-payments/providers/Microsoft.DBforPostgreSQL/flexibleServers/psql-payments';

/** What Azure says where nothing but deleted backups keeps a vault. */
export const HELD_BY_SOFT_DELETE =
  /can't be deleted as it holds 0 backup instances, [1-9]\d* soft-deleted ones and 0 backup policies/;

/** What lies in Azure before Terraform does anything: put there by others, over REST. */
export class Outside {
  private readonly client: Client;

  constructor(private readonly twin: Twin) {
    this.client = new Client(twin);
  }

  public async server(id: string, properties: object = {}, location = 'westeurope'): Promise<void> {
    await this.put('2025-08-01', id, {
      location,
      sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' },
      properties: {
        version: '17',
        storage: { storageSizeGB: 128 },
        authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' },
        ...properties,
      },
    });
  }

  public async cluster(id: string): Promise<void> {
    await this.put('2023-03-02-preview', id, {
      location: 'westeurope',
      properties: {
        authConfig: { activeDirectoryAuth: 'enabled', passwordAuth: 'disabled' },
        coordinatorStorageQuotaInMb: 131072,
        coordinatorVCores: 4,
        nodeCount: 0,
      },
    });
  }

  /** A vault that keeps nothing that is deleted, and the principal that it works as where that has to be known beforehand. */
  public async vault(id: string, principalId?: string): Promise<void> {
    await this.put('2025-07-01', id, {
      location: 'westeurope',
      identity: { type: 'SystemAssigned' },
      properties: {
        storageSettings: [{ datastoreType: 'VaultStore', type: 'GeoRedundant' }],
        securitySettings: { softDeleteSettings: { state: 'Off', retentionDurationInDays: 14 } },
      },
    });
    if (principalId === undefined) return;
    Object.assign(this.twin.azure.resources.get(id)!.body.identity!, { principalId });
  }

  /** A policy that runs every Sunday and keeps backups for three months. */
  public async policy(id: string): Promise<void> {
    const store = { dataStoreType: 'VaultStore', objectType: 'DataStoreInfoBase' };
    const deleteAfter = { duration: 'P3M', objectType: 'AbsoluteDeleteOption' };
    await this.put('2025-07-01', id, {
      properties: {
        objectType: 'BackupPolicy',
        datasourceTypes: ['Microsoft.DBforPostgreSQL/flexibleServers'],
        policyRules: [
          {
            name: 'BackupWeekly',
            objectType: 'AzureBackupRule',
            backupParameters: { backupType: 'Full', objectType: 'AzureBackupParams' },
            dataStore: store,
            trigger: {
              objectType: 'ScheduleBasedTriggerContext',
              schedule: { repeatingTimeIntervals: ['R/2024-01-07T02:00:00+00:00/P1W'], timeZone: 'UTC' },
              taggingCriteria: [
                { isDefault: true, tagInfo: { id: 'Default_', tagName: 'Default' }, taggingPriority: 99 },
              ],
            },
          },
          {
            name: 'Default',
            objectType: 'AzureRetentionRule',
            isDefault: true,
            lifecycles: [{ deleteAfter, sourceDataStore: store, targetDataStoreCopySettings: [] }],
          },
        ],
      },
    });
  }

  public async identity(id: string): Promise<void> {
    await this.put('2024-11-30', id, { location: 'westeurope' });
  }

  public async keyVault(id: string, protections: object = {}): Promise<void> {
    const { tenantId } = this.twin.azure.settings;
    const sku = { family: 'A', name: 'standard' };
    const properties = { tenantId, sku, enableRbacAuthorization: true, ...protections };
    await this.put('2023-02-01', id, { location: 'westeurope', properties });
  }

  /** A storage account that can be restored to. */
  public async storageAccount(id: string): Promise<void> {
    await this.put('2025-08-01', id, {
      location: 'westeurope',
      kind: 'StorageV2',
      sku: { name: 'Standard_LRS' },
      properties: { allowCrossTenantReplication: true },
    });
  }

  public async container(id: string): Promise<void> {
    await this.put('2025-08-01', id, { properties: {} });
  }

  /** A workspace that gets logs. */
  public async workspace(id: string): Promise<void> {
    await this.put('2020-08-01', id, { location: 'westeurope', properties: {} });
  }

  /** An action group that tells nobody yet. */
  public async actionGroup(id: string): Promise<void> {
    await this.put('2023-01-01', id, { location: 'global', properties: { groupShortName: 'on-call' } });
  }

  /** A network with a subnet for private endpoints that may also reach storage accounts, and a private zone that is linked to it. */
  public async readers(subnetId: string, zoneId: string): Promise<void> {
    await this.subnet(subnetId, { serviceEndpoints: [{ service: 'Microsoft.Storage' }] });
    await this.linkedZone(zoneId, parseId(subnetId).parent!);
  }

  /** A network with a subnet that is delegated to servers, and a private zone that is linked to the network. */
  public async network(subnetId: string, zoneId: string): Promise<void> {
    const serviceName = 'Microsoft.DBforPostgreSQL/flexibleServers';
    await this.subnet(subnetId, { delegations: [{ name: 'postgres', properties: { serviceName } }] });
    await this.linkedZone(zoneId, parseId(subnetId).parent!);
  }

  private async subnet(id: string, properties: object): Promise<void> {
    await this.put('2025-01-01', parseId(id).parent!, {
      location: 'westeurope',
      properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
    });
    await this.put('2025-01-01', id, { properties: { addressPrefix: '10.0.1.0/24', ...properties } });
  }

  private async linkedZone(zoneId: string, network: string): Promise<void> {
    await this.put('2024-06-01', zoneId, { location: 'global' });
    const properties = { virtualNetwork: { id: network }, registrationEnabled: false };
    await this.put('2024-06-01', `${zoneId}/virtualNetworkLinks/vnet`, { location: 'global', properties });
  }

  /** What the example `full` refers to and doesn't make, by the values of its variables. */
  public async aroundFull(variables: Record<string, string>): Promise<void> {
    await this.keyVault(variables.vault_key_vault_id);
    await this.identity(variables.ledger_identity_id);
    await this.identity(variables.ledger_geo_backup_identity_id);
    await this.network(variables.subnet_id, variables.private_dns_zone_id);
    await this.server(PAYMENTS, { version: '16', backup: { geoRedundantBackup: 'Enabled' } });
  }

  /** Deletes what is there. */
  public async remove(id: string): Promise<void> {
    const { status } = await this.client.complete('DELETE', id, undefined, { apiVersion: '2025-08-01' });
    if (status >= 300) throw new Error(`${id} was not deleted: ${status}`);
  }

  /** Lets time pass until an instant. */
  public advanceTo(instant: string): void {
    this.twin.azure.advanceTo(Temporal.Instant.from(instant));
  }

  /** Writes something, in a group that is made where it isn't there yet. */
  private async put(apiVersion: string, id: string, body: object): Promise<void> {
    const group = id.split('/').slice(0, 5).join('/');
    if (!this.twin.azure.resources.has(group)) await this.client.makeGroup(group);
    const reply = await this.client.complete('PUT', id, body, { apiVersion });
    if (reply.status < 300) return;
    throw new Error(`${id} was answered with ${reply.status}: ${JSON.stringify(reply.body)}`);
  }
}
