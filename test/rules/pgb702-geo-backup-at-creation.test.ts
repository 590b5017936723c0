import { outcomes, rawEstate } from './kit';
import { PlannedChange, plannedOutcomes, plannedVerdicts, SERVER } from './plan-kit';
import { GEO_BACKUP_AT_CREATION } from '../../src/rules/pgb702-geo-backup-at-creation';

const RULE = GEO_BACKUP_AT_CREATION;

function server(
  before: unknown,
  after: unknown,
  actions: PlannedChange['actions'] = ['delete', 'create'],
): PlannedChange {
  return {
    address: `${SERVER}.orders`,
    actions,
    before: actions[0] === 'create' ? undefined : { name: 'pg', geo_redundant_backup_enabled: before },
    after: { name: 'pg', geo_redundant_backup_enabled: after },
  };
}

function cluster(before: unknown, after: unknown): PlannedChange {
  const body = (enableGeoBackup: unknown) => ({
    type: 'Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview',
    name: 'tenants',
    body: { properties: { nodeCount: 2, ...(enableGeoBackup === undefined ? {} : { enableGeoBackup }) } },
  });
  return { address: 'azapi_resource.tenants', actions: ['update'], before: body(before), after: body(after) };
}

describe('PGB702 geo-backup-at-creation', () => {
  test.each([
    [false, true, 'violated'],
    [true, false, 'violated'],
    [null, true, 'violated'],
    [true, null, 'violated'],
    [true, true, 'compliant'],
    [null, false, 'compliant'],
  ])('a server %s → %s: %s', async (before, after, outcome) => {
    expect(await plannedOutcomes(RULE, [server(before, after)])).toEqual([`${SERVER}.orders ${outcome}`]);
  });

  test.each([
    [false, true, 'violated'],
    [true, undefined, 'violated'],
    [undefined, true, 'violated'],
    [true, true, 'compliant'],
  ])('a cluster %s → %s: %s', async (before, after, outcome) => {
    expect(await plannedOutcomes(RULE, [cluster(before, after)])).toEqual([`azapi_resource.tenants ${outcome}`]);
  });

  test('a new server chooses', async () => {
    expect(await plannedOutcomes(RULE, [server(undefined, true, ['create'])])).toEqual([`${SERVER}.orders compliant`]);
  });

  test('undecided while the new value is known after apply', async () => {
    const open: PlannedChange = {
      ...server(true, undefined, ['update']),
      unknown: ['geo_redundant_backup_enabled'],
      references: { geo_redundant_backup_enabled: ['var.geo'] },
    };
    expect(await plannedOutcomes(RULE, [open])).toEqual([`${SERVER}.orders undecided`]);
  });

  test('the finding says what stays', async () => {
    const [verdict] = await plannedVerdicts(RULE, [server(false, true)]);
    expect(verdict.message).toBe('`geo_redundant_backup_enabled` must stay false on what exists, got: true');
    expect(verdict.mend).toBe('write false again; to have it otherwise make a second server and move the data');
  });

  test('forms without a plan have nothing to say', () => {
    expect(outcomes(RULE, rawEstate().stack)).toEqual([]);
  });
});
