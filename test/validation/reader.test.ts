import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Fn, TerraformLocal, TerraformVariable, Testing, Token } from 'cdktf';
import { PostgresBackupValidator } from '../../src';
import { NOW } from '../kit';
import { emptyStack, LTR, Overrides, rawEstate, SUBSCRIPTION } from '../rules/kit';

type Stack = ReturnType<typeof emptyStack>;

/** What the rules say of the raw estate: `PGB401 violated`, by address. */
function judged(
  over: (stack: Stack) => Overrides,
  after: (estate: ReturnType<typeof rawEstate>) => void = () => undefined,
): string[] {
  const stack = emptyStack();
  const estate = rawEstate(over(stack), stack);
  after(estate);
  const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
  return [...new Set(findings.map(({ rule, outcome }) => `${rule} ${outcome}`))];
}

function size(make: (stack: Stack) => unknown): string[] {
  return judged((stack) => ({ server: { storageMb: make(stack) as number } }));
}

describe('values', () => {
  test.each<[string, (stack: Stack) => unknown, string[]]>([
    ['a literal', () => 131072, []],
    ['a text', () => Token.asNumber('2097152'), ['PGB401 violated']],
    ['a local', (stack) => new TerraformLocal(stack, 'size', 2097152).asNumber, ['PGB401 violated']],
    [
      'a local of a local',
      (stack) => new TerraformLocal(stack, 'size', new TerraformLocal(stack, 'inner', 2097152).expression).asNumber,
      ['PGB401 violated'],
    ],
    ['a variable', (stack) => new TerraformVariable(stack, 'size', {}).numberValue, ['PGB401 undecided']],
    ['a function', () => Token.asNumber(Fn.max([1, 2])), ['PGB401 undecided']],
    ['an unknown local', () => Token.asNumber('${local.nowhere}'), ['PGB401 undecided']],
    [
      'locals in a circle',
      (stack) => {
        new TerraformLocal(stack, 'other', '${local.one}');
        return new TerraformLocal(stack, 'one', '${local.other}').asNumber;
      },
      ['PGB401 undecided'],
    ],
    ['a count', () => Token.asNumber('${count.index}'), ['PGB401 undecided']],
    ['an each', () => Token.asNumber('${each.value}'), ['PGB401 undecided']],
    ['a path', () => Token.asNumber('${path.module}'), ['PGB401 undecided']],
    ['a structure', () => Token.asNumber('${local.sizes["big"]}'), ['PGB401 undecided']],
    ['a resource that is not there', () => Token.asNumber('${azurerm_thing.none.size}'), ['PGB401 undecided']],
    ['no number', () => Token.asNumber('big'), ['PGB401 undecided']],
    ['a quoted text in an expression', () => Token.asNumber('${"2097152"}'), ['PGB401 violated']],
    ['a text with an escape', () => Token.asNumber('$${size}'), ['PGB401 undecided']],
    ['a mix', () => Token.asNumber('2097${"152"}'), ['PGB401 violated']],
    ['an open expression', () => Token.asNumber('${size({a = 1}'), ['PGB401 undecided']],
    [
      'a circle',
      (stack) => new TerraformLocal(stack, 'size', '${azurerm_postgresql_flexible_server.server.storage_mb}').asNumber,
      ['PGB401 undecided'],
    ],
  ])('%s', (_, make, outcome) => {
    expect(size(make).filter((text) => text.startsWith('PGB401'))).toEqual(outcome);
  });

  test('flags by text', () => {
    const geo = (value: unknown) =>
      judged(() => ({
        group: { location: 'austriaeast' },
        vault: { redundancy: 'ZoneRedundant' },
        server: { geoRedundantBackupEnabled: value as boolean },
      })).filter((text) => text.startsWith('PGB707'));
    expect(geo('true')).toEqual(['PGB707 violated']);
    expect(geo('false')).toEqual([]);
    expect(geo('maybe')).toEqual(['PGB707 undecided']);
  });

  test('lists, and lists that are not known yet', () => {
    const intervals = (value: unknown) =>
      judged(() => ({ policy: { backupRepeatingTimeIntervals: value as string[] } })).filter((text) =>
        /^PGB20/.test(text),
      );
    expect(intervals(['R/2024-01-07T02:00:00+00:00/P1D'])).toContain('PGB202 violated');
    expect(intervals(Token.asList('${var.intervals}')).every((text) => text.endsWith('undecided'))).toBe(true);
    expect(
      intervals(Fn.concat([['R/2024-01-07T02:00:00+00:00/P1W'], []])).every((text) => text.endsWith('undecided')),
    ).toBe(true);
  });

  test('an override adds to a list, as it does in the file', () => {
    const daily = 'R/2024-01-07T02:00:00+00:00/P1D';
    const parts = rawEstate();
    parts.policy.addOverride('backup_repeating_time_intervals', [daily]);
    const written = JSON.parse(Testing.synth(parts.stack)).resource[parts.policy.terraformResourceType].policy;
    expect(written.backup_repeating_time_intervals).toEqual(['R/2024-01-07T02:00:00+00:00/P1W', daily]);
    expect(
      judged(
        () => ({}),
        ({ policy: judgedPolicy }) => judgedPolicy.addOverride('backup_repeating_time_intervals', [daily]),
      ),
    ).toContain('PGB202 violated');
  });

  test('blocks that are not known yet', () => {
    const found = judged(
      () => ({}),
      ({ policy }) => policy.addOverride('default_retention_rule', '${var.rule}'),
    );
    expect(found).toContain('PGB301 undecided');
    expect(found.filter((text) => text.endsWith('violated'))).toEqual([]);
  });
});

