import { Temporal } from '@js-temporal/polyfill';
import { type Client, GROUP, GROUP_VERSION, type Reply } from './client';
import type { JsonObject } from '../../src/twin/arm/json';
import type { Azure } from '../../src/twin/azure';
import type { Resource } from '../../src/twin/state/resources';

export const VERSION = '2025-07-01';
export const PROVIDER = `${GROUP}/providers/Microsoft.DataProtection`;
export const VAULT = `${PROVIDER}/backupVaults/bv-test`;
export const POLICY = `${VAULT}/backupPolicies/weekly`;
export const INSTANCE = `${VAULT}/backupInstances/bi-test`;
export const SERVER = `${GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-test`;
export const LTR_ROLE = 'c088a766-074b-43ba-90d4-1fb21feae531';
export const READER_ROLE = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/** Sunday, 2024-01-07, 02:30. */
export const SUNDAYS = 'R/2024-01-07T02:30:00+00:00/P1W';

export function vaultBody(properties: JsonObject = {}): JsonObject {
  return {
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    properties: { storageSettings: [{ datastoreType: 'VaultStore', type: 'LocallyRedundant' }], ...properties },
  };
}

export function softDelete(state: string, retentionDurationInDays = 14): JsonObject {
  return { securitySettings: { softDeleteSettings: { state, retentionDurationInDays } } };
}

export interface RuleSketch {
  readonly name: string;
  readonly priority: number;
  readonly duration: string;
  readonly criteria: JsonObject;
}

export interface PolicySketch {
  readonly intervals?: readonly string[];
  readonly timeZone?: string;
  readonly defaultDuration?: string;
  readonly rules?: readonly RuleSketch[];
}

function store(): JsonObject {
  return { dataStoreType: 'VaultStore', objectType: 'DataStoreInfoBase' };
}

function retentionRule(name: string, duration: string): JsonObject {
  return {
    name,
    objectType: 'AzureRetentionRule',
    isDefault: name === 'Default',
    lifecycles: [
      {
        deleteAfter: { duration, objectType: 'AbsoluteDeleteOption' },
        sourceDataStore: store(),
        targetDataStoreCopySettings: [],
      },
    ],
  };
}

/** A policy as azurerm writes it. */
export function policyBody({
  intervals = [SUNDAYS],
  timeZone = 'UTC',
  defaultDuration = 'P3M',
  rules = [],
}: PolicySketch = {}) {
  return {
    properties: {
      objectType: 'BackupPolicy',
      datasourceTypes: ['Microsoft.DBforPostgreSQL/flexibleServers'],
      policyRules: [
        {
          name: 'BackupIntervals',
          objectType: 'AzureBackupRule',
          backupParameters: { backupType: 'Full', objectType: 'AzureBackupParams' },
          dataStore: store(),
          trigger: {
            objectType: 'ScheduleBasedTriggerContext',
            schedule: { repeatingTimeIntervals: [...intervals], timeZone },
            taggingCriteria: [
              { isDefault: true, tagInfo: { id: 'Default_', tagName: 'Default' }, taggingPriority: 99 },
              ...rules.map(({ name, priority, criteria }) => ({
                isDefault: false,
                tagInfo: { id: `${name}_`, tagName: name },
                taggingPriority: priority,
                criteria: [{ objectType: 'ScheduleBasedBackupCriteria', ...criteria }],
              })),
            ],
          },
        },
        retentionRule('Default', defaultDuration),
        ...rules.map(({ name, duration }) => retentionRule(name, duration)),
      ],
    },
  };
}

export function instanceBody(policyId = POLICY, serverId = SERVER): JsonObject {
  const source = {
    datasourceType: 'Microsoft.DBforPostgreSQL/flexibleServers',
    resourceID: serverId,
    resourceUri: serverId,
    resourceName: serverId.split('/').at(-1),
    resourceType: 'Microsoft.DBforPostgreSQL/flexibleServers',
    resourceLocation: 'westeurope',
  };
  return {
    properties: {
      friendlyName: 'bi-test',
      objectType: '',
      dataSourceInfo: { ...source, objectType: 'Datasource' },
      dataSourceSetInfo: { ...source, objectType: 'DatasourceSet' },
      policyInfo: { policyId },
    },
  };
}

export interface ServerSketch {
  readonly id?: string;
  readonly location?: string;
  readonly state?: string;
  readonly tier?: string;
  readonly version?: string;
  readonly storageSizeGB?: number;
  readonly storageType?: string;
  readonly replicationRole?: string;
  readonly clusterSize?: number;
}

