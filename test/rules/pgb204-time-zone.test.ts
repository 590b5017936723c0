import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { TIME_ZONES } from '../../src/matrix/time-zones';
import { TIME_ZONE } from '../../src/rules/pgb204-time-zone';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

describe('PGB204 time-zone', () => {
  test('every listed zone is one', () => {
    const stack = emptyStack();
    const policy: { timeZone?: string } = {};
    const { policy: resource } = rawEstate({ policy }, stack);
    for (const name of TIME_ZONES.names) {
      resource.timeZone = name;
      expect([name, ...outcomes(TIME_ZONE, stack)]).toEqual([name, 'compliant']);
    }
  });

  test.each([
    ['Europe/Berlin', 'set it to "UTC" and say the offset in the interval, or name the Windows zone'],
    ['+01:00', 'set it to "UTC" and say the offset in the interval, or name the Windows zone'],
    ['', 'set it to "UTC" and say the offset in the interval, or name the Windows zone'],
    ['utc', 'write it "UTC"'],
    ['w. europe standard time', 'write it "W. Europe Standard Time"'],
  ])('"%s" is none', (timeZone, mend) => {
    expect(verdicts(TIME_ZONE, rawEstate({ policy: { timeZone } }).stack)).toMatchObject([
      { outcome: 'violated', got: timeZone, mend },
    ]);
  });

  test('violated without one', () => {
    const [verdict] = verdicts(TIME_ZONE, rawEstate({ policy: { timeZone: undefined } }).stack);
    expect(verdict).toMatchObject({ outcome: 'violated', message: '`time_zone` must be given, got: none' });
    expect(verdict.mend).toContain('"UTC"');
  });

  test('undecided while it is a variable', () => {
    const stack = emptyStack();
    const zone = new TerraformVariable(stack, 'zone', { type: 'string' });
    const [verdict] = verdicts(TIME_ZONE, rawEstate({ policy: { timeZone: zone.stringValue } }, stack).stack);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.message).toContain('variable `zone`');
  });

  test('synthesis warns where warnings are asked for', () => {
    const { stack } = rawEstate({ policy: { timeZone: 'Europe/Berlin' } });
    const { error, json } = synthesize(stack, { profiles: [Profile.RECOMMENDED] });
    expect(error).toBeUndefined();
    expect(json).toBeDefined();
    const found = PostgresBackupValidator.of(stack)
      .findings()
      .filter(({ rule }) => rule === 'PGB204');
    expect(found).toMatchObject([
      {
        severity: 'warning',
        path: 'raw/policy',
        message: '`time_zone` must be UTC or a Windows time zone name, got: Europe/Berlin',
        got: 'Europe/Berlin',
        limit: expect.stringContaining('Windows time zone name'),
        mend: expect.stringContaining('set it to "UTC"'),
      },
    ]);
  });
});
