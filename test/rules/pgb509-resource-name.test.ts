import { DataAzurermPostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-azurerm-postgresql-flexible-server';
import { Fn, TerraformVariable } from 'cdktf';
import { emptyStack, Overrides, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RESOURCE_NAME } from '../../src/rules/pgb509-resource-name';
import { markNote } from '../../src/validation/marks';

type Part = 'vault' | 'policy' | 'server' | 'instance';

/** The verdict on one of the four resources; the others are compliant. */
function on(part: Part, name: unknown, stack = emptyStack()) {
  rawEstate({ [part]: { name } } as Overrides, stack);
  const found = verdicts(RESOURCE_NAME, stack);
  expect(found).toHaveLength(4);
  for (const { outcome, on: entity } of found) {
    if ((entity as { kind?: string }).kind !== part) expect(outcome).toBe('compliant');
  }
  return found.find(({ on: entity }) => (entity as { kind?: string }).kind === part);
}

describe('PGB509 resource-name', () => {
  test.each<[Part, string, string]>([
    ['vault', 'bv', 'compliant'],
    ['vault', 'b', 'violated'],
    ['vault', 'b'.repeat(50), 'compliant'],
    ['vault', 'b'.repeat(51), 'violated'],
    ['vault', '1bv', 'violated'],
    ['vault', 'bv_orders', 'violated'],
    ['policy', 'abc', 'compliant'],
    ['policy', 'ab', 'violated'],
    ['policy', 'p'.repeat(150), 'compliant'],
    ['policy', 'p'.repeat(151), 'violated'],
    ['policy', '-weekly', 'violated'],
    ['instance', 'x', 'compliant'],
    ['instance', '', 'violated'],
    ['instance', 'x y/z', 'violated'],
    ['server', 'pg1', 'compliant'],
    ['server', 'pg', 'violated'],
    ['server', 'p'.repeat(63), 'compliant'],
    ['server', 'p'.repeat(64), 'violated'],
    ['server', 'PG-orders', 'violated'],
    ['server', 'pg--orders', 'violated'],
    ['server', 'pg-orders-', 'violated'],
  ])('%s "%s": %s', (part, name, outcome) => {
    expect(on(part, name)?.outcome).toBe(outcome);
  });

  test('every edition has it', () => {
    const { stack } = rawEstate({
      vault: { name: 'b' },
      policy: { name: 'p' },
      server: { name: 's' },
      instance: { name: '/' },
    });
    for (const edition of SupportMatrix.all()) {
      expect(verdicts(RESOURCE_NAME, stack, edition).map(({ outcome }) => outcome)).toEqual(Array(4).fill('violated'));
    }
  });

  test('undecided while it is a variable or a function of one', () => {
    for (const part of ['vault', 'policy', 'server', 'instance'] as const) {
      const stack = emptyStack();
      const name = new TerraformVariable(stack, 'name', { type: 'string' });
      expect(on(part, name.stringValue, stack)?.outcome).toBe('undecided');
      const other = emptyStack();
      const text = new TerraformVariable(other, 'name', { type: 'string' });
      expect(on(part, Fn.lower(text.stringValue), other)?.outcome).toBe('undecided');
    }
  });

  test('a name of this library’s making is fine though Terraform works out a part of it', () => {
    const stack = emptyStack();
    const suffix = new TerraformVariable(stack, 'suffix', { type: 'string' }).stringValue;
    const { policy } = rawEstate({ policy: { name: `weekly-${suffix}` } }, stack);
    const judged = () =>
      verdicts(RESOURCE_NAME, stack).find(({ on: { address } }) => address.includes('_policy_'))?.outcome;
    expect(judged()).toBe('undecided');
    markNote(policy, 'name', 'well-formed');
    expect(judged()).toBe('compliant');
  });

  test('what exists has its name', () => {
    const stack = emptyStack();
    new DataAzurermPostgresqlFlexibleServer(stack, 'existing', { name: 'x', resourceGroupName: 'rg' });
    const serverId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg`;
    rawEstate({ instance: { serverId } }, stack);
    expect(verdicts(RESOURCE_NAME, stack).map(({ outcome }) => outcome)).toEqual(Array(4).fill('compliant'));
  });

  test('synthesis refuses it', () => {
    const { error, json } = synthesize(rawEstate({ vault: { name: '1-bv' } }).stack);
    expect(error).toContain(
      '[Error at /raw/vault] PGB509 resource-name: `name` must be 2 to 50 letters, digits and hyphens, a letter first, got: "1-bv"',
    );
    expect(error).toContain('Limit: the name of a vault is 2 to 50 letters, digits and hyphens, a letter first');
    expect(error).toContain('Mend: choose such a name');
    expect(json).toBeUndefined();
  });
});
