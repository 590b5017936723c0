import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import {
  BackupCriteria,
  BackupPolicy,
  BackupPolicyProps,
  BackupVault,
  DayOfWeek,
  FlexServer,
  IBackupVault,
  PostgresBackupValidator,
  Profile,
  Retention,
  WeeklySchedule,
} from '../../src';
import {
  all,
  newApp,
  newGroup,
  newStack,
  NOW,
  only,
  OTHER_SUBSCRIPTION,
  resolvedIn,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
  withoutNotes,
} from '../kit';

const PLACE = { resourceGroupName: 'rg-backup', location: 'westeurope' };
const SERVER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-orders`;
const FIRST_SUNDAY = BackupCriteria.on({ daysOfWeek: [DayOfWeek.SUNDAY], weeksOfMonth: ['First'] });

type Props = Partial<Omit<BackupPolicyProps, 'vault'>>;

function newPolicy(props: Props = {}, stack = newStack()): BackupPolicy {
  const vault = new BackupVault(stack, 'Vault', PLACE);
  return new BackupPolicy(stack, 'Policy', { vault, defaultRetention: Retention.months(3), ...props });
}

function policyJson(props: Props = {}): any {
  const stack = newStack();
  newPolicy(props, stack);
  return only(synth(stack), TYPES.policy);
}

function madeBy(make: (stack: ReturnType<typeof newStack>, vault: IBackupVault) => unknown): any {
  const stack = newStack();
  make(stack, new BackupVault(stack, 'Vault', PLACE));
  return only(synth(stack), TYPES.policy);
}

/** `Yearly 10 P10Y`, by priority, then the default. */
function ladder(policy: any): string[] {
  const rules = (policy.retention_rule ?? []).map(
    (rule: any) => `${rule.name} ${rule.priority} ${rule.life_cycle[0].duration}`,
  );
  return [...rules, policy.default_retention_rule.life_cycle[0].duration];
}

describe('defaults', () => {
  test('Sundays at 02:00 UTC, with the time zone said', () => {
    const policy = policyJson();
    expect(policy).toEqual({
      name: expect.stringMatching(/^policy-[0-9a-f]{8}$/),
      vault_id: expect.stringMatching(/^\$\{azurerm_data_protection_backup_vault\.\w+\.id\}$/),
      backup_repeating_time_intervals: ['R/2024-01-07T02:00:00+00:00/P1W'],
      time_zone: 'UTC',
      default_retention_rule: { life_cycle: [{ data_store_type: 'VaultStore', duration: 'P3M' }] },
      lifecycle: { create_before_destroy: true },
    });
  });

  test('the schedule can be chosen', () => {
    const schedule = WeeklySchedule.on(DayOfWeek.FRIDAY, '23:30', {
      timeZone: 'India Standard Time',
      utcOffset: '+05:30',
    });
    expect(policyJson({ schedule })).toMatchObject({
      backup_repeating_time_intervals: ['R/2024-01-12T23:30:00+05:30/P1W'],
      time_zone: 'India Standard Time',
    });
    expect(newPolicy({ schedule }).schedule).toBe(schedule);
  });
});

describe('rules', () => {
  test('yearly, monthly and weekly carry the ranks of Microsoft’s own policies', () => {
    const policy = policyJson({
      weekly: Retention.months(6),
      monthly: Retention.years(1),
      yearly: Retention.years(10),
    });
    expect(policy.retention_rule).toEqual([
      {
        name: 'Yearly',
        priority: 10,
        life_cycle: [{ data_store_type: 'VaultStore', duration: 'P10Y' }],
        criteria: { absolute_criteria: 'FirstOfYear' },
      },
      {
        name: 'Monthly',
        priority: 15,
        life_cycle: [{ data_store_type: 'VaultStore', duration: 'P1Y' }],
        criteria: { absolute_criteria: 'FirstOfMonth' },
      },
      {
        name: 'Weekly',
        priority: 20,
        life_cycle: [{ data_store_type: 'VaultStore', duration: 'P6M' }],
        criteria: { absolute_criteria: 'FirstOfWeek' },
      },
    ]);
  });

  test.each([
    ['yearly', 'Yearly 10 P5Y'],
    ['monthly', 'Monthly 15 P5Y'],
    ['weekly', 'Weekly 20 P5Y'],
  ])('%s alone', (prop, rule) => {
    expect(ladder(policyJson({ [prop]: Retention.years(5) }))).toEqual([rule, 'P3M']);
  });

  test('free ones are ranked by how rare they are, among the standard ones', () => {
    const policy = policyJson({
      weekly: Retention.months(4),
      monthly: Retention.years(1),
      yearly: Retention.years(10),
      rules: [
        {
          name: 'Sundays',
          criteria: BackupCriteria.on({ daysOfWeek: [DayOfWeek.SUNDAY] }),
          retention: Retention.months(5),
        },
        {
          name: 'HalfYear',
          criteria: BackupCriteria.on({ monthsOfYear: ['January', 'July'], weeksOfMonth: ['First'] }),
          retention: Retention.years(3),
        },
        {
          name: 'Summer',
          criteria: BackupCriteria.on({ monthsOfYear: ['July', 'August'] }),
          retention: Retention.years(2),
        },
      ],
    });
    expect(ladder(policy)).toEqual([
      'Yearly 5 P10Y',
      'HalfYear 10 P3Y',
      'Summer 15 P2Y',
      'Monthly 20 P1Y',
      'Weekly 25 P4M',
      'Sundays 30 P5M',
      'P3M',
    ]);
    expect(policy.retention_rule[1].criteria).toEqual({
      weeks_of_month: ['First'],
      months_of_year: ['January', 'July'],
    });
    expect(policy.retention_rule[5].criteria).toEqual({ days_of_week: ['Sunday'] });
  });

  test('a free one alone', () => {
    const rules = [{ name: 'FirstSunday', criteria: FIRST_SUNDAY, retention: Retention.years(1) }];
    const [rule] = policyJson({ rules }).retention_rule;
    expect(rule).toMatchObject({ name: 'FirstSunday', priority: 5 });
    expect(rule.criteria).toEqual({ days_of_week: ['Sunday'], weeks_of_month: ['First'] });
  });

  const many = (count: number) =>
    [...Array(count).keys()].map((index) => ({
      name: `Rule${index}`,
      criteria: FIRST_SUNDAY,
      retention: Retention.years(1),
    }));

  test('ranks stay unique and below the default rule’s, however many there are', () => {
    const priorities = policyJson({
      rules: many(95),
      weekly: Retention.months(4),
      monthly: Retention.years(1),
      yearly: Retention.years(1),
    }).retention_rule.map(({ priority }: any) => priority);
    expect(new Set(priorities).size).toBe(98);
    expect(Math.min(...priorities)).toBe(1);
    expect(Math.max(...priorities)).toBe(98);
    expect([...priorities].sort((a: number, b: number) => a - b)).toEqual(priorities);
  });

  test('more than there are ranks is refused', () => {
    const error = thrown(() => newPolicy({ rules: many(98), yearly: Retention.years(1) }));
    expect(error.code).toBe('PGB303');
    expect(error.constructPath).toBe('estate/Policy');
    expect(error.message).toContain('`rules` must be at most 98 with the weekly, monthly and yearly one, got: 99.');
    newPolicy({ rules: many(98) });
  });
});

describe('names of rules', () => {
  const named = (...names: string[]): Props => ({
    yearly: Retention.years(1),
    rules: names.map((name) => ({ name, criteria: FIRST_SUNDAY, retention: Retention.years(1) })),
  });

  test.each(['a', 'FirstSunday1', 'x'.repeat(150)])('takes "%s"', (name) => {
    expect(policyJson(named(name)).retention_rule.map((rule: any) => rule.name)).toContain(name);
  });

  test.each(['', '1st', 'first-sunday', 'first sunday', 'x'.repeat(151)])('refuses "%s"', (name) => {
    const error = thrown(() => newPolicy(named(name)));
    expect(error.code).toBe('PGB305');
    expect(error.message).toContain(
      `\`name\` of a retention rule must be letters and digits, a letter first, got: ${name || '(empty)'}.`,
    );
  });

  test.each([['Default'], ['default'], ['Yearly'], ['Same', 'same']])('refuses what is taken: %s', (...names) => {
    const error = thrown(() => newPolicy(named(...names)));
    expect(error.code).toBe('PGB305');
    expect(error.message).toContain('`name` of a retention rule must be unique and not `Default`, got: ');
  });

  test('leaves the standard names free where there is no such rule', () => {
    expect(
      ladder(policyJson({ rules: [{ name: 'Monthly', criteria: FIRST_SUNDAY, retention: Retention.years(1) }] })),
    ).toEqual(['Monthly 5 P1Y', 'P3M']);
  });
});

