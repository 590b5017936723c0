import { TerraformStack } from 'cdktf';
import {
  BackupCriteria,
  BackupPolicy,
  BackupPolicyProps,
  BackupVault,
  FlexServer,
  IBackupVault,
  IFlexServer,
  Retention,
  WeeklySchedule,
} from '../../src';
import { newStack, NOTHING, only, SUBSCRIPTION, synth, thrown, TYPES, variable } from '../kit';

const NO_VAULT = undefined as unknown as IBackupVault;
const NO_TIME = undefined as unknown as Retention;
const PROVIDERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers`;
const POLICY_ID = `${PROVIDERS}/Microsoft.DataProtection/backupVaults/bv/backupPolicies/weekly`;
const SERVER_ID = `${PROVIDERS}/Microsoft.DBforPostgreSQL/flexibleServers/pg-orders`;
const RULE = {
  name: 'Quarterly',
  criteria: BackupCriteria.on({ monthsOfYear: ['January'] }),
  retention: Retention.years(1),
};

function newPolicy(props: object = {}, stack = newStack()): BackupPolicy {
  const vault = new BackupVault(stack, 'Vault', { resourceGroupName: 'rg-backup', location: 'westeurope' });
  return new BackupPolicy(stack, 'Policy', { vault, defaultRetention: Retention.months(3), ...props });
}

function jsonOf(policy: BackupPolicy): any {
  return synth(TerraformStack.of(policy));
}

test.each(['weekly', 'monthly', 'yearly', 'rules', 'schedule', 'policyName'])('`%s` may be null', (prop) => {
  expect(jsonOf(newPolicy({ [prop]: null }))).toEqual(jsonOf(newPolicy()));
});

describe('a policy is refused', () => {
  const VAULT = 'BackupPolicy: `vault` must be a backup vault, got: (nothing).';
  const DEFAULT = 'PGB301: `defaultRetention` must be a Retention, got: (nothing).';
  const NAME = 'PGB305: `name` of a retention rule must be letters and digits, a letter first, got: (nothing).';
  const RETENTION = 'PGB301: `rules.Quarterly.retention` must be a Retention, got: ';
  const CRITERIA = 'PGB309: `rules.Quarterly.criteria` must be a BackupCriteria, got: ';
  const rule = (over: object) => newPolicy({ rules: [{ ...RULE, ...over }] });

  test.each<[string, () => unknown, string]>([
    ['without props', () => new BackupPolicy(newStack(), 'Policy', undefined as unknown as BackupPolicyProps), VAULT],
    ['without a vault', () => newPolicy({ vault: undefined }), VAULT],
    ['with null for a vault', () => newPolicy({ vault: null }), VAULT],
    ['with the id of a vault', () => newPolicy({ vault: 'bv' }), VAULT.replace('(nothing)', 'bv')],
    [
      'by a time, without a vault',
      () => BackupPolicy.recoverableFor(newStack(), 'Policy', NO_VAULT, RULE.retention),
      VAULT,
    ],
    [
      'by its id, without a vault',
      () => BackupPolicy.fromBackupPolicyId(newStack(), 'Policy', POLICY_ID, NO_VAULT),
      VAULT,
    ],
    [
      'by its name, without a vault',
      () => BackupPolicy.fromBackupPolicyName(newStack(), 'Policy', 'weekly', NO_VAULT),
      VAULT,
    ],
    ['without a retention', () => newPolicy({ defaultRetention: undefined }), DEFAULT],
    ['by no time', () => BackupPolicy.recoverableFor(newStack(), 'Policy', imported(), NO_TIME), DEFAULT],
    [
      'with a text for a retention',
      () => newPolicy({ yearly: 'P7Y' }),
      'PGB301: `yearly` must be a Retention, got: P7Y.',
    ],
    [
      'with a text for a schedule',
      () => newPolicy({ schedule: 'R/P1W' }),
      'PGB201: `schedule` must be a WeeklySchedule, got: R/P1W.',
    ],
    ['with a rule without a name', () => rule({ name: NOTHING }), NAME],
    ['with a rule whose name is null', () => rule({ name: null }), NAME],
    ['with a rule that isn’t there', () => newPolicy({ rules: [undefined] }), NAME],
    ['with a rule without criteria', () => rule({ criteria: undefined }), `${CRITERIA}(nothing).`],
    ['with a rule with a text for criteria', () => rule({ criteria: 'FirstOfMonth' }), `${CRITERIA}FirstOfMonth.`],
    ['with a rule without a retention', () => rule({ retention: undefined }), `${RETENTION}(nothing).`],
    ['with a rule whose retention is null', () => rule({ retention: null }), `${RETENTION}(nothing).`],
  ])('%s', (_, make, sentence) => {
    expect(thrown(make).message).toContain(`[/estate/Policy] ${sentence}`);
  });
});

function imported(): IBackupVault {
  const vaultId = `${PROVIDERS}/Microsoft.DataProtection/backupVaults/bv`;
  const principalId = '11111111-1111-1111-1111-111111111111';
  return BackupVault.fromBackupVaultAttributes(newStack(), 'Vault', { vaultId, principalId, location: 'westeurope' });
}

test('tokens pass', () => {
  const stack = newStack();
  const text = (name: string) => variable(stack, name).stringValue;
  const schedule = WeeklySchedule.parse(text('interval'));
  const rules = [{ ...RULE, name: text('name'), retention: Retention.parse(text('retention')) }];
  newPolicy({ schedule, defaultRetention: Retention.parse(text('default')), rules }, stack);
  expect(only(synth(stack), TYPES.policy).retention_rule[0].name).toBe('${var.name}');
});

test.each([undefined, null, SERVER_ID])('protects no server: %p', (server) => {
  const { message } = thrown(() => newPolicy().protect(server as unknown as IFlexServer));
  expect(message).toContain(
    `[/estate/Policy] ServerId: \`server\` must be a flexible server, got: ${server ?? '(nothing)'}.`,
  );
});

test('the name of an instance may be null', () => {
  const policy = newPolicy();
  const server = FlexServer.fromServerId(TerraformStack.of(policy), 'Orders', SERVER_ID, { location: 'westeurope' });
  expect(policy.protect(server, { instanceName: null as unknown as undefined }).instanceName).toBe('pg-orders');
});

describe('criteria', () => {
  test.each([undefined, null, {}, { daysOfWeek: null }])('are none: %j', (days) => {
    expect(thrown(() => BackupCriteria.on(days as object)).message).toContain(
      'PGB309: `days` must choose days, weeks or months, got: (nothing).',
    );
  });

  test.each(['daysOfWeek', 'weeksOfMonth', 'monthsOfYear'])('name nothing among `%s`', (prop) => {
    expect(thrown(() => BackupCriteria.on({ [prop]: [undefined] })).message).toMatch(
      new RegExp(`PGB309: \`${prop}\` must be one of .*, got: \\(nothing\\)\\.`),
    );
    expect(() => BackupCriteria.on({ [prop]: ['${var.name}'] })).not.toThrow();
  });
});
