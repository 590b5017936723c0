import { join } from 'path';
import { cutWaits, existing, realTerraform, ROOT, runNode } from './kit';
import { startEndpoint } from '../../tools/terraform/endpoint';
import { ensureToolchain } from '../../tools/terraform/toolchain';

const terraform = realTerraform();

/** `npx cdktf …` as its user runs it, with Terraform's variables set for a twin. */
async function cdktf(folder: string, twin: Record<string, string | undefined>, ...args: string[]) {
  const toolchain = await ensureToolchain({ build: false });
  if (!toolchain.ready) throw new Error(toolchain.missing.map(({ what }) => what).join());
  return runNode([join(ROOT, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf'), ...args], folder, {
    ...toolchain.env,
    ...twin,
    TERRAFORM_BINARY_NAME: toolchain.binary,
    CI: 'true',
    // It keeps settings there, which are no affair of the tests.
    HOME: terraform.temporaryFolder(),
  });
}

it('is deployed and destroyed by `cdktf deploy` and `cdktf destroy`', async () => {
  const folder = terraform.copyOfExample('quickstart');
  const endpoint = await startEndpoint();
  const run = (...args: string[]) => cdktf(folder, endpoint.env, ...args);
  // Without the lock of providers for other platforms, which only a registry has.
  const unattended = ['--auto-approve', '--skip-synth', '--skip-provider-lock'];
  try {
    expect((await run('synth')).code).toBe(0);
    cutWaits(join(folder, 'cdktf.out'));

    const deployed = await run('deploy', ...unattended);
    expect(deployed.stdout).toContain('Apply complete! Resources: 14 added, 0 changed, 0 destroyed.');
    expect(deployed.code).toBe(0);
    expect(existing(endpoint.twin).length).toBeGreaterThanOrEqual(12);

    // Soft delete keeps the backups, and the vault with them.
    const refused = await run('destroy', ...unattended);
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toMatch(/The vault 'bv-shop-westeurope' can't be\s+deleted/);

    const { azure } = endpoint.twin;
    azure.advanceTo(azure.clock.now().add({ hours: 15 * 24 }));
    const destroyed = await run('destroy', ...unattended);
    expect(destroyed.stdout).toContain('Destroy complete!');
    expect(destroyed.code).toBe(0);
    expect(existing(endpoint.twin)).toEqual([]);
    expect(endpoint.twin.unanswered).toEqual([]);
  } finally {
    await endpoint.close();
  }
});
