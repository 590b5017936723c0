import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { SERVER_SIZE } from '../../src/rules/pgb401-server-size';

describe('PGB401 server-size', () => {
  test.each([
    [SupportMatrix.V1_2025_05_15, 1048576, 'compliant'],
    [SupportMatrix.V1_2025_05_15, 2097152, 'violated'],
    [SupportMatrix.V1_2025_02_28, 1048576, 'compliant'],
    [SupportMatrix.V1_2025_02_28, 2097152, 'violated'],
    [SupportMatrix.V1_2024_12_17, 4194304, 'compliant'],
    [SupportMatrix.V1_2024_12_17, 8388608, 'violated'],
    [SupportMatrix.V2_2026_09_28, 33553408, 'compliant'],
  ])('%s, %d MB: %s', (edition, storageMb, outcome) => {
    expect(outcomes(SERVER_SIZE, rawEstate({ server: { storageMb } }).stack, edition)).toEqual([outcome]);
  });

  test('the severity is the edition’s', () => {
    const { stack } = rawEstate({ server: { storageMb: 8388608 } });
    expect(verdicts(SERVER_SIZE, stack, SupportMatrix.V1_2025_02_28)[0].severity).toBe('warning');
    expect(verdicts(SERVER_SIZE, stack, SupportMatrix.V1_2025_05_15)[0].severity).toBe('error');
  });

  test('undecided while the size is a variable, or left to Azure', () => {
    const stack = emptyStack();
    const size = new TerraformVariable(stack, 'size', { type: 'number' });
    expect(outcomes(SERVER_SIZE, rawEstate({ server: { storageMb: size.numberValue } }, stack).stack)).toEqual([
      'undecided',
    ]);
    expect(outcomes(SERVER_SIZE, rawEstate({ server: { storageMb: undefined } }).stack)).toEqual(['undecided']);
  });

  test('an unprotected server is nobody’s business here', () => {
    expect(outcomes(SERVER_SIZE, rawEstate({ server: { storageMb: 2097152 }, instance: false }).stack)).toEqual([]);
  });

  test('synthesis refuses it, says the limit and the way out, and writes no file', () => {
    const { error, json } = synthesize(rawEstate({ server: { storageMb: 2097152 } }).stack);
    expect(error).toContain(
      '[Error at /raw/server] PGB401 server-size: storage must be at most 1 TB (1048576 MB), got: 2 TiB (2097152 MB)',
    );
    expect(error).toContain('support matrix edition 2025-05-15');
    expect(json).toBeUndefined();
  });
});
