import { standAlone } from './cluster';
import { checkGeoBackup, givenOf } from './cluster-body';
import { CLUSTER_API_VERSIONS } from './cluster-catalogue';
import { clusterFacts } from './cluster-facts';
import { CLUSTER_PATH, clusterOf, runningClusterOf } from './cluster-path';
import { hindered, refused } from './flexible-server-errors';
import { objectAt } from '../arm/json';
import type { Answer } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Resource } from '../state/resources';

const ACCEPTED: Answer = { status: 202, running: {} };

function stop(call: Call): Answer {
  setState(runningClusterOf(call), 'Stopped');
  return ACCEPTED;
}

function start(call: Call): Answer {
  const cluster = clusterOf(call);
  if (clusterFacts(cluster).ready) throw hindered(`The cluster '${cluster.name}' is not stopped.`);
  setState(cluster, 'Ready');
  return ACCEPTED;
}

function restart(call: Call): Answer {
  runningClusterOf(call);
  return ACCEPTED;
}

/** A read replica becomes a cluster of its own, and can get geo-redundant backup by it. */
function promote(call: Call): Answer {
  const cluster = runningClusterOf(call);
  if (!clusterFacts(cluster).isReplica) throw refused('Only a read replica can be promoted.');
  const { enableGeoBackup = false } = givenOf(call, { properties: call.body });
  const body = { ...cluster.body, properties: { ...objectAt(cluster.body, 'properties'), enableGeoBackup } };
  checkGeoBackup(body);
  cluster.body = body;
  standAlone(cluster);
  return ACCEPTED;
}

function setState(cluster: Resource, state: 'Ready' | 'Stopped'): void {
  cluster.body = { ...cluster.body, properties: { ...objectAt(cluster.body, 'properties'), state } };
}

export const CLUSTER_POWER_ROUTES: readonly Route[] = Object.entries({ start, stop, restart, promote }).map(
  ([action, handle]) => ({
    method: 'POST',
    path: `${CLUSTER_PATH}/${action}`,
    apiVersions: CLUSTER_API_VERSIONS,
    handle,
  }),
);
