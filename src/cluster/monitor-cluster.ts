import { Construct } from 'constructs';
import type { IPostgresCluster } from './cluster-interface';
import { ClusterMonitoring } from './cluster-monitoring';
import { CLUSTER_MONITORING } from '../matrix/monitoring';
import { actionGroupsOf, checkReceivers, MAX_MONITOR_NAME } from '../terraform/action-groups';
import { checkRange, checkTags, refuse } from '../terraform/check';
import { generated } from '../terraform/generated';
import { pathName } from '../terraform/names';
import { AlertSeverity } from '../vault/alert-severity';

const CODE = 'ClusterMonitoring';
const { namespace, node, storage, cpu } = CLUSTER_MONITORING;

interface NodeAlert {
  readonly id: string;
  readonly metricName: string;
  readonly percent: number;
  readonly description: string;
  readonly frequency: string;
  readonly windowSize: string;
}

/** Has somebody told how the nodes of a cluster fare. All of it lies in the cluster's resource group. */
export function monitorCluster(place: Construct, cluster: IPostgresCluster, monitoring: ClusterMonitoring): void {
  checkMonitoring(place, monitoring);
  const { storagePercent = storage.percent, cpuPercent = cpu.percent } = monitoring;
  const { resourceGroupName, provider } = cluster;
  const { actionGroupId, emailAddresses, tags, severity = AlertSeverity.ERROR } = monitoring;
  const groups = actionGroupsOf(place, { actionGroupId, emailAddresses, tags, resourceGroupName, provider });
  const alerts: NodeAlert[] = [
    {
      id: 'Storage',
      metricName: storage.metric,
      percent: storagePercent,
      description: 'A node runs out of storage: once it is full it goes offline',
      frequency: 'PT5M',
      windowSize: 'PT5M',
    },
    {
      id: 'Cpu',
      metricName: cpu.metric,
      percent: cpuPercent,
      description: 'A node has been short of CPU for an hour',
      frequency: cpu.frequency,
      windowSize: cpu.window,
    },
  ];
  for (const { id, metricName, percent, ...alert } of alerts) {
    const home = new Construct(place, id);
    new generated.MetricAlert(home, 'Resource', {
      ...alert,
      name: pathName(home, 'alert-', MAX_MONITOR_NAME),
      resourceGroupName,
      scopes: [cluster.clusterId],
      severity: severity.level,
      criteria: [
        {
          metricNamespace: namespace,
          metricName,
          aggregation: 'Average',
          operator: 'GreaterThan',
          threshold: percent,
          // An average over all nodes would hide the one that is full.
          dimension: [{ name: node, operator: 'Include', values: ['*'] }],
        },
      ],
      action: groups.map((group) => ({ actionGroupId: group })),
      tags,
      provider,
    });
  }
}

function checkMonitoring(scope: Construct, monitoring: ClusterMonitoring): void {
  const { actionGroupId, emailAddresses = [], storagePercent, cpuPercent } = monitoring;
  if (actionGroupId === undefined && emailAddresses.length === 0) {
    refuse(
      scope,
      CODE,
      '`actionGroupId` or `emailAddresses` must be given, one of them at least, got: none.',
      storage.source,
      'say who is told, with the id of an action group or with e-mail addresses',
    );
  }
  checkReceivers(scope, CODE, monitoring);
  for (const [prop, percent] of Object.entries({ storagePercent, cpuPercent })) {
    const limit = { min: 1, max: 99, unit: 'percent', source: storage.source };
    if (percent !== undefined) checkRange(scope, CODE, prop, percent, limit);
  }
  checkTags(scope, monitoring.tags);
}
