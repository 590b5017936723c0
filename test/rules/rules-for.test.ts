import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { MonitorMetricAlert } from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import { TerraformStack } from 'cdktf';
import { cluster, clusterEstate, geoCluster, OLD_CLUSTER, untyped } from './cluster-kit';
import { emptyStack, LTR, NOW, rawEstate, roleId, SUBSCRIPTION } from './kit';
import { assemble } from '../../src/inventory/assemble';
import { BackupInventory } from '../../src/inventory/inventory';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RULES } from '../../src/rules/registry';
import { rulesFor } from '../../src/rules/rules-for';
import { SERVER_RULES } from '../../src/rules/server-rules';
import { readTree } from '../../src/validation/readers/tree';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders`;

function inventory(stack: TerraformStack): BackupInventory {
  return assemble(readTree(stack.node.root));
}

/** A cluster with all that is read of clusters, and what azapi makes of other services. */
function clustersAlone(): TerraformStack {
  const estate = clusterEstate();
  const { stack } = estate;
  cluster(estate, { sourceResourceId: OLD_CLUSTER, pointInTimeInUtc: '2020-01-01T00:00:00Z' }, 'restored');
  const geo = geoCluster(estate, { administratorLoginPassword: 'written' });
  new ManagementLock(stack, 'lock', { name: 'keep', scope: GROUP, lockLevel: 'CanNotDelete' });
  new MonitorMetricAlert(stack, 'alert', {
    name: 'a',
    resourceGroupName: 'rg',
    scopes: [geo.getStringAttribute('id')],
  });
  const setting = 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview';
  untyped(stack, 'azapi_resource', 'setting', { type: setting, name: 's', parent_id: geo.getStringAttribute('id') });
  return stack;
}

test('the rules of servers say nothing of an estate without them, under any edition', () => {
  for (const stack of [clustersAlone(), emptyStack()]) {
    const estate = inventory(stack);
    for (const edition of SupportMatrix.all()) {
      for (const rule of SERVER_RULES) {
        expect([rule.id, ...rule.evaluate(estate, { edition: edition._edition, now: NOW })]).toEqual([rule.id]);
      }
    }
  }
});

test('an estate of clusters alone is held to the others', () => {
  const chosen = rulesFor(inventory(clustersAlone()));
  expect(chosen.map(({ id }) => id)).toEqual(RULES.filter((rule) => !SERVER_RULES.includes(rule)).map(({ id }) => id));
});

test.each<[string, (stack: TerraformStack) => void]>([
  ['a protected server', (stack) => rawEstate({}, stack)],
  [
    'a role assignment',
    (stack) =>
      untyped(stack, 'azurerm_role_assignment', 'role', {
        role_definition_id: roleId(LTR),
        principal_id: 'x',
        scope: GROUP,
      }),
  ],
  ['a storage account', (stack) => untyped(stack, 'azurerm_storage_account', 'account', { name: 'restore' })],
  [
    'a server that azapi makes',
    (stack) =>
      untyped(stack, 'azapi_resource', 'server', {
        type: 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01',
        name: 'orders',
        parent_id: GROUP,
      }),
  ],
])('with %s every rule counts', (_, add) => {
  const stack = clustersAlone();
  add(new TerraformStack(stack.node.root, 'other'));
  expect(rulesFor(inventory(stack))).toEqual(RULES);
});
