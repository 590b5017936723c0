import { rmSync } from 'fs';
import { join } from 'path';
import { TimeProvider } from '@cdktf/provider-time/lib/provider';
import { TerraformStack } from 'cdktf';
import {
  Acknowledgements,
  BackupVault,
  ClusterRestoreOptions,
  GeoRedundantCluster,
  PointInTime,
  PostgresBackupValidator,
  Profile,
  ProtectedFlexServer,
  Retention,
} from '../../src';
import { findingsOf } from './readers/kit';
import { readInputs } from '../../src/cli/inputs';
import { newApp, newGroup, newStack, SUBSCRIPTION, synth, variable } from '../kit';

const RULES = { now: '2026-11-20' };

/** What the rules say of stacks, beside that clusters retire. */
function findings(...stacks: readonly TerraformStack[]) {
  return stacks
    .flatMap((stack) => PostgresBackupValidator.of(stack).findings(RULES))
    .filter(({ rule }) => rule !== 'PGB806')
    .map(({ rule, outcome, message }) => `${outcome} ${rule}: ${message}`);
}

test('a group of another stack is that group, alone and within a text', () => {
  const app = newApp();
  const [first, second] = ['first', 'second'].map((name) => newStack(name, app));
  const { name: resourceGroupName, location } = newGroup(first);
  const vault = new BackupVault(first, 'Vault', { resourceGroupName, location });
  new ProtectedFlexServer(second, 'Server', {
    resourceGroupName,
    location,
    vault,
    recoverableFor: Retention.years(1),
  });
  const source = new GeoRedundantCluster(first, 'Cluster', { resourceGroupName, location });
  GeoRedundantCluster.fromBackup(second, 'Restored', {
    source,
    pointInTime: PointInTime.utc('2026-11-19T00:00:00Z'),
  }).addFirewallRule('office', { startIpAddress: '203.0.113.10' });
  expect(findings(first, second)).toEqual([]);
});

test('what is synthesized tells the order of its stacks', async () => {
  const app = newApp();
  const [first, second, third] = ['first', 'second', 'third'].map((name) => newStack(name, app, SUBSCRIPTION));
  const place = { resourceGroupName: 'rg-orders', location: 'westeurope' };
  const vault = new BackupVault(first, 'Vault', place);
  third.addDependency(second);
  for (const stack of [second, third]) {
    new ProtectedFlexServer(stack, 'Server', { ...place, vault, recoverableFor: Retention.years(1) });
  }
  app.synth();
  const read = async () => {
    const inputs = await readInputs([app.outdir], () => Promise.reject(new Error('nothing is asked of it')), '/');
    return findingsOf('PGB103', ...inputs.map(({ document }) => document));
  };
  expect(await read()).toEqual([]);
  rmSync(join(app.outdir, 'manifest.json'));
  expect(await read()).toEqual([expect.stringMatching(/^undecided azurerm_data_protection_backup_instance/)]);
});

describe('a stack within a stack', () => {
  const nested = () => {
    const outer = newStack('outer');
    return { outer, inner: new TerraformStack(outer, 'inner') };
  };

  test('gives the stack around it no time provider', () => {
    const { outer, inner } = nested();
    new TimeProvider(inner, 'time');
    const place = { resourceGroupName: 'rg-orders', location: 'westeurope' };
    const vault = new BackupVault(outer, 'Vault', place);
    new ProtectedFlexServer(outer, 'Server', { ...place, vault, recoverableFor: Retention.years(1) });
    expect(synth(outer).provider.time).toEqual([{}]);
  });

  test('has groups of its own, whatever they are called', () => {
    const { outer, inner } = nested();
    const { name: resourceGroupName, location } = newGroup(outer);
    newGroup(inner, 'group', 'qatarcentral');
    new GeoRedundantCluster(outer, 'Cluster', { resourceGroupName, location });
    expect(findings(outer)).toEqual([]);
  });
});

describe('a cluster that is imported', () => {
  const ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-tenants/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants`;
  const ALL = { ...RULES, profiles: Profile.all() };

  test('has nothing open that was asked when it was made', () => {
    const stack = newStack();
    const cluster = GeoRedundantCluster.fromClusterId(stack, 'Existing', variable(stack, 'id').stringValue, {
      location: 'westeurope',
    });
    cluster.addLock('Lock');
    expect(findings(stack)).toEqual([]);
  });

  test('is the one that is made where that is in the app', () => {
    const app = newApp();
    const [first, second] = ['first', 'second'].map((name) => newStack(name, app, SUBSCRIPTION));
    new GeoRedundantCluster(first, 'Cluster', {
      resourceGroupName: 'rg-tenants',
      location: 'westeurope',
      clusterName: 'tenants',
    });
    GeoRedundantCluster.fromClusterId(second, 'Existing', ID, { location: 'westeurope' }).addFirewallRule('office', {
      startIpAddress: '203.0.113.10',
    });
    const { rule } = PostgresBackupValidator.of(second)
      .findings(ALL)
      .find((finding) => finding.rule === 'PGB803') ?? { rule: undefined };
    expect(rule).toBeUndefined();
  });

  test('may have its backups in a region that no list knows of', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const cluster = GeoRedundantCluster.fromClusterId(stack, 'Existing', ID, {
      location: 'uksouth',
      geoRedundantBackup: true,
    });
    cluster
      .restoreTo('Back', PointInTime.utc('2026-11-19T00:00:00Z'), { location: 'ukwest', geoRedundantBackup: false })
      .addFirewallRule('office', { startIpAddress: '203.0.113.10' });
    expect(findings(stack)).toEqual([expect.stringMatching(/^undecided PGB809: the region of the restore /)]);
  });
});

test('a restore into the region of its source is in order before anybody knows which it is', () => {
  const stack = newStack();
  const source = new GeoRedundantCluster(stack, 'Cluster', {
    resourceGroupName: 'rg-tenants',
    location: variable(stack, 'region').stringValue,
    geoRedundantBackup: false,
  });
  source
    .restoreTo('Back', PointInTime.utc('2026-11-19T00:00:00Z'), { geoRedundantBackup: false })
    .addFirewallRule('office', { startIpAddress: '203.0.113.10' });
  expect(findings(stack)).toEqual([]);
});

test('PGB809 can be acknowledged before it is refused for a region, and for nothing else', () => {
  const stack = newStack('estate', newApp(), SUBSCRIPTION);
  const source = new GeoRedundantCluster(stack, 'Cluster', { resourceGroupName: 'rg-tenants', location: 'westeurope' });
  const restore = (id: string, options: ClusterRestoreOptions) =>
    source.restoreTo(id, PointInTime.utc('2026-11-19T00:00:00Z'), { geoRedundantBackup: false, ...options });
  expect(() => restore('A', { location: 'francecentral' })).toThrow(
    'PGB809: `location` must be the region of the source',
  );
  Acknowledgements.of(stack).add({ rule: 'PGB809', reason: 'agreed', owner: 'data', expires: '2027-01-31' });
  restore('B', { location: 'francecentral' }).addFirewallRule('office', { startIpAddress: '203.0.113.10' });
  expect(() => restore('C', { resourceGroupName: 'rg-other' })).toThrow('PGB809: `resourceGroupName` must be');
  const [finding] = PostgresBackupValidator.of(stack)
    .findings(RULES)
    .filter(({ rule }) => rule === 'PGB809');
  expect(finding).toMatchObject({ outcome: 'violated', acknowledgement: { owner: 'data' } });
});
