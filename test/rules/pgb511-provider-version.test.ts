import { emptyStack, NOW, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { assemble } from '../../src/inventory/assemble';
import { Fact } from '../../src/inventory/fact';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { PROVIDER_VERSION } from '../../src/rules/pgb511-provider-version';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const pinned = (constraint: unknown, stack = emptyStack()) => {
  stack.addOverride('terraform.required_providers.azurerm.version', constraint);
  return rawEstate({}, stack).stack;
};

/** What no reader of a construct tree brings about. */
const judged = (constraint: Fact<string>) => {
  const estate = assemble({ resources: [], described: [], azurerm: [{ key: 'u|azurerm', constraint }] });
  return [...PROVIDER_VERSION.evaluate(estate, { edition: SupportMatrix.DEFAULT._edition, now: NOW })];
};

describe('PGB511 provider-version', () => {
  test.each([
    ['4.55.0', 'compliant', undefined],
    ['4.61.0', 'compliant', undefined],
    ['4.62.0', 'violated', undefined],
    ['= 4.62.1', 'violated', undefined],
    ['4.63.0', 'compliant', undefined],
    ['~> 4.62.0', 'violated', undefined],
    ['>= 4.62.0, < 4.63.0', 'violated', undefined],
    ['~> 4.62.0, != 4.62.0', 'violated', undefined],
    ['~> 4.62.0, != 4.62.0, != 4.62.1', 'compliant', undefined],
    ['~> 4.0', 'violated', 'warning'],
    ['~> 4', 'violated', 'warning'],
    ['>= 4.55.0, < 6.0.0, != 4.62.0', 'violated', 'warning'],
    ['>= 4.55.0, < 6.0.0, != 4.62.0, != 4.62.1', 'compliant', undefined],
    ['> 4.61.0, <= 4.62.0', 'violated', 'warning'],
    ['>= 4.63.0', 'compliant', undefined],
    ['< 4.62', 'compliant', undefined],
    ['~> 3.0', 'compliant', undefined],
    ['~> 5.0', 'compliant', undefined],
  ])('%s: %s, %s', (constraint, outcome, severity) => {
    const stack = pinned(constraint);
    for (const edition of SupportMatrix.all()) {
      const [verdict, ...more] = verdicts(PROVIDER_VERSION, stack, edition);
      expect(more).toEqual([]);
      expect([verdict.outcome, verdict.severity]).toEqual([outcome, severity]);
    }
  });

  test('what the bindings pin is fine', () => {
    expect(outcomes(PROVIDER_VERSION, rawEstate().stack)).toEqual(['compliant']);
  });

  test('a warning says how to leave them out', () => {
    expect(verdicts(PROVIDER_VERSION, pinned('~> 4.0'))[0]).toMatchObject({
      message: 'the constraint on azurerm must leave 4.62.0 and 4.62.1 out, got: ~> 4.0',
      mend: 'constrain azurerm to `~> 4.0, != 4.62.0, != 4.62.1`',
    });
  });

  test('a malformed constraint is refused with what is wrong about it', () => {
    const [verdict] = verdicts(PROVIDER_VERSION, pinned('>= 4.0 < 5.0'));
    expect(verdict).toMatchObject({ outcome: 'violated', got: '>= 4.0 < 5.0' });
    expect(verdict.severity).toBeUndefined();
    expect(verdict.message).toContain('conditions are separated by commas');
  });

  test('no constraint admits every version', () => {
    expect(judged({ state: 'absent' })[0]).toMatchObject({
      outcome: 'violated',
      severity: 'warning',
      mend: 'constrain azurerm to `!= 4.62.0, != 4.62.1`',
    });
  });

  test('undecided while it holds a token', () => {
    expect(outcomes(PROVIDER_VERSION, pinned('${var.azurerm}'))).toEqual(['undecided']);
    expect(judged({ state: 'unknown', why: 'the bindings name no version' })[0].message).toBe(
      "`version` of azurerm can't be decided yet: the bindings name no version",
    );
  });

  test('each stack is judged', () => {
    const stack = pinned('4.62.0');
    rawEstate({}, emptyStack('other', stack.node.root as never));
    expect(outcomes(PROVIDER_VERSION, stack)).toEqual(['violated', 'compliant']);
  });

  test('synthesis refuses what admits nothing else, and a finding warns of what admits them too', () => {
    const { error, json } = synthesize(pinned('4.62.1'));
    expect(error).toContain(
      '[Error at /raw] PGB511 provider-version: the constraint on azurerm must leave 4.62.0 and 4.62.1 out, got: 4.62.1',
    );
    expect(error).toContain("Limit: azurerm 4.62.0 and 4.62.1 can't make a vault, 4.63.0 and later can");
    expect(error).toContain('Mend: take azurerm 4.63.0 or later, or one before 4.62.0');
    expect(json).toBeUndefined();
    const findings = PostgresBackupValidator.of(pinned('~> 4.0')).findings({
      profiles: [Profile.RECOMMENDED],
      now: NOW,
    });
    expect(findings.find(({ rule }) => rule === 'PGB511')).toMatchObject({
      severity: 'warning',
      path: 'raw',
      got: '~> 4.0',
    });
  });
});