describe('criteria', () => {
  test.each([{}, { daysOfWeek: [] }, { daysOfWeek: [], weeksOfMonth: [], monthsOfYear: [] }])(
    'refuses nothing %#',
    (days) => {
      const error = thrown(() => BackupCriteria.on(days));
      expect(error.code).toBe('PGB309');
      expect(error.message).toContain('`days` must choose days, weeks or months, got: (nothing).');
    },
  );

  test.each([
    [
      { weeksOfMonth: ['first'] },
      '`weeksOfMonth` must be one of First, Second, Third, Fourth, Last, got: first.',
      'did you mean "First"?',
    ],
    [{ weeksOfMonth: [''] }, 'got: (empty).', 'use one of these names'],
    [{ monthsOfYear: ['Jan'] }, '`monthsOfYear` must be one of January, ', 'use one of these names'],
    [{ monthsOfYear: ['MAY '] }, 'got: MAY .', 'did you mean "May"?'],
  ])('refuses names that are none %#', (days, message, mend) => {
    const error = thrown(() => BackupCriteria.on(days));
    expect(error.code).toBe('PGB309');
    expect(error.message).toContain(message);
    expect(error.message).toContain(`Mend: ${mend}`);
  });
});

describe('retentions', () => {
  test.each(['P6D', 'P11Y', 'P121M', 'P3651D'])('refuses %s everywhere', (iso) => {
    const retention = Retention.parse(iso);
    const wrong: [string, Props][] = [
      ['defaultRetention', { defaultRetention: retention }],
      ['weekly', { weekly: retention }],
      ['monthly', { monthly: retention }],
      ['yearly', { yearly: retention }],
      ['rules.Odd', { rules: [{ name: 'Odd', criteria: FIRST_SUNDAY, retention }] }],
    ];
    for (const [prop, props] of wrong) {
      const error = thrown(() => newPolicy(props));
      expect(error.code).toBe('PGB301');
      expect(error.constructPath).toBe('estate/Policy');
      expect(error.message).toContain(
        `\`${prop}\` must be between 7 days and 10 years, got: ${retention.toHumanString()}.`,
      );
    }
  });

  test.each(['P7D', 'P1W', 'P120M', 'P10Y', 'P3650D'])('takes %s', (iso) => {
    expect(ladder(policyJson({ defaultRetention: Retention.parse(iso) }))).toEqual([iso]);
  });
});

