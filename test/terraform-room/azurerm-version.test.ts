import { BackupVault, AzurermVersion, PostgresBackupValidator } from '../../src';
import { newStack, NOW, synth, synthError, thrown, variable } from '../kit';

function constrained(...constraint: [string?]): any {
  const stack = newStack();
  AzurermVersion.constrain(stack, ...constraint);
  return synth(stack).terraform.required_providers.azurerm;
}

test('without it the bindings pin one version', () => {
  expect(synth(newStack()).terraform.required_providers.azurerm.version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('the tested range is the default, and the source stays', () => {
  expect(constrained()).toMatchObject({
    source: expect.stringMatching(/^(hashicorp\/)?azurerm$/),
    version: AzurermVersion.TESTED,
  });
  expect(AzurermVersion.TESTED).toContain('!= 4.62.0, != 4.62.1');
});

test.each([
  '4.73.0',
  '= 4.73.0',
  '~> 4.73',
  '>= 4.55.0, < 6.0.0, != 4.62.0',
  '>=4',
  '>= 5.0.0-beta1',
  '${var.version}',
])('takes %s', (constraint) => {
  expect(constrained(constraint).version).toBe(constraint);
});

test.each(['', 'latest', '^4.0.0', '>= 4.55.0,', '4.x', '>= 4.55.0 < 6.0.0'])('refuses "%s"', (constraint) => {
  const error = thrown(() => constrained(constraint));
  expect(error.code).toBe('PGB511');
  expect(error.constructPath).toBe('estate');
  expect(error.message).toContain(
    `\`constraint\` must be a Terraform version constraint, got: ${constraint || '(empty)'}.`,
  );
});

test('from any construct it is the stack that is constrained', () => {
  const stack = newStack();
  const vault = new BackupVault(stack, 'Vault', { resourceGroupName: 'rg', location: 'westeurope' });
  AzurermVersion.constrain(vault, '~> 4.73');
  expect(synth(stack).terraform.required_providers.azurerm.version).toBe('~> 4.73');
});

test('what it says is judged', () => {
  const judged = (constraint: string) => {
    const stack = newStack();
    new BackupVault(stack, 'Vault', { resourceGroupName: 'rg', location: 'westeurope' });
    AzurermVersion.constrain(stack, constraint);
    return stack;
  };
  expect(synthError(judged('4.62.0'))).toContain('PGB511');
  expect(synthError(judged(AzurermVersion.TESTED))).toBeUndefined();
  const token = judged('${var.version}');
  variable(token, 'version');
  const findings = PostgresBackupValidator.of(token).findings({ now: NOW });
  expect(findings.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual(['PGB511 undecided']);
});
