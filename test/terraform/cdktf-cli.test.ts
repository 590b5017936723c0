import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { realTerraform, ROOT, runNode } from './kit';
import { Result } from '../../tools/terraform/process';

const terraform = realTerraform();

/** `npx cdktf synth` in a folder, by somebody whom it knows nothing of. */
function cdktfSynth(folder: string): Promise<Result> {
  return runNode([join(ROOT, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf'), 'synth'], folder, {
    CHECKPOINT_DISABLE: '1',
    CI: 'true',
    // It keeps settings there, which are no affair of the tests.
    HOME: terraform.temporaryFolder(),
  });
}

function synthesized(folder: string, stack: string): string {
  return join(folder, 'cdktf.out', 'stacks', stack, 'cdk.tf.json');
}

it('synthesizes the quickstart', async () => {
  const folder = terraform.copyOfExample('quickstart');
  const { code, stdout } = await cdktfSynth(folder);

  expect(code).toBe(0);
  expect(stdout).toContain('Generated Terraform code for the stacks: shop');
  const { resource } = JSON.parse(readFileSync(synthesized(folder, 'shop'), 'utf8'));
  expect(Object.keys(resource.azurerm_postgresql_flexible_server)).toHaveLength(2);
  expect(await terraform.runner(join(synthesized(folder, 'shop'), '..')).validate()).toEqual([]);
});

it('shows what an app violates, ends with an error and writes nothing of the stack', async () => {
  const ledger = "new ProtectedFlexServer(this, 'ledger', { ...place, policy: tenYears })";
  const folder = terraform.copyOfExample('quickstart', { [ledger]: `${ledger}.resource.storageMb = 2097152` });
  const { code, stdout, stderr } = await cdktfSynth(folder);

  expect(code).toBe(1);
  const output = stdout + stderr;
  expect(output).toContain('[Error at /shop/ledger] PGB401 server-size: ');
  expect(output).toContain('Mend: ');
  expect(output).not.toContain('Generated Terraform code');
  expect(existsSync(synthesized(folder, 'shop'))).toBe(false);
});