describe('the name in Azure', () => {
  const base: Props = { policyName: 'ledger', yearly: Retention.years(10) };

  test('ends in a hash of the content', () => {
    expect(policyJson(base).name).toMatch(/^ledger-[0-9a-f]{8}$/);
    expect(policyJson(base).name).toBe(policyJson(base).name);
  });

  test.each<[string, Props]>([
    ['day', { schedule: WeeklySchedule.on(DayOfWeek.MONDAY, '02:00') }],
    ['time', { schedule: WeeklySchedule.on(DayOfWeek.SUNDAY, '03:00') }],
    ['time zone', { schedule: WeeklySchedule.on(DayOfWeek.SUNDAY, '02:00', { timeZone: 'India Standard Time' }) }],
    ['default retention', { defaultRetention: Retention.months(4) }],
    ['yearly retention', { yearly: Retention.years(9) }],
    ['unit of the same time', { yearly: Retention.months(120) }],
    ['another rule', { weekly: Retention.months(3) }],
    ['criteria', { rules: [{ name: 'Odd', criteria: FIRST_SUNDAY, retention: Retention.years(1) }] }],
  ])('changes with the content: %s', (_, props) => {
    expect(policyJson({ ...base, ...props }).name).not.toBe(policyJson(base).name);
  });

  test('changes with the criteria of a rule', () => {
    const odd = (weeksOfMonth: string[]): Props => ({
      ...base,
      rules: [{ name: 'Odd', criteria: BackupCriteria.on({ weeksOfMonth }), retention: Retention.years(1) }],
    });
    expect(policyJson(odd(['First'])).name).not.toBe(policyJson(odd(['Last'])).name);
  });

  test('stays the same where what was the default is written out', () => {
    const schedule = WeeklySchedule.on(DayOfWeek.SUNDAY, '02:00');
    expect(policyJson({ ...base, schedule }).name).toBe(policyJson(base).name);
  });

  test('is worked out by Terraform where the content holds tokens', () => {
    const stack = newStack();
    const years = variable(stack, 'years', 'number').numberValue;
    newPolicy(
      {
        yearly: Retention.years(years),
        schedule: WeeklySchedule.on(DayOfWeek.SUNDAY, variable(stack, 'time').stringValue),
      },
      stack,
    );
    const policy = only(synth(stack), TYPES.policy);
    expect(policy.name).toMatch(/^policy-\$\{substr\(sha256\(join\("", \[.*var\.years.*\]\)\), 0, 8\)\}$/);
    expect(policy.name).toContain('var.time');
    expect(policy.retention_rule[0].life_cycle[0].duration).toBe('P${var.years}Y');
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
    expect(findings.filter(({ rule }) => rule === 'PGB509')).toEqual([]);
    expect(findings.every(({ outcome }) => outcome === 'undecided')).toBe(true);
  });

  test.each(['', '-ledger', 'led_ger', 'x'.repeat(142)])('refuses to begin with "%s"', (policyName) => {
    const error = thrown(() => newPolicy({ policyName }));
    expect(error.code).toBe('PGB509');
    expect(error.message).toContain(
      `\`policyName\` must be 1 to 141 letters, digits and hyphens, a letter or digit first, got: ${policyName || '(empty)'}.`,
    );
  });

  test.each(['x', '1', 'x'.repeat(141)])('begins with "%s"', (policyName) => {
    expect(policyJson({ policyName }).name).toHaveLength(policyName.length + 9);
  });

  test('is refused where another policy of the vault has it', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    const props = { vault, policyName: 'ledger', defaultRetention: Retention.months(3) };
    new BackupPolicy(stack, 'One', props);
    const error = thrown(() => new BackupPolicy(stack, 'Two', { ...props, policyName: 'Ledger' }));
    expect(error.code).toBe('PGB509');
    expect(error.constructPath).toBe('estate/Two');
    expect(error.message).toMatch(
      /`policyName` must be unique in its vault, got: Ledger-[0-9a-f]{8}, which \/estate\/One has\./,
    );
    // Other content or another vault is another name.
    new BackupPolicy(stack, 'Three', { ...props, defaultRetention: Retention.months(4) });
    new BackupPolicy(stack, 'Four', { ...props, vault: new BackupVault(stack, 'Other', PLACE) });
    expect(all(synth(stack), TYPES.policy)).toHaveLength(3);
  });
});