describe('roles', () => {
  const scope = (text: string) =>
    judged(() => ({ ltr: { scope: text } })).filter((found) => found.startsWith('PGB101'));

  test.each<[string, string[]]>([
    [`/subscriptions/${SUBSCRIPTION}`, []],
    [`/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders`, []],
    [`/subscriptions/${SUBSCRIPTION}/resourceGroups/RG-ORDERS`, []],
    ['${azurerm_resource_group.group.id}', []],
    [`/subscriptions/${SUBSCRIPTION}/resourceGroups/\${azurerm_resource_group.group.name}`, []],
    ['/subscriptions/00000000-0000-0000-0000-000000000009', ['PGB101 violated']],
    [`/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-other`, ['PGB101 violated']],
    ['${azurerm_data_protection_backup_vault.vault.id}', ['PGB101 violated']],
    ['/providers/Microsoft.Authorization/other', ['PGB101 violated']],
    ['/providers/Microsoft.Management/managementGroups/all', ['PGB101 undecided']],
    ['${var.scope}', ['PGB101 undecided']],
    ['nowhere', ['PGB101 undecided']],
  ])('on %s', (text, outcome) => {
    expect(scope(text)).toEqual(outcome);
  });

  test.each<[string, string[]]>([
    ['${azurerm_data_protection_backup_vault.vault.identity[0].principal_id}', []],
    ['11111111-1111-1111-1111-111111111111', ['PGB101 undecided']],
    ['${azurerm_user_assigned_identity.other.principal_id}', ['PGB101 undecided']],
    ['${azurerm_resource_group.group.managed_by}', ['PGB101 violated']],
    ['${var.principal}', ['PGB101 undecided']],
  ])('of %s', (principalId, outcome) => {
    expect(judged(() => ({ ltr: { principalId } })).filter((found) => found.startsWith('PGB101'))).toEqual(outcome);
  });

  test('by name', () => {
    const named = (roleDefinitionName: string) =>
      judged(() => ({ ltr: { roleDefinitionId: undefined, roleDefinitionName } })).filter((found) =>
        found.startsWith('PGB101'),
      );
    expect(named('PostgreSQL Flexible Server Long Term Retention Backup Role')).toEqual([]);
    expect(named('Nobody')).toEqual(['PGB101 violated']);
    expect(named('${var.role}')).toEqual(['PGB101 undecided']);
    expect(LTR).toMatch(/^c088a766/);
  });
});

describe('providers', () => {
  test('an alias of another subscription is another place', () => {
    const stack = emptyStack();
    const provider = new AzurermProvider(stack, 'other', { alias: 'other', features: [{}] });
    const scope = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders`;
    rawEstate({ server: { provider }, ltr: { scope } }, stack);
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
    expect(findings.filter(({ rule }) => rule === 'PGB101').map(({ outcome }) => outcome)).toEqual(['undecided']);
  });
});

describe('ids of what lies elsewhere', () => {
  const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg`;

  test('are part of the estate, and nothing is known of them', () => {
    const found = judged(() => ({ instance: { serverId: id }, ltr: { scope: id } }));
    expect(found).toContain('PGB401 undecided');
    expect(found.filter((text) => text.startsWith('PGB101'))).toEqual([]);
    expect(found.filter((text) => text.endsWith('violated'))).toEqual([]);
  });

  test('a vault by its id', () => {
    const vaultId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv`;
    const found = judged(() => ({ instance: { vaultId }, policy: { vaultId } }));
    expect(found).toContain('PGB104 undecided');
  });
});
