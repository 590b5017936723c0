import { TerraformStack } from 'cdktf';
import {
  BackupVault,
  GeoRedundantCluster,
  PointInTime,
  PostgresBackupValidator,
  ProtectedFlexServer,
  Retention,
} from '../../src';
import { newApp, newGroup, newStack } from '../kit';

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
