import { TerraformStack } from 'cdktf';
import { azapi, imported, newCluster } from './kit';
import { Acknowledgements, PointInTime, PostgresBackupValidator, ProtectedFlexServer, Retention } from '../../src';
import { newStack, NOW, only, synth, synthError, synthText, thrown, TYPES } from '../kit';

const POINT = PointInTime.utc('2026-11-18T02:00:00Z');

function acknowledged(rule: string, expires = '2027-06-30', at = (stack: TerraformStack) => stack.node.root) {
  const stack = newStack();
  PostgresBackupValidator.of(stack).use({ now: NOW });
  Acknowledgements.of(at(stack)).add({ rule, reason: 'the region has it now', owner: 'data', expires });
  return stack;
}

const newServer = (stack: TerraformStack) =>
  new ProtectedFlexServer(stack, 'Orders', {
    resourceGroupName: 'rg-orders',
    location: 'polandcentral',
    recoverableFor: Retention.years(1),
    operationalBackup: { geoRedundant: true },
  });

/** Rule, and what the constructor of something in a region that the list doesn't have says. */
const CASES: [string, (stack: TerraformStack) => unknown, (json: any) => unknown][] = [
  [
    'PGB801',
    (stack) => newCluster({ location: 'swedencentral' }, stack),
    (json) => azapi(json, 'serverGroupsv2')[0].body.properties.enableGeoBackup,
  ],
  [
    'PGB801',
    (stack) => {
      const back = imported(stack, { location: 'swedencentral' }).restoreTo('Back', POINT);
      back.addFirewallRule('Office', { startIpAddress: '203.0.113.10' });
    },
    (json) => azapi(json, 'serverGroupsv2')[0].body.properties.enableGeoBackup,
  ],
  ['PGB707', newServer, (json) => only(json, TYPES.server).geo_redundant_backup_enabled],
];

describe.each(CASES)('%s where what it refuses is made (%#)', (rule, make, geoOf) => {
  test('refuses what nobody has acknowledged', () => {
    expect(thrown(() => make(newStack())).code).toBe(rule);
  });

  test.each<[string, (stack: TerraformStack) => any]>([
    ['at the stack', (stack) => stack],
    ['at the app', (stack) => stack.node.root],
  ])('lets it pass where it is acknowledged %s before, and lists it', (_, at) => {
    const stack = acknowledged(rule, undefined, at);
    make(stack);
    expect(geoOf(synth(stack))).toBe(true);
    const [finding] = PostgresBackupValidator.of(stack)
      .findings()
      .filter((each) => each.rule === rule);
    expect(finding).toMatchObject({ outcome: 'violated', acknowledgement: { owner: 'data', expires: '2027-06-30' } });
  });

  test('refuses it in the synthesis once that has expired', () => {
    const stack = acknowledged(rule, '2026-11-19');
    make(stack);
    const error = synthError(stack);
    expect(error).toContain(rule);
    expect(error).toContain(`got: ${rule} by data, expired 2026-11-19`);
    expect(synthText(stack)).toBeUndefined();
  });

  test('refuses it where another is acknowledged, or this one elsewhere', () => {
    expect(thrown(() => make(acknowledged('PGB101'))).code).toBe(rule);
    const stack = acknowledged(rule, undefined, (each) => newStack('other', each.node.root as never));
    expect(thrown(() => make(stack)).code).toBe(rule);
  });
});

test('no other refusal of a constructor has this way out', () => {
  const stack = acknowledged('PGB805', undefined, (each) => each);
  expect(thrown(() => newCluster({ clusterName: 'Tenants_1' }, stack)).code).toBe('PGB805');
});

test('a cluster whose region isn’t in the list, acknowledged, can be restored where its backups are', () => {
  const stack = acknowledged('PGB801');
  newCluster({ location: 'swedencentral' }, stack).restoreTo('Back', POINT, { location: 'northeurope' });
  const places = azapi(synth(stack), 'serverGroupsv2').map(({ location }) => location);
  expect(places.sort()).toEqual(['northeurope', 'swedencentral']);
});
