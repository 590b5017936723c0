import { TerraformCount, TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { onDemand } from './on-demand-kit';
import { ON_DEMAND_NAME } from '../../src/rules/pgb705-on-demand-name';

const RULE = ON_DEMAND_NAME;
const OLD = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-old`;

function named(...names: (string | undefined)[]) {
  const estate = rawEstate();
  names.forEach((name, index) => onDemand(estate, `b${index}`, { name }));
  return estate.stack;
}

describe('PGB705 on-demand-name', () => {
  test.each([
    ['a', 'compliant'],
    ['-._release_7', 'compliant'],
    ['x'.repeat(128), 'compliant'],
    ['x'.repeat(129), 'violated'],
    ['', 'violated'],
    ['before release', 'violated'],
    ['a/b', 'violated'],
    ['größe', 'violated'],
  ])('%s: %s', (name, outcome) => {
    expect(outcomes(RULE, named(name))).toEqual([outcome]);
  });

  test('no two of one server have the same, however it is written', () => {
    const found = verdicts(RULE, named('release', 'Release', 'other'));
    expect(found.map(({ outcome }) => outcome)).toEqual(['compliant', 'violated', 'compliant']);
    expect(found[1].message).toBe(
      'the `name` of an on-demand backup must be its own on the server, got: "Release", which azurerm_postgresql_flexible_server_backup.b0 has',
    );
  });

  test('two servers may have backups of one name', () => {
    const estate = rawEstate();
    onDemand(estate, 'one', { name: 'release' });
    onDemand(estate, 'two', { name: 'release', serverId: OLD });
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant', 'compliant']);
  });

  test('undecided while a name, a number or a server is unknown', () => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' });
    const estate = rawEstate({}, stack);
    onDemand(estate, 'unnamed', { name: open.stringValue });
    onDemand(estate, 'counted', { name: 'same', count: TerraformCount.of(open.numberValue) });
    onDemand(estate, 'nowhere', { name: 'release', serverId: '${each.value}' });
    expect(outcomes(RULE, stack)).toEqual(['undecided', 'undecided', 'undecided']);
  });

  test('the synthesis says what a name is', () => {
    const { error } = synthesize(named('before release'));
    expect(error).toContain('PGB705 on-demand-name: `name` must be 1 to 128 letters');
    expect(error).toContain('got: "before release"');
  });
});