describe('named intents', () => {
  test.each([
    ['P7D', ['P7D']],
    ['P12W', ['P12W']],
    ['P3M', ['P3M']],
    ['P4M', ['Monthly 15 P4M', 'P3M']],
    ['P1Y', ['Monthly 15 P1Y', 'P3M']],
    ['P18M', ['Monthly 15 P18M', 'P3M']],
    ['P23M', ['Monthly 15 P23M', 'P3M']],
    ['P24M', ['Yearly 10 P24M', 'Monthly 15 P1Y', 'P3M']],
    ['P2Y', ['Yearly 10 P2Y', 'Monthly 15 P1Y', 'P3M']],
    ['P7Y', ['Yearly 10 P7Y', 'Monthly 15 P1Y', 'P3M']],
    ['P10Y', ['Yearly 10 P10Y', 'Monthly 15 P1Y', 'P3M']],
  ])('recoverable for %s', (iso, steps) => {
    expect(
      ladder(madeBy((stack, vault) => BackupPolicy.recoverableFor(stack, 'Policy', vault, Retention.parse(iso)))),
    ).toEqual(steps);
  });

  test('recoverable for a time that is not known yet: every backup is kept for it', () => {
    const policy = madeBy((stack, vault) =>
      BackupPolicy.recoverableFor(stack, 'Policy', vault, Retention.parse(variable(stack, 'keep').stringValue)),
    );
    expect(ladder(policy)).toEqual(['${var.keep}']);
  });

  test.each(['P6D', 'P11Y'])('recoverable for %s is refused', (iso) => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    expect(thrown(() => BackupPolicy.recoverableFor(stack, 'Policy', vault, Retention.parse(iso))).code).toBe('PGB301');
  });

  test('with the steps in their names', () => {
    expect(
      ladder(madeBy((stack, vault) => BackupPolicy.weekly3MonthsMonthly1YearYearly10Years(stack, 'P', vault))),
    ).toEqual(['Yearly 10 P10Y', 'Monthly 15 P1Y', 'P3M']);
    expect(
      ladder(madeBy((stack, vault) => BackupPolicy.weekly3MonthsMonthly1YearYearly7Years(stack, 'P', vault))),
    ).toEqual(['Yearly 10 P7Y', 'Monthly 15 P1Y', 'P3M']);
    expect(ladder(madeBy((stack, vault) => BackupPolicy.weekly3MonthsMonthly1Year(stack, 'P', vault)))).toEqual([
      'Monthly 15 P1Y',
      'P3M',
    ]);
  });

  test('raise no error and no warning', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    for (const iso of ['P7D', 'P3M', 'P4M', 'P2Y', 'P10Y']) {
      BackupPolicy.recoverableFor(stack, `Policy${iso}`, vault, Retention.parse(iso));
    }
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(withoutNotes(findings)).toEqual([]);
  });
});

