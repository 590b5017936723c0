import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { PRIVATE_NETWORK } from '../../src/rules/pgb411-private-network';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const SUBNET = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pg`;

describe('PGB411 private-network', () => {
  test.each([
    [{}, 'compliant'],
    [{ publicNetworkAccessEnabled: true }, 'compliant'],
    [{ publicNetworkAccessEnabled: false }, 'violated'],
    [{ delegatedSubnetId: SUBNET, publicNetworkAccessEnabled: false }, 'violated'],
    [{ delegatedSubnetId: SUBNET }, 'violated'],
  ])('v1, %j: %s', (server, outcome) => {
    const { stack } = rawEstate({ server });
    for (const edition of SupportMatrix.all().filter(({ id }) => !id.startsWith('v2'))) {
      expect(outcomes(PRIVATE_NETWORK, stack, edition)).toEqual([outcome]);
    }
  });

  test('it says what the edition promises', () => {
    const { stack } = rawEstate({ server: { publicNetworkAccessEnabled: false } });
    expect(verdicts(PRIVATE_NETWORK, stack, SupportMatrix.V1_2024_12_17)[0]).toMatchObject({
      message: 'a protected server must be within reach of the service, got: public access off',
      limit: expect.stringMatching(/trusted Microsoft services in the network settings$/),
      mend: expect.stringContaining('allow trusted Microsoft services'),
      source: SupportMatrix.V1_2024_12_17.source,
    });
    expect(verdicts(PRIVATE_NETWORK, stack)[0]).toMatchObject({
      limit: expect.stringContaining('promises nothing'),
      mend: expect.stringContaining('v2-2026-09-28'),
    });
  });

  test('v2 supports private networks: nothing to warn of', () => {
    const { stack } = rawEstate({ server: { publicNetworkAccessEnabled: false } });
    expect(outcomes(PRIVATE_NETWORK, stack, SupportMatrix.V2_2026_09_28)).toEqual([]);
  });

  test('undecided while it is a variable, decided where the other argument decides', () => {
    const judged = (server: (bool: unknown, text: string) => Record<string, unknown>) => {
      const stack = emptyStack();
      const access = new TerraformVariable(stack, 'access', { type: 'bool' });
      return outcomes(PRIVATE_NETWORK, rawEstate({ server: server(access.value, '${lookup({}, "a")}') }, stack).stack);
    };
    expect(judged((publicNetworkAccessEnabled) => ({ publicNetworkAccessEnabled }))).toEqual(['undecided']);
    expect(judged((publicNetworkAccessEnabled) => ({ publicNetworkAccessEnabled, delegatedSubnetId: SUBNET }))).toEqual(
      ['violated'],
    );
    expect(judged((_, delegatedSubnetId) => ({ delegatedSubnetId }))).toEqual(['undecided']);
    expect(judged((_, delegatedSubnetId) => ({ delegatedSubnetId, publicNetworkAccessEnabled: false }))).toEqual([
      'violated',
    ]);
  });

  test('a subnet named by a variable is a subnet', () => {
    const stack = emptyStack();
    const delegatedSubnetId = new TerraformVariable(stack, 'subnet', { type: 'string' }).stringValue;
    expect(verdicts(PRIVATE_NETWORK, rawEstate({ server: { delegatedSubnetId } }, stack).stack)[0].got).toBe(
      'a delegated subnet',
    );
  });

  test('a finding of the synthesis warns, and stops nothing', () => {
    const estate = () => rawEstate({ server: { publicNetworkAccessEnabled: false } }).stack;
    const findings = PostgresBackupValidator.of(estate()).findings({ profiles: [Profile.RECOMMENDED], now: NOW });
    expect(findings.find(({ rule }) => rule === 'PGB411')).toMatchObject({
      severity: 'warning',
      path: 'raw/server',
      message: 'a protected server must be within reach of the service, got: public access off',
      got: 'public access off',
      limit: expect.stringContaining('promises nothing'),
      mend: expect.stringContaining('see a first backup and a restore through'),
    });
    expect(synthesize(estate(), { profiles: [Profile.RECOMMENDED] }).error).toBeUndefined();
  });
});
