import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { V2_SERVER } from '../../src/rules/pgb407-v2-server';
import { majorVersion } from '../../src/rules/server-version';

const V2 = SupportMatrix.V2_2026_09_28;

describe('PGB407 v2-server', () => {
  test.each([
    ['GP_Standard_D4ds_v5', '15', ['compliant']],
    ['MO_Standard_E8ads_v5', '18', ['compliant']],
    ['GP_Standard_D4ds_v5', '14', ['violated']],
    ['B_Standard_B2s', '15', ['violated']],
    ['B_Standard_B2s', '14', ['violated', 'violated']],
  ])('%s on PostgreSQL %s: %j', (skuName, version, expected) => {
    expect(outcomes(V2_SERVER, rawEstate({ server: { skuName, version } }).stack, V2)).toEqual(expected);
  });

  test('both findings are told apart', () => {
    const found = verdicts(V2_SERVER, rawEstate({ server: { skuName: 'B_Standard_B2s', version: '11' } }).stack, V2);
    expect(found.map(({ discriminator, message }) => [discriminator, message])).toEqual([
      ['tier', '`sku_name` must not be of the tier Burstable, got: B_Standard_B2s'],
      ['version', '`version` must be 15 or later, got: 11'],
    ]);
  });

  test('no edition of v1 asks for either', () => {
    const { stack } = rawEstate({ server: { skuName: 'B_Standard_B2s', version: '11' } });
    for (const edition of SupportMatrix.all().filter((other) => other !== V2)) {
      expect(outcomes(V2_SERVER, stack, edition)).toEqual([]);
    }
  });

  test('undecided while tier or version are unknown or left to the source of a restore', () => {
    const judged = (server: (variable: string) => Record<string, unknown>) => {
      const stack = emptyStack();
      const variable = new TerraformVariable(stack, 'variable', { type: 'string' });
      return outcomes(V2_SERVER, rawEstate({ server: server(variable.stringValue) }, stack).stack, V2);
    };
    expect(judged((skuName) => ({ skuName }))).toEqual(['undecided']);
    expect(judged((version) => ({ version }))).toEqual(['undecided']);
    expect(judged((version) => ({ version, skuName: 'B_Standard_B2s' }))).toEqual(['violated', 'undecided']);
    expect(judged(() => ({ version: undefined, skuName: undefined }))).toEqual(['undecided', 'undecided']);
    expect(judged(() => ({ skuName: 'Standard_D4ds_v5' }))).toEqual(['undecided']);
    expect(judged(() => ({ version: 'newest' }))).toEqual(['undecided']);
  });

  test.each([
    ['17', 17],
    ['9.6', 9],
    ['17.2', 17],
    ['017', undefined],
    ['', undefined],
    ['17beta1', undefined],
  ])('the major version of "%s" is %s', (text, major) => {
    expect(majorVersion(text)).toBe(major);
  });

  test('synthesis refuses it under v2', () => {
    const { error, json } = synthesize(rawEstate({ server: { skuName: 'B_Standard_B2s' } }).stack, { edition: V2 });
    expect(error).toContain(
      '[Error at /raw/server] PGB407 v2-server: `sku_name` must not be of the tier Burstable, got: B_Standard_B2s',
    );
    expect(error).toContain("Limit: Burstable servers aren't backed up; support matrix edition v2-2026-09-28");
    expect(error).toContain('Mend: choose a General Purpose or Memory Optimized size');
    expect(json).toBeUndefined();
  });
});
