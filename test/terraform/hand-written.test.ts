import { join } from 'path';
import { existing, managed, RealTerraform, realTerraform } from './kit';

const ENGINES = (['terraform', 'opentofu'] as const).map((engine): [string, RealTerraform] => [
  engine,
  realTerraform({ engine, providers: ['azurerm', 'azapi'] }),
]);

/** A configuration that this library has had no hand in. */
describe('HCL by hand, with azurerm and azapi', () => {
  it.concurrent.each(ENGINES)(
    'is applied, is left alone by a second plan, and destroyed, on %s',
    async (_, terraform) => {
      const { twin } = terraform;
      const runner = terraform.runner(join(__dirname, 'hcl', 'hand-written'));

      const { warnings, summary, outputs } = await runner.apply();
      expect({ warnings, add: summary.add }).toEqual({ warnings: [], add: 19 });
      expect(outputs.principal.value).toMatch(/^[0-9a-f-]{36}$/);
      const { plan } = await runner.plan();
      expect(managed(plan).filter(({ change }) => change.actions[0] !== 'no-op')).toEqual([]);

      await runner.destroy();
      expect(existing(twin)).toEqual([]);
    },
  );
});
