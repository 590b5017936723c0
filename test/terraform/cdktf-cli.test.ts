import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { existing, QUICKER, realTerraform, ROOT, runNode } from './kit';
import type { Environment } from '../../tools/terraform/endpoint';
import type { Result } from '../../tools/terraform/process';

const terraform = realTerraform();

/** `npx cdktf` in a folder, by somebody whom it knows nothing of. */
function cdktf(folder: string, args: readonly string[], env: Environment = {}): Promise<Result> {
  return runNode([join(ROOT, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf'), ...args], folder, {
    CHECKPOINT_DISABLE: '1',
    CI: 'true',
    // It keeps settings there, which are no affair of the tests.
    HOME: terraform.temporaryFolder(),
    ...env,
  });
}

function synthesized(folder: string, stack: string): string {
  return join(folder, 'cdktf.out', 'stacks', stack, 'cdk.tf.json');
}

it('synthesizes the quickstart', async () => {
  const folder = terraform.copyOfExample('quickstart');
  const { code, stdout } = await cdktf(folder, ['synth']);

  expect(code).toBe(0);
  expect(stdout).toContain('Generated Terraform code for the stacks: shop');
  const { resource } = JSON.parse(readFileSync(synthesized(folder, 'shop'), 'utf8'));
  expect(Object.keys(resource.azurerm_postgresql_flexible_server)).toHaveLength(2);
  expect(await terraform.runner(join(synthesized(folder, 'shop'), '..')).validate()).toEqual([]);
});

it('leaves the reports that cdktf.json asks for beside its output', async () => {
  const folder = terraform.copyOfExample('quickstart');
  const settings = join(folder, 'cdktf.json');
  const context = { 'azpgbackup:reports': ['sarif', 'junit'] };
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), context }));
  expect((await cdktf(folder, ['synth'])).code).toBe(0);
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith('cdktf.out'))
      .sort(),
  ).toEqual(['cdktf.out', 'cdktf.out.junit.xml', 'cdktf.out.sarif']);
});

it('shows what an app violates, ends with an error and writes nothing of the stack', async () => {
  const ledger = "new ProtectedFlexServer(this, 'ledger', { ...place, policy: tenYears })";
  const folder = terraform.copyOfExample('quickstart', { [ledger]: `${ledger}.resource.storageMb = 2097152` });
  const { code, stdout, stderr } = await cdktf(folder, ['synth']);

  expect(code).toBe(1);
  const output = stdout + stderr;
  expect(output).toContain('[Error at /shop/ledger] PGB401 server-size: ');
  expect(output).toContain('Mend: ');
  expect(output).not.toContain('Generated Terraform code');
  expect(existsSync(synthesized(folder, 'shop'))).toBe(false);
});

it('deploys the quickstart, and destroys it once soft delete has let go', async () => {
  const app = "new Shop(app, 'shop');";
  // In a twin, roles have their effect at once.
  const cut =
    "for (const each of shop.node.findAll()) if ('createDuration' in each) (each as any).createDuration = '1s';";
  const folder = terraform.copyOfExample('quickstart', { ...QUICKER, [app]: `const shop = ${app}\n${cut}` });
  // Whoever has no registry at hand has no checksums for other platforms either.
  const run = (command: string) =>
    cdktf(folder, [command, 'shop', '--auto-approve', '--skip-provider-lock', '--no-color'], terraform.programEnv);

  const deployed = await run('deploy');
  expect(deployed).toMatchObject({ code: 0, stdout: expect.stringContaining('Apply complete! Resources: 18 added') });
  const again = await run('deploy');
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });

  const refused = await run('destroy');
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('2 soft-deleted ones') });
  const { azure } = terraform.twin;
  azure.advanceTo(azure.clock.now().add({ hours: 14 * 24 }));
  const destroyed = await run('destroy');
  expect(destroyed).toMatchObject({ code: 0, stdout: expect.stringContaining('Destroy complete!') });
  expect(existing(terraform.twin)).toEqual([]);
});