/** A server as the twin keeps it, without the ceremony of making one. */
export function putServer(azure: Azure, sketch: ServerSketch = {}): Resource {
  const { id = SERVER, clusterSize } = sketch;
  return azure.resources.put({
    id,
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
    name: id.split('/').at(-1)!,
    createdAt: azure.clock.text(),
    body: {
      location: sketch.location ?? 'westeurope',
      sku: { name: 'Standard_D4s_v3', tier: sketch.tier ?? 'GeneralPurpose' },
      properties: {
        state: sketch.state ?? 'Ready',
        version: sketch.version ?? '16',
        storage: { storageSizeGB: sketch.storageSizeGB ?? 128, type: sketch.storageType ?? 'Premium_LRS' },
        replicationRole: sketch.replicationRole ?? 'Primary',
        ...(clusterSize === undefined ? {} : { cluster: { clusterSize } }),
      },
    },
    hidden: {},
  });
}

/** Assigns a role by the twin's clock. */
export function grant(azure: Azure, principalId: string, role: string, scope: string): Resource {
  const name = azure.newGuid('assignment');
  return azure.resources.put({
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    type: 'Microsoft.Authorization/roleAssignments',
    name,
    createdAt: azure.clock.text(),
    body: {
      properties: {
        scope,
        principalId,
        principalType: 'ServicePrincipal',
        roleDefinitionId: `/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      },
    },
    hidden: {},
  });
}

export interface EstateSketch {
  /** Of the vault and the server. */
  readonly location?: string;
  readonly vault?: JsonObject;
  readonly server?: ServerSketch;
  readonly policy?: PolicySketch;
}

/** Calls of Microsoft.DataProtection in one version. */
export class Backup {
  constructor(
    readonly client: Client,
    readonly apiVersion = VERSION,
  ) {}

  get azure(): Azure {
    return this.client.twin.azure;
  }

  public get(path: string): Promise<Reply> {
    return this.client.send('GET', path, undefined, this);
  }

  public put(path: string, body: unknown): Promise<Reply> {
    return this.client.complete('PUT', path, body, this);
  }

  public patch(path: string, body: unknown): Promise<Reply> {
    return this.client.complete('PATCH', path, body, this);
  }

  public post(path: string, body: unknown = {}): Promise<Reply> {
    return this.client.complete('POST', path, body, this);
  }

  public delete(path: string): Promise<Reply> {
    return this.client.complete('DELETE', path, undefined, this);
  }

  /** The same client, in another version. */
  public in(apiVersion: string): Backup {
    return new Backup(this.client, apiVersion);
  }

  public advanceTo(instant: string): void {
    this.azure.advanceTo(Temporal.Instant.from(instant));
  }

  public async principal(vault = VAULT): Promise<string> {
    return (await this.get(vault)).body.identity.principalId;
  }

  /** A vault, a server, both roles, and a policy: all that an instance needs. */
  public async prepare({ location = 'westeurope', ...sketch }: EstateSketch = {}): Promise<void> {
    await this.client.complete('PUT', GROUP, { location: 'westeurope' }, { apiVersion: GROUP_VERSION });
    await this.must('PUT', VAULT, { ...vaultBody(sketch.vault), location });
    putServer(this.azure, { location, ...sketch.server });
    const principal = await this.principal();
    grant(this.azure, principal, LTR_ROLE, SERVER);
    grant(this.azure, principal, READER_ROLE, GROUP);
    await this.must('PUT', POLICY, policyBody(sketch.policy));
  }

  /** All that, and the instance. */
  public async protect(sketch: EstateSketch = {}): Promise<void> {
    await this.prepare(sketch);
    await this.must('PUT', INSTANCE, instanceBody());
  }

  /** A write that has to be taken. */
  public async must(method: string, path: string, body?: unknown): Promise<Reply> {
    const reply = await this.client.complete(method, path, body, this);
    if (reply.status >= 300 || reply.body?.error) {
      throw new Error(`${method} ${path} was answered with ${reply.status}: ${JSON.stringify(reply.body)}`);
    }
    return reply;
  }

  public async stateOf(instance = INSTANCE): Promise<string> {
    return (await this.get(instance)).body.properties.currentProtectionState;
  }

  /** Recovery points as `<time> <tag> <expiry>`, oldest first. */
  public async points(instance = INSTANCE): Promise<string[]> {
    const { body } = await this.get(`${instance}/recoveryPoints`);
    return body.value
      .map(({ properties }: any) => {
        const { recoveryPointTime, retentionTagName, expiryTime } = properties;
        return `${minutes(recoveryPointTime)} ${retentionTagName} ${minutes(expiryTime)}`;
      })
      .reverse();
  }

  /** Jobs as `<time> <status> <code> <inner code>`, oldest first. */
  public async jobs(vault = VAULT): Promise<string[]> {
    const { body } = await this.get(`${vault}/backupJobs`);
    return body.value
      .map(({ properties: { startTime, status, errorDetails } }: any) =>
        [minutes(startTime), status, errorDetails?.[0].code, errorDetails?.[0].innerError?.code]
          .filter(Boolean)
          .join(' '),
      )
      .reverse();
  }
}

function minutes(instant: string): string {
  return instant.slice(0, 16);
}

/** What a refusal says of itself. */
export function refusalOf({ status, body }: Reply): { status: number; code: string } {
  return { status, code: body?.error?.code };
}
