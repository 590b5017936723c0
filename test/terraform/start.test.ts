import { join } from 'path';
import { realTerraform, ROOT, runNode } from './kit';

// Says what to do where Terraform isn't set up: then the quickstart only tells what to install.
realTerraform();

it('shows what the quickstart creates, what the validator found and what Terraform plans', async () => {
  const { code, stdout, stderr } = await runNode([require.resolve('tsx/cli'), join('tools', 'quickstart.ts')], ROOT);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [synthesis, resources, findings, plan] = stdout.trimEnd().split('\n\n');
  expect(synthesis).toBe(`Synthesizing ${join('examples', 'typescript', 'quickstart')} …`);
  expect(resources.split('\n')[0]).toBe('Stack shop will create:');
  expect(resources.split('\n').slice(1)).toHaveLength(14);
  expect(resources).toMatch(/^ {2}azurerm_postgresql_flexible_server +ledger\/Resource$/m);
  expect(resources).toMatch(/^ {2}azurerm_postgresql_flexible_server +orders\/Resource$/m);
  expect(findings).toBe('The validator found:\n  nothing to object to');
  expect(plan).toMatch(
    /^Planning it with Terraform .*\n {2}Terraform 1\.\d+\.\d+ plans 14 resources to create, 0 warnings$/,
  );
});
