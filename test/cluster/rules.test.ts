import { imported, newCluster, PLACE, stackOf } from './kit';
import {
  AdministratorPassword,
  ClusterAuthentication,
  ClusterShape,
  GeoRedundantCluster,
  PointInTime,
} from '../../src';
import { RULES } from '../../src/rules/registry';
import { newApp, newGroup, newStack, NOW, SUBSCRIPTION, variable } from '../kit';
import { outcomes } from '../rules/kit';

const OF_CLUSTERS = RULES.filter(({ id }) => /^PGB80\d$/.test(id));
const POINT = PointInTime.utc('2026-11-18T02:00:00Z');

function judged(cluster: { readonly node: GeoRedundantCluster['node'] }): Record<string, string> {
  const stack = stackOf(cluster as GeoRedundantCluster);
  return Object.fromEntries(OF_CLUSTERS.map((rule) => [rule.id, outcomes(rule, stack).join()]));
}

const SOUND = {
  PGB801: 'compliant',
  PGB802: 'compliant',
  PGB803: 'compliant',
  PGB804: 'compliant',
  PGB805: 'compliant',
  // Whether it is new is known in a plan.
  PGB806: 'undecided',
  PGB807: 'compliant',
  PGB808: 'compliant',
  PGB809: 'compliant',
};

test('there are nine rules of clusters', () => {
  expect(OF_CLUSTERS).toHaveLength(9);
});

test('a cluster of ours is what they ask for', () => {
  expect(judged(newCluster())).toEqual(SOUND);
  const stack = newStack();
  const { name: resourceGroupName, location } = newGroup(stack);
  expect(judged(newCluster({ resourceGroupName, location }, stack))).toEqual(SOUND);
});

test('without its lock it is not', () => {
  expect(judged(newCluster({ lock: false }))).toEqual({ ...SOUND, PGB803: 'violated' });
});

test('neither is it in a region that nobody knows', () => {
  expect(judged(newCluster({ location: 'atlantis' }))).toEqual({ ...SOUND, PGB801: 'undecided' });
});

test('what an override breaks they find: nodes, compute, region, API', () => {
  const broken = (path: string, value: unknown) => {
    const cluster = newCluster({ clusterName: 'tenants' });
    cluster.resource.addOverride(path, value);
    return judged(cluster);
  };
  expect(broken('body.properties.nodeCount', 1)).toEqual({ ...SOUND, PGB805: 'violated' });
  expect(broken('name', 'Tenants')).toEqual({ ...SOUND, PGB805: 'violated' });
  expect(broken('body.properties.coordinatorServerEdition', 'BurstableGeneralPurpose').PGB802).toBe('violated');
  expect(broken('location', 'swedencentral')).toEqual({ ...SOUND, PGB801: 'violated' });
  expect(broken('type', 'Microsoft.DBforPostgreSQL/serverGroupsv2@2022-11-08')).toEqual({
    ...SOUND,
    PGB804: 'violated',
  });
});

test('a password is a reference, wherever it goes', () => {
  const rule = RULES.find(({ id }) => id === 'PGB902')!;
  const stack = newStack();
  const password = AdministratorPassword.writeOnly(variable(stack, 'password').stringValue);
  const cluster = newCluster({ authentication: ClusterAuthentication.passwordOnly(password) }, stack);
  expect(outcomes(rule, stack)).toEqual(['compliant']);
  cluster.resource.addOverride('sensitive_body.properties.administratorLoginPassword', 'hunter2');
  expect(outcomes(rule, stack)).toEqual(['violated']);
});

describe('a restored cluster', () => {
  const back = (open: boolean, point = POINT) => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const cluster = imported(stack).restoreTo('Back', point, { location: 'northeurope' });
    if (open) cluster.addFirewallRule('Office', { startIpAddress: '203.0.113.10' });
    return judged(cluster);
  };

  test('wants its network again', () => {
    expect(back(true).PGB808).toBe('compliant,compliant');
    expect(back(false).PGB808.split(',').sort()).toEqual(['compliant', 'violated']);
  });

  test('is where it may be, at a point that is kept', () => {
    expect(back(true).PGB809).toBe('compliant,compliant');
    expect(back(true).PGB807).toBe('compliant,compliant');
    expect(back(true, PointInTime.utc('2026-12-24T00:00:00Z')).PGB807).toContain('violated');
    // Too long ago for a new one; whether it is new is known in a plan.
    expect(back(true, PointInTime.utc('2026-09-01T00:00:00Z')).PGB807).toContain('undecided');
    expect(NOW).toBe('2026-11-20');
  });
});

describe('a cluster that exists', () => {
  test('has passed what was asked when it was made; a lock it may have elsewhere', () => {
    expect(judged(imported(newStack()))).toEqual({ ...SOUND, PGB803: 'undecided', PGB806: 'compliant' });
    const cluster = imported(newStack());
    cluster.addLock('Lock');
    expect(judged(cluster)).toEqual({ ...SOUND, PGB806: 'compliant' });
  });
});

test('burstable compute without geo-redundant backup is fine', () => {
  expect(judged(newCluster({ ...PLACE, shape: ClusterShape.burstable(2), geoRedundantBackup: false }))).toEqual(SOUND);
});
