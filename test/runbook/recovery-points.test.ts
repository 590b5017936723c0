import { estateOfText } from './kit';
import { recoveryPointsOf } from '../../src/runbook/recovery-points';

/** What a policy says, with these arguments. */
async function points(args: string, today = '2026-11-20') {
  const text = `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "p" {
  name     = "p"
  vault_id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv"
  ${args}
}
variable "when" {}
`;
  return recoveryPointsOf((await estateOfText(text)).policies[0], today);
}

const schedule = (...intervals: readonly string[]) => `backup_repeating_time_intervals = ${JSON.stringify(intervals)}`;
const fallback = (duration: string) =>
  `default_retention_rule {\n life_cycle {\n duration = "${duration}"\n data_store_type = "VaultStore"\n }\n }`;
const SUNDAYS = 'R/2024-01-07T02:00:00+00:00/P1W';

test.each([
  ['the day after a run', '2026-11-16', 'Sunday, 2026-11-15'],
  ['the day of a run, which may not be over', '2026-11-15', 'Sunday, 2026-11-08'],
  ['the day before a run', '2026-11-21', 'Sunday, 2026-11-15'],
])('on %s the newest is the last that is over', async (_, today, last) => {
  expect((await points(schedule(SUNDAYS), today)).newest).toMatch(new RegExp(`on ${today} it is that of ${last}$`));
});

test('before the first run there is none to name', async () => {
  const { newest } = await points(schedule('R/2026-11-22T02:00:00+00:00/P1W'));
  expect(newest).toMatch(/^the newest is at most 7 days old, .* unless one failed$/);
});

test.each([
  [[SUNDAYS], 'at most 7 days'],
  [[SUNDAYS, 'R/2024-01-10T02:00:00+00:00/P1W'], 'at most 4 days'],
  [['R/2024-01-07T02:00:00+00:00/P1D'], 'at most a day'],
  [['R/2024-01-07T02:00:00+00:00/P2W'], 'at most 14 days'],
])('%j: %s old', async (intervals, age) => {
  expect((await points(schedule(...intervals))).newest).toContain(age);
});

test('what cannot be read is shown as it is written, and no age is made of it', async () => {
  expect(await points(schedule('every Sunday'))).toMatchObject({ schedule: 'every Sunday', newest: undefined });
  expect(await points('backup_repeating_time_intervals = [var.when]')).toMatchObject({
    schedule: undefined,
    newest: undefined,
  });
  expect(await points('')).toMatchObject({ schedule: undefined, newest: undefined });
});

test('rules are told in the order in which the service goes by them', async () => {
  const rule = (name: string, priority: number, criteria: string, duration: string) =>
    `retention_rule {\n name = "${name}"\n priority = ${priority}\n criteria {\n ${criteria}\n }\n life_cycle {\n duration = "${duration}"\n data_store_type = "VaultStore"\n }\n }`;
  const { kept } = await points(
    [
      fallback('P3M'),
      rule('Monthly', 15, 'absolute_criteria = "FirstOfMonth"', 'P1Y'),
      rule(
        'Summer',
        12,
        'days_of_week = ["Sunday"]\n weeks_of_month = ["First", "Last"]\n months_of_year = ["June"]',
        'P99999Y',
      ),
      rule('Yearly', 10, 'absolute_criteria = "FirstOfYear"', 'P10Y'),
    ].join('\n'),
  );
  expect(kept).toEqual([
    'the first of each year: kept 10 years',
    'backups on Sunday in the weeks First, Last in June: kept P99999Y',
    'the first of each month: kept 1 year',
    'every other backup: kept 3 months',
  ]);
});

test('without rules every backup is kept alike, and without a word nobody knows how long', async () => {
  expect((await points(fallback('P7D'))).kept).toEqual(['every backup: kept 7 days']);
  expect((await points('')).kept).toEqual(['every backup: as long as the policy says, which is not known here']);
});
