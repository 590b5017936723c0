import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { PREMIUM_SSD_V2 } from '../../src/rules/pgb405-premium-ssd-v2';

const V1 = SupportMatrix.all().filter(({ id }) => !id.startsWith('v2'));

describe('PGB405 premium-ssd-v2', () => {
  // The bindings have no such argument yet.
  const on = (storageType: unknown, stack = emptyStack()) => {
    const { server } = rawEstate({}, stack);
    server.addOverride('storage_type', storageType);
    return stack;
  };

  test.each(V1)('%s refuses Premium SSD v2 and nothing else', (edition) => {
    expect(outcomes(PREMIUM_SSD_V2, rawEstate().stack, edition)).toEqual(['compliant']);
    expect(outcomes(PREMIUM_SSD_V2, on('Premium_LRS'), edition)).toEqual(['compliant']);
    expect(outcomes(PREMIUM_SSD_V2, on('PremiumV2_LRS'), edition)).toEqual(['violated']);
  });

  test('v2 backs it up', () => {
    expect(outcomes(PREMIUM_SSD_V2, on('PremiumV2_LRS'), SupportMatrix.V2_2026_09_28)).toEqual([]);
  });

  test('undecided while the type is a variable, or the server only named', () => {
    const stack = emptyStack();
    const type = new TerraformVariable(stack, 'type', { type: 'string' });
    expect(outcomes(PREMIUM_SSD_V2, on(type.stringValue, stack))).toEqual(['undecided']);
    const serverId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg`;
    const [verdict] = verdicts(PREMIUM_SSD_V2, rawEstate({ instance: { serverId } }).stack);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.mend).toContain('FlexServer.fromServerId');
  });

  test('synthesis refuses it', () => {
    const { error, json } = synthesize(on('PremiumV2_LRS'));
    expect(error).toContain(
      '[Error at /raw/server] PGB405 premium-ssd-v2: `storage_type` must not be PremiumV2_LRS, got: PremiumV2_LRS',
    );
    expect(error).toContain('Limit: servers on Premium SSD v2 are backed up by v2 only');
    expect(error).toContain('Mend: protect it under edition v2-2026-09-28');
    expect(json).toBeUndefined();
  });
});
