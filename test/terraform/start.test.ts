import { join } from 'path';
import { realTerraform, ROOT, runNode } from './kit';

// Says what to do where Terraform isn't set up: then the quickstart only tells what to install.
realTerraform();

it('shows what the quickstart creates, applies it to a twin, and shows the recovery points of a year later', async () => {
  const { code, stdout, stderr } = await runNode([require.resolve('tsx/cli'), join('tools', 'quickstart.ts')], ROOT);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [synthesis, resources, findings, plan, apply, points] = stdout.trimEnd().split('\n\n');
  expect(synthesis).toBe(`Synthesizing ${join('examples', 'typescript', 'quickstart')} …`);
  expect(resources.split('\n')[0]).toBe('Stack shop will create:');
  expect(resources.split('\n').slice(1)).toHaveLength(24);
  expect(resources).toMatch(/^ {2}azurerm_postgresql_flexible_server +ledger\/Resource$/m);
  expect(resources).toMatch(/^ {2}azurerm_postgresql_flexible_server +orders\/Resource$/m);
  expect(findings).toBe('The validator found:\n  nothing to object to');
  expect(plan).toMatch(
    /^Planning it with Terraform 1\.\d+\.\d+ and the azurerm provider, .*\n {2}24 resources to create, 0 warnings$/,
  );
  expect(apply.split('\n').slice(1)).toEqual([
    '  the wait of 10m for roles is cut to 1s: in the twin they hold at once',
    expect.stringMatching(/^ {2}24 resources created in \d+ s$/),
    '  planned again: nothing to do',
  ]);

  // 52 or 53 weekly runs; what only the default rule keeps is gone after three months.
  const [later, ...servers] = points.split(/\n(?= {2}\S)/);
  expect(later).toMatch(/^A year later, on \d{4}-\d\d-\d\d, these recovery points exist:$/);
  expect(
    servers.map((each) =>
      each
        .trim()
        .replace(/-[0-9a-f]{8}: \d+/, '')
        .split(/ *\n */),
    ),
  ).toEqual([
    [
      'ledger',
      expect.stringMatching(/^Default +(9|1[0-2]) points/),
      expect.stringMatching(/^Monthly +1[0-2] points/),
      expect.stringMatching(/^Yearly +[12] points?/),
    ],
    ['orders', expect.stringMatching(/^Default +(9|1[0-2]) points/), expect.stringMatching(/^Monthly +1[23] points/)],
  ]);
});