describe('imports', () => {
  const policyId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv/backupPolicies/weekly`;

  function imported(make: (vault: IBackupVault) => { protect(server: any): unknown }) {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    make(vault).protect(FlexServer.fromServerId(stack, 'Server', SERVER_ID, { location: 'westeurope' }));
    return only(synth(stack), TYPES.instance).backup_policy_id;
  }

  test('by id', () => {
    expect(imported((vault) => BackupPolicy.fromBackupPolicyId(vault as BackupVault, 'P', policyId, vault))).toBe(
      policyId,
    );
  });

  test('by an id that is not known yet', () => {
    const id = imported((vault) =>
      BackupPolicy.fromBackupPolicyId(
        vault as BackupVault,
        'P',
        variable(vault as BackupVault, 'policy').stringValue,
        vault,
      ),
    );
    expect(id).toMatch(/^\$\{var\.\w+\}$/);
  });

  test('by name', () => {
    expect(imported((vault) => BackupPolicy.fromBackupPolicyName(vault as BackupVault, 'P', 'weekly', vault))).toMatch(
      /^\$\{azurerm_data_protection_backup_vault\.\w+\.id\}\/backupPolicies\/weekly$/,
    );
  });

  test.each(['', 'weekly', policyId.replace('/backupPolicies/weekly', ''), SERVER_ID])(
    'refuses the id "%s"',
    (wrong) => {
      const stack = newStack();
      const vault = new BackupVault(stack, 'Vault', PLACE);
      const error = thrown(() => BackupPolicy.fromBackupPolicyId(stack, 'P', wrong, vault));
      expect(error.code).toBe('PolicyId');
      expect(error.constructPath).toBe('estate/P');
      expect(error.message).toContain(
        `\`policyId\` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.DataProtection/backupVaults/…/backupPolicies/…, got: ${wrong || '(empty)'}.`,
      );
    },
  );

  test('refuses a name that no policy can have', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    const error = thrown(() => BackupPolicy.fromBackupPolicyName(stack, 'P', 'a/b', vault));
    expect(error.code).toBe('PGB509');
    expect(error.message).toContain('`policyName` must be 3 to 150 letters, digits and hyphens');
  });
});

