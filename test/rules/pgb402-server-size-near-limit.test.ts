import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, rawEstate, SUBSCRIPTION, verdicts } from './kit';
import { assemble } from '../../src/inventory/assemble';
import { Edition } from '../../src/matrix/edition';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { SERVER_SIZE_NEAR_LIMIT } from '../../src/rules/pgb402-server-size-near-limit';
import { Profile } from '../../src/validation/profile';
import { readTree } from '../../src/validation/readers/tree';
import { PostgresBackupValidator } from '../../src/validation/validator';

const RULE = SERVER_SIZE_NEAR_LIMIT;

describe('PGB402 server-size-near-limit', () => {
  test.each([
    [SupportMatrix.V1_2025_05_15, 524288, 'compliant'],
    [SupportMatrix.V1_2025_05_15, 838860, 'compliant'],
    [SupportMatrix.V1_2025_05_15, 838861, 'violated'],
    [SupportMatrix.V1_2025_05_15, 1048576, 'violated'],
    // Above the limit is PGB401's.
    [SupportMatrix.V1_2025_05_15, 1048577, 'compliant'],
    [SupportMatrix.V1_2025_05_15, 2097152, 'compliant'],
    [SupportMatrix.V1_2025_02_28, 1048576, 'violated'],
    [SupportMatrix.V1_2024_12_17, 2097152, 'compliant'],
    [SupportMatrix.V1_2024_12_17, 4193280, 'violated'],
    [SupportMatrix.V1_2024_12_17, 4194304, 'violated'],
    [SupportMatrix.V2_2026_09_28, 16777216, 'compliant'],
    [SupportMatrix.V2_2026_09_28, 33553408, 'violated'],
  ])('%s, %d MB: %s', (edition, storageMb, outcome) => {
    expect(outcomes(RULE, rawEstate({ server: { storageMb } }).stack, edition)).toEqual([outcome]);
  });

  test('it is a warning under every edition, and names the step that auto-grow takes', () => {
    const { stack } = rawEstate({ server: { storageMb: 1048576, autoGrowEnabled: true } });
    const [verdict] = verdicts(RULE, stack);
    expect(RULE.severity).toBe('warning');
    expect(verdict.severity).toBeUndefined();
    expect(verdict.message).toBe(
      'storage must be below 80 % of 1 TB (838861 MB), got: 1 TiB (1048576 MB), which auto-grow takes to 2 TiB',
    );
    expect(verdict.source).toBe(SupportMatrix.DEFAULT.source);
  });

  test('512 GiB that grow to the limit and not past it are fine', () => {
    const { stack } = rawEstate({ server: { storageMb: 524288, autoGrowEnabled: true } });
    expect(outcomes(RULE, stack)).toEqual(['compliant']);
  });

  test('Premium SSD v2 has its own limit under v2; while the kind of storage is unknown, both are tried', () => {
    const v2 = SupportMatrix.V2_2026_09_28;
    const on = (storageType: unknown, storageMb: number) => {
      const stack = emptyStack();
      const type = new TerraformVariable(stack, 'type', { type: 'string' });
      const { server } = rawEstate({ server: { storageMb } }, stack);
      server.addOverride('storage_type', storageType === undefined ? type.stringValue : storageType);
      return outcomes(RULE, stack, v2);
    };
    expect(on('PremiumV2_LRS', 33553408)).toEqual(['compliant']);
    expect(on('PremiumV2_LRS', 53687092)).toEqual(['violated']);
    expect(on('Premium_LRS', 33553408)).toEqual(['violated']);
    expect(on(undefined, 33553408)).toEqual(['undecided']);
    expect(on(undefined, 131072)).toEqual(['compliant']);
  });

  describe('a limit between two sizes', () => {
    const base = SupportMatrix.DEFAULT._edition;
    const edition: Edition = { ...base, serverSize: { limitGiB: 900, limitLabel: '900 GB', severity: 'error' } };
    const judged = (server: Record<string, unknown>, stack = emptyStack()) => [
      ...RULE.evaluate(assemble(readTree(rawEstate({ server }, stack).stack.node.root)), { edition, now: NOW }),
    ];

    test('is passed by auto-grow', () => {
      expect(judged({ storageMb: 524288 })[0].outcome).toBe('compliant');
      expect(judged({ storageMb: 524288, autoGrowEnabled: false })[0].outcome).toBe('compliant');
      const [verdict] = judged({ storageMb: 524288, autoGrowEnabled: true });
      expect(verdict.outcome).toBe('violated');
      expect(verdict.message).toBe(
        'the size that auto-grow takes the server to must be at most 900 GB, got: 512 GiB (524288 MB), which grows to 1 TiB',
      );
    });

    test('is undecided while auto-grow is unknown', () => {
      const stack = emptyStack();
      const grow = new TerraformVariable(stack, 'grow', { type: 'bool' });
      const [verdict] = judged({ storageMb: 524288, autoGrowEnabled: grow.value }, stack);
      expect(verdict.outcome).toBe('undecided');
      expect(verdict.message).toContain('`auto_grow_enabled`');
    });
  });

  test('undecided while the size is a variable, left to Azure, or of a server that is only named', () => {
    const stack = emptyStack();
    const size = new TerraformVariable(stack, 'size', { type: 'number' });
    expect(outcomes(RULE, rawEstate({ server: { storageMb: size.numberValue } }, stack).stack)).toEqual(['undecided']);
    expect(outcomes(RULE, rawEstate({ server: { storageMb: undefined } }).stack)).toEqual(['undecided']);
    const serverId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg`;
    const [verdict] = verdicts(RULE, rawEstate({ instance: { serverId } }).stack);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.mend).toContain('FlexServer.fromServerId');
  });

  test('a finding of the synthesis says size, limit and mend, and stops nothing', () => {
    const { stack } = rawEstate({ server: { storageMb: 1048576 } });
    const findings = PostgresBackupValidator.of(stack).findings({ profiles: [Profile.RECOMMENDED], now: NOW });
    expect(findings.find(({ rule }) => rule === 'PGB402')).toMatchObject({
      severity: 'warning',
      path: 'raw/server',
      message: 'storage must be below 80 % of 1 TB (838861 MB), got: 1 TiB (1048576 MB)',
      got: '1 TiB (1048576 MB)',
      limit: 'a protected server has at most 1 TB',
      mend: expect.stringContaining('turn auto-grow off'),
      edition: '2025-05-15',
    });
  });
});
