import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, rawEstate, SUBSCRIPTION, verdicts } from './kit';
import { LONG_TERM_RETENTION_SHORT } from '../../src/rules/pgb905-long-term-retention-short';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const RULE = LONG_TERM_RETENTION_SHORT;

function policy(duration: string, ...rules: string[]): Record<string, unknown> {
  const lifeCycle = (text: string) => [{ dataStoreType: 'VaultStore', duration: text }];
  return {
    defaultRetentionRule: { lifeCycle: lifeCycle(duration) },
    retentionRule: rules.map((text, index) => ({
      name: `Rule${index}`,
      priority: 10 + index,
      lifeCycle: lifeCycle(text),
      criteria: { absoluteCriteria: 'FirstOfYear' },
    })),
  };
}

function judged(days: number | undefined, ...durations: [string, ...string[]]): string[] {
  const over = { policy: policy(...durations), server: { backupRetentionDays: days } };
  return outcomes(RULE, rawEstate(over).stack);
}

describe('PGB905 long-term-retention-short', () => {
  test.each<[number | undefined, [string, ...string[]], string]>([
    [35, ['P3M'], 'compliant'],
    [35, ['P36D'], 'compliant'],
    [35, ['P35D'], 'violated'],
    [35, ['P5W'], 'violated'],
    // A month may have 28 days.
    [30, ['P1M'], 'violated'],
    [27, ['P1M'], 'compliant'],
    [14, ['P7D', 'P10Y'], 'compliant'],
    [14, ['P7D', 'P14D'], 'violated'],
    // Without an argument the server keeps for 7 days.
    [undefined, ['P8D'], 'compliant'],
    [undefined, ['P7D'], 'violated'],
  ])('the server %s days, the vault %j: %s', (days, durations, outcome) => {
    expect(judged(days, ...durations)).toEqual([outcome]);
  });

  test('what can not be read may keep for longer, unless another does', () => {
    expect(judged(7, 'forever')).toEqual(['undecided']);
    expect(judged(35, 'P1Y6M')).toEqual(['undecided']);
    expect(judged(7, 'forever', 'P1Y')).toEqual(['compliant']);
  });

  test('undecided while a retention is a variable, unless another decides', () => {
    const open = (make: (value: string) => Parameters<typeof rawEstate>[0]) => {
      const stack = emptyStack();
      return outcomes(RULE, rawEstate(make(new TerraformVariable(stack, 'open', {}).stringValue), stack).stack);
    };
    expect(open((value) => ({ policy: policy(value) }))).toEqual(['undecided']);
    expect(open((value) => ({ policy: policy(value, 'P1Y') }))).toEqual(['compliant']);
    expect(open((value) => ({ policy: policy('P4W'), server: { backupRetentionDays: value } }))).toEqual(['undecided']);
    expect(open((value) => ({ policy: policy('P7D'), server: { backupRetentionDays: value } }))).toEqual(['violated']);
    expect(open((value) => ({ policy: policy('P1Y'), server: { backupRetentionDays: value } }))).toEqual(['compliant']);
  });

  test('undecided where policy or server lie elsewhere', () => {
    const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers`;
    const backupPolicyId = `${group}/Microsoft.DataProtection/backupVaults/bv/backupPolicies/weekly`;
    expect(outcomes(RULE, rawEstate({ instance: { backupPolicyId } }).stack)).toEqual(['undecided']);
    const serverId = `${group}/Microsoft.DBforPostgreSQL/flexibleServers/pg`;
    const over = { policy: policy('P4W'), instance: { serverId } };
    const [verdict] = verdicts(RULE, rawEstate(over).stack);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.message).toContain('how long the server keeps its own backups');
  });

  test('it is a note, and says what is kept', () => {
    const over = { policy: policy('P4W'), server: { backupRetentionDays: 35 } };
    const findings = PostgresBackupValidator.of(rawEstate(over).stack).findings({
      now: NOW,
      profiles: [Profile.RECOMMENDED],
    });
    expect(findings.find(({ rule }) => rule === 'PGB905')).toMatchObject({
      severity: 'note',
      path: 'raw/instance',
      message:
        'some backups of the vault must be kept for longer than the server keeps its own (35 days), got: P4W at most',
    });
  });
});