describe('protect', () => {
  function estate() {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    const policy = BackupPolicy.recoverableFor(stack, 'Policy', vault, Retention.years(1));
    const server = FlexServer.fromServerId(stack, 'Server', SERVER_ID, { location: 'West Europe' });
    return { stack, vault, policy, server };
  }

  test('makes an instance in the region of the server, by its name', () => {
    const { stack, vault, policy, server } = estate();
    const instance = policy.protect(server);
    expect(instance).toMatchObject({ instanceName: 'pg-orders', vault, server });
    expect(instance.node.path).toBe('estate/Server/BackupInstance');
    expect(only(synth(stack), TYPES.instance)).toMatchObject({
      name: 'pg-orders',
      location: 'West Europe',
      server_id: SERVER_ID,
      backup_policy_id: expect.stringMatching(
        /^\$\{azurerm_data_protection_backup_policy_postgresql_flexible_server\.\w+\.id\}$/,
      ),
      vault_id: expect.stringMatching(/^\$\{azurerm_data_protection_backup_vault\.\w+\.id\}$/),
    });
  });

  describe('in the region', () => {
    const REGION = '${azurerm_resource_group.group.location}';

    function locationOf(stack: TerraformStack, location: string): string {
      const vault = new BackupVault(stack, 'Vault', PLACE);
      const policy = BackupPolicy.recoverableFor(stack, 'Policy', vault, Retention.years(1));
      policy.protect(FlexServer.fromServerId(stack, 'Server', SERVER_ID, { location }));
      return only(synth(stack), TYPES.instance).location;
    }

    test.each(['westeurope', 'West Europe'])('of a group that says %s', (region) => {
      const stack = newStack();
      expect(locationOf(stack, newGroup(stack, 'group', region).location)).toBe(region);
    });

    test('of a group that doesn’t know it yet', () => {
      const stack = newStack();
      const group = newGroup(stack, 'group', variable(stack, 'region').stringValue);
      expect(locationOf(stack, group.location)).toBe(REGION);
    });

    test('of a variable', () => {
      const stack = newStack();
      expect(locationOf(stack, variable(stack, 'region').stringValue)).toBe('${var.region}');
    });

    test('of a group of another stack', () => {
      const app = newApp();
      const group = newGroup(newStack('groups', app), 'group', 'westeurope');
      expect(locationOf(newStack('estate', app), group.location)).toBe('westeurope');
    });

    test('of a group of another stack that doesn’t know it yet', () => {
      const app = newApp();
      const groups = newStack('groups', app);
      const group = newGroup(groups, 'group', variable(groups, 'region').stringValue);
      expect(locationOf(newStack('estate', app), group.location)).toMatch(
        /^\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.[\w-]+\}$/,
      );
    });

    test('of a text that a reference is only a part of', () => {
      const stack = newStack();
      const { location } = newGroup(stack, 'group', 'europe');
      expect(locationOf(stack, `west${location}`)).toBe(`west${REGION}`);
    });
  });

  test('knows its id', () => {
    const { stack, policy, server } = estate();
    expect(resolvedIn(stack, policy.protect(server).instanceId)).toMatch(
      /^\$\{azurerm_data_protection_backup_instance_postgresql_flexible_server\.\w+\.id\}$/,
    );
  });

  test('takes another name', () => {
    const { policy, server } = estate();
    expect(policy.protect(server, { instanceName: 'orders-1' }).instanceName).toBe('orders-1');
  });

  test.each(['', 'a/b', '-a', 'x'.repeat(261)])('refuses the name "%s"', (instanceName) => {
    const { policy, server } = estate();
    const error = thrown(() => policy.protect(server, { instanceName }));
    expect(error.code).toBe('PGB509');
    expect(error.constructPath).toBe('estate/Server/BackupInstance');
    expect(error.message).toContain('`instanceName` must be letters, digits and hyphens');
  });

  test('twice is refused', () => {
    const { stack, vault, policy, server } = estate();
    policy.protect(server);
    const other = BackupPolicy.recoverableFor(stack, 'Other', vault, Retention.years(2));
    for (const again of [policy, other]) {
      const error = thrown(() => again.protect(server));
      expect(error.code).toBe('PGB410');
      expect(error.constructPath).toBe('estate/Server');
      expect(error.message).toContain(
        '`server` must be protected once, got: a second policy in /estate/Vault, while /estate/Vault protects it.',
      );
    }
  });

  test('one server by two imports is found by the validator', () => {
    const { stack, policy, server } = estate();
    policy.protect(server);
    policy.protect(FlexServer.fromServerId(stack, 'Again', SERVER_ID, { location: 'westeurope' }));
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
    expect(findings.filter(({ rule }) => rule === 'PGB410').map(({ path }) => path)).toContain(
      'estate/Again/BackupInstance',
    );
  });
});

