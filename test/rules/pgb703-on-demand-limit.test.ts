import { TerraformCount, TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { onDemand } from './on-demand-kit';
import { ON_DEMAND_LIMIT } from '../../src/rules/pgb703-on-demand-limit';

const RULE = ON_DEMAND_LIMIT;

function withBackups(count: number, over: Record<string, unknown> = {}, estate = rawEstate()) {
  for (let index = 0; index < count; index++) onDemand(estate, `backup-${index}`, over);
  return estate;
}

describe('PGB703 on-demand-limit', () => {
  test.each([
    [0, []],
    [1, ['compliant']],
    [7, ['compliant']],
    [8, ['violated']],
  ])('%d: %j', (count, expected) => {
    expect(outcomes(RULE, withBackups(count).stack)).toEqual(expected);
  });

  test('each server counts for itself, also one that is only named', () => {
    const serverId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-old`;
    const estate = withBackups(7);
    for (let index = 0; index < 8; index++) onDemand(estate, `old-${index}`, { serverId });
    expect(verdicts(RULE, estate.stack).map(({ on, outcome }) => [on.address, outcome])).toEqual([
      ['azurerm_postgresql_flexible_server.server', 'compliant'],
      [serverId, 'violated'],
    ]);
  });

  test('undecided where nobody knows how many, or of which server', () => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'number' });
    const counted = rawEstate({}, stack);
    onDemand(counted, 'each', { count: TerraformCount.of(open.numberValue) });
    expect(outcomes(RULE, stack)).toEqual(['undecided']);

    const of = (known: number, unknown: number) => {
      const estate = withBackups(known);
      for (let index = 0; index < unknown; index++) onDemand(estate, `open-${index}`, { serverId: '${each.value}' });
      return outcomes(RULE, estate.stack);
    };
    expect(of(6, 1)).toEqual(['compliant']);
    expect(of(7, 1)).toEqual(['undecided']);
    expect(of(0, 2)).toEqual(['undecided', 'undecided']);
  });

  test('the synthesis says how many are too many', () => {
    const { error } = synthesize(withBackups(9).stack);
    expect(error).toContain('PGB703 on-demand-limit: the on-demand backups of a server must be at most 7, got: 9');
    expect(error).toContain('Mend: take 2 of them out');
  });
});
