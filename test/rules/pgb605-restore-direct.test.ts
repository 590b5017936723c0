import { TerraformVariable } from 'cdktf';
import { untyped } from './cluster-kit';
import { emptyStack, outcomes, RawEstate, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RESTORE_DIRECT } from '../../src/rules/pgb605-restore-direct';

const RULE = RESTORE_DIRECT;
const VAULT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv`;
const SERVER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-old`;
const INSTANCES = 'Microsoft.DataProtection/backupVaults/backupInstances@2025-07-01';

/** An azapi action on the instance of the estate. */
function action(estate: RawEstate, over: Record<string, unknown>): void {
  untyped(estate.stack, 'azapi_resource_action', 'act', {
    type: INSTANCES,
    resource_id: estate.instance!.id,
    action: 'restore',
    ...over,
  });
}

function target(objectType: string, datasourceType?: string) {
  return { restoreTargetInfo: { objectType, datasourceInfo: { datasourceType } } };
}

describe('PGB605 restore-direct', () => {
  test.each([
    ['made afresh', {}, 'compliant'],
    ['of its own backups', { createMode: 'PointInTimeRestore', sourceServerId: SERVER }, 'compliant'],
    ['of a vault', { sourceServerId: VAULT }, 'violated'],
    ['of an instance', { sourceServerId: `${VAULT}/backupInstances/pg` }, 'violated'],
    ['of a recovery point', { sourceServerId: `${VAULT}/backupInstances/pg/recoveryPoints/1` }, 'violated'],
  ])('a server %s: %s', (_, server, outcome) => {
    expect(outcomes(RULE, rawEstate({ server }).stack)).toEqual([outcome]);
  });

  test('by reference', () => {
    const estate = rawEstate();
    estate.server.sourceServerId = estate.instance!.id;
    expect(verdicts(RULE, estate.stack)[0].message).toBe(
      '`source_server_id` must name a server, got: ${azurerm_data_protection_backup_instance_postgresql_flexible_server.instance.id}, which lies in a vault',
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['as files', { body: target('RestoreFilesTargetInfo') }, 'compliant'],
    ['to a server', { body: target('RestoreTargetInfo') }, 'violated'],
    [
      'validated only',
      { action: 'validateRestore', body: { restoreRequestObject: target('RestoreTargetInfo') } },
      'violated',
    ],
    ['as JSON text', { body: JSON.stringify(target('RestoreTargetInfo')) }, 'violated'],
    [
      'of another instance, a server',
      {
        resource_id: `${VAULT}/backupInstances/x`,
        body: target('RestoreTargetInfo', 'Microsoft.DBforPostgreSQL/flexibleServers'),
      },
      'violated',
    ],
    [
      'of another instance, a disk',
      { resource_id: `${VAULT}/backupInstances/x`, body: target('RestoreTargetInfo', 'Microsoft.Compute/disks') },
      'compliant',
    ],
    ['no target', { body: {} }, 'undecided'],
    ['no JSON', { body: '{' }, 'undecided'],
  ])('an action %s: %s', (_, over, outcome) => {
    const estate = rawEstate();
    action(estate, over);
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant', outcome]);
  });

  test.each([
    ['another action', { action: 'backup' }],
    ['another resource', { type: 'Microsoft.Compute/disks@2024-03-02' }],
  ])('%s is none of it', (_, over) => {
    const estate = rawEstate();
    action(estate, over);
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant']);
  });

  test('undecided while the source is a variable', () => {
    const stack = emptyStack();
    const sourceServerId = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    expect(outcomes(RULE, rawEstate({ server: { sourceServerId } }, stack).stack)).toEqual(['undecided']);
  });

  test('v2 restores servers', () => {
    const under = SupportMatrix.all().filter((edition) => RULE.appliesTo!(edition._edition));
    expect(under.map(String)).toEqual(['2024-12-17', '2025-02-28', '2025-05-15']);
  });

  test('the synthesis says the way', () => {
    const { error } = synthesize(rawEstate({ server: { sourceServerId: VAULT } }).stack);
    expect(error).toContain('PGB605 restore-direct: `source_server_id` must name a server, got: ');
    expect(error).toContain('Mend: restore the backup as files into a container, and load them into a new server');
  });
});
