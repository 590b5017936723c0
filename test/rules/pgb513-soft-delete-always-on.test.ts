import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate } from './kit';
import { SOFT_DELETE_ALWAYS_ON } from '../../src/rules/pgb513-soft-delete-always-on';

describe('PGB513 soft-delete-always-on', () => {
  test.each([
    ['AlwaysOn', 'compliant'],
    ['On', 'violated'],
    ['Off', 'violated'],
    [undefined, 'violated'],
  ])('%s: %s', (softDelete, outcome) => {
    expect(outcomes(SOFT_DELETE_ALWAYS_ON, rawEstate({ vault: { softDelete } }).stack)).toEqual([outcome]);
  });

  test('undecided while it is a variable', () => {
    const stack = emptyStack();
    const softDelete = new TerraformVariable(stack, 'soft_delete', { type: 'string' }).stringValue;
    rawEstate({ vault: { softDelete } }, stack);
    expect(outcomes(SOFT_DELETE_ALWAYS_ON, stack)).toEqual(['undecided']);
  });
});