test('a policy of another stack lies where it is written, under the provider of the vault', () => {
  const app = newApp();
  const vault = new BackupVault(newStack('central', app), 'Vault', PLACE);
  const stack = newStack('policies', app);
  new BackupPolicy(stack, 'Policy', { vault, defaultRetention: Retention.months(3) });
  expect(only(synth(stack), TYPES.policy).vault_id).toContain('data.terraform_remote_state.');
});

describe('the subscription of an imported vault', () => {
  const imported = (stack: TerraformStack, provider?: AzurermProvider) =>
    BackupVault.fromBackupVaultAttributes(stack, 'Vault', {
      vaultId: `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv`,
      principalId: '5f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53c',
      location: 'westeurope',
      provider,
    });
  const policyIn = (stack: TerraformStack, provider?: AzurermProvider) =>
    BackupPolicy.recoverableFor(stack, 'Policy', imported(stack, provider), Retention.years(1));

  test('must be that of its provider: azurerm makes the policy there', () => {
    const error = thrown(() => policyIn(newStack('estate', undefined, SUBSCRIPTION)));
    expect(error.code).toBe('PolicySubscription');
    expect(error.message).toContain(
      `The provider of a policy must work in the subscription of its vault, ${OTHER_SUBSCRIPTION}, got: ${SUBSCRIPTION}.`,
    );
    expect(error.message).toContain('Mend: import the vault with `provider`');
  });

  test('is not guessed where the provider doesn’t say, and met by another provider', () => {
    expect(() => policyIn(newStack())).not.toThrow();
    expect(() => policyIn(newStack('estate', undefined, OTHER_SUBSCRIPTION))).not.toThrow();
    const stack = newStack('estate', undefined, SUBSCRIPTION);
    const there = { alias: 'there', features: [{}], subscriptionId: OTHER_SUBSCRIPTION.toUpperCase() };
    expect(() => policyIn(stack, new AzurermProvider(stack, 'there', there))).not.toThrow();
  });
});
