import { CosmosdbPostgresqlCluster as Cluster } from '@cdktf/provider-azurerm/lib/cosmosdb-postgresql-cluster';
import { Fn, TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Accepted, Refusal } from './mistakes';
import { RawEstate, SUBSCRIPTION } from '../rules/kit';

const TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2';
/** What isn't made here lies in another subscription. */
const OLD_GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const OLD_CLUSTER = `${OLD_GROUP}/providers/${TYPE}/tenants-old`;

/** For what azurerm has no arguments for. */
export class AzapiProvider extends TerraformProvider {
  constructor(scope: Construct) {
    super(scope, 'azapi', {
      terraformResourceType: 'azapi',
      terraformProviderSource: 'Azure/azapi',
      terraformGeneratorMetadata: { providerName: 'azapi', providerVersionConstraint: '>= 1.15.0' },
    });
  }
}

interface Place {
  readonly apiVersion?: string;
  readonly location?: string;
  readonly parent_id?: string;
}

/** Names are unique among all clusters, as the groups of the estates are. */
function nameFor({ group }: RawEstate, prefix: string): string {
  return `${prefix}-${group.nameInput}`;
}

/** A cluster beside the server, through azapi. */
const cluster = (properties: object, place: Place = {}) => ({
  add(estate: RawEstate, scope: Construct) {
    const { apiVersion = '2023-03-02-preview', ...rest } = place;
    const made = new TerraformResource(scope, 'cluster', { terraformResourceType: 'azapi_resource' });
    const name = nameFor(estate, 'azapi');
    const where = { name, parent_id: estate.group.id, location: 'westeurope', ...rest };
    const config = { type: `${TYPE}@${apiVersion}`, ...where, body: { properties } };
    for (const [argument, value] of Object.entries(config)) made.addOverride(argument, value);
  },
});

/** With geo-redundant backup, which azurerm has no argument for; it takes no passwords, so that it needs none. */
const geo = (properties: object, place?: Place) =>
  cluster(
    {
      authConfig: { activeDirectoryAuth: 'enabled', passwordAuth: 'disabled' },
      coordinatorServerEdition: 'GeneralPurpose',
      coordinatorStorageQuotaInMb: 131072,
      coordinatorVCores: 4,
      enableGeoBackup: true,
      nodeCount: 0,
      ...properties,
    },
    place,
  );

/** Restored from one that is there already, beside it unless another place is given. */
const restored = (properties: object, place: Place = {}) =>
  cluster(
    {
      sourceResourceId: OLD_CLUSTER,
      sourceLocation: 'westeurope',
      pointInTimeUTC: '2026-11-18T04:30:00Z',
      ...properties,
    },
    { parent_id: OLD_GROUP, ...place },
  );

/** A cluster beside the server, through azurerm. */
const plain = (over: object) => ({
  add(estate: RawEstate, scope: Construct) {
    new Cluster(scope, 'cluster', {
      name: nameFor(estate, 'azurerm'),
      resourceGroupName: estate.group.name,
      location: estate.group.location,
      // One that nobody has written out, and that stays the same.
      administratorLoginPassword: Fn.sha256(estate.group.id),
      coordinatorStorageQuotaInMb: 131072,
      coordinatorVcoreCount: 4,
      nodeCount: 0,
      ...over,
    });
  },
});

export const CLUSTERS_REFUSED_BY_VALIDATE: Refusal[] = [
  {
    name: 'a cluster of one worker',
    rule: 'PGB805',
    ...plain({ nodeCount: 1 }),
    says: 'expected node_count to not be',
  },
  {
    name: 'a cluster of 21 workers',
    rule: 'PGB805',
    ...plain({ nodeCount: 21 }),
    says: 'expected node_count to be in the range (0 - 20), got 21',
  },
];

export const CLUSTERS_REFUSED_BY_PLAN: Refusal[] = [
  {
    name: 'geo-redundant backup of a version that has none',
    rule: 'PGB804',
    ...geo({}, { apiVersion: '2022-11-08' }),
    says: '`properties.enableGeoBackup` is not expected here',
  },
];

export const CLUSTERS_ACCEPTED: Accepted[] = [
  {
    name: 'geo-redundant backup that is written over a cluster of azurerm',
    rule: 'PGB702',
    add(estate, scope) {
      plain({}).add(estate, scope);
      const { id } = scope.node.findChild('cluster') as Cluster;
      const update = new TerraformResource(scope, 'update', { terraformResourceType: 'azapi_update_resource' });
      update.addOverride('type', `${TYPE}@2023-03-02-preview`);
      update.addOverride('resource_id', id);
      update.addOverride('body', { properties: { enableGeoBackup: true } });
    },
    instead: plain({}),
    then: { refused: 'update', says: 'Geo-redundant backup can be enabled only when a cluster is created' },
  },
  {
    name: 'geo-redundant backup of a cluster in a region without it',
    rule: 'PGB801',
    ...geo({}, { location: 'westus3' }),
    instead: geo({}, { location: 'westus2' }),
    then: { refused: 'cluster', says: "Geo-redundant backup is not available for clusters in 'westus3'" },
  },
  {
    name: 'geo-redundant backup of burstable compute',
    rule: 'PGB802',
    ...geo({
      coordinatorServerEdition: 'BurstableMemoryOptimized',
      coordinatorVCores: 1,
      coordinatorStorageQuotaInMb: 32768,
    }),
    instead: geo({}),
    then: { refused: 'cluster', says: 'Geo-redundant backup is not supported on burstable compute' },
  },
  {
    name: 'a cluster called Tenants_1',
    rule: 'PGB805',
    ...plain({ name: 'Tenants_1' }),
    instead: plain({}),
    then: { refused: 'cluster', says: "The cluster name 'Tenants_1' is invalid" },
  },
  {
    name: 'a cluster of one worker, through azapi',
    rule: 'PGB805',
    ...geo({ nodeCount: 1, enableGeoBackup: false }),
    then: { refused: 'cluster', says: 'Node count must be 0, or between 2 and 20, got: 1' },
  },
  {
    name: 'a cluster as it will be',
    rule: 'PGB807',
    ...restored({ pointInTimeUTC: '2027-01-31T02:00:00Z' }),
    instead: restored({}),
    then: { refused: 'cluster', says: 'The source cluster can be restored to any moment between' },
  },
  {
    name: 'a cluster that is restored into another subscription and resource group',
    rule: 'PGB809',
    add: (estate, scope) => restored({}, { parent_id: estate.group.id }).add(estate, scope),
    then: { refused: 'cluster', says: 'restored into the subscription and resource group of its source' },
  },
  {
    name: 'a cluster that is restored into any region',
    rule: 'PGB809',
    ...restored({}, { location: 'eastus' }),
    then: { refused: 'cluster', says: "The source cluster can be restored in 'westeurope'" },
  },
];
