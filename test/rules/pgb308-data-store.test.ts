import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { DATA_STORE } from '../../src/rules/pgb308-data-store';

const keep = (dataStoreType: string) => ({ lifeCycle: [{ dataStoreType, duration: 'P3M' }] });
const estate = (dataStoreType: string, stack = emptyStack()) =>
  rawEstate({ policy: { defaultRetentionRule: keep(dataStoreType) } }, stack).stack;

describe('PGB308 data-store', () => {
  test.each([
    ['VaultStore', 'compliant'],
    ['ArchiveStore', 'violated'],
    ['OperationalStore', 'violated'],
    ['vaultstore', 'violated'],
    ['', 'violated'],
  ])('%p: %s', (dataStoreType, outcome) => {
    expect(outcomes(DATA_STORE, estate(dataStoreType))).toEqual([outcome]);
  });

  test('one verdict for each life cycle in another store', () => {
    const weekly = { name: 'Weekly', priority: 20, criteria: { absoluteCriteria: 'FirstOfWeek' } };
    const { stack } = rawEstate({
      policy: {
        defaultRetentionRule: keep('OperationalStore'),
        retentionRule: [{ ...weekly, ...keep('ArchiveStore') }],
      },
    });
    const found = verdicts(DATA_STORE, stack);
    expect(found.map(({ got }) => got)).toEqual(['OperationalStore', 'ArchiveStore']);
    expect(found[0].discriminator).not.toBe(found[1].discriminator);
  });

  test('undecided while the store is a variable', () => {
    const stack = emptyStack();
    const { stringValue } = new TerraformVariable(stack, 'store', { type: 'string' });
    expect(outcomes(DATA_STORE, estate(stringValue, stack))).toEqual(['undecided']);
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(estate('ArchiveStore'));
    expect(error).toContain(
      '[Error at /raw/policy] PGB308 data-store: `data_store_type` of the default retention rule must be VaultStore, got: ArchiveStore',
    );
    expect(error).toContain('kept in the VaultStore only');
    expect(error).toContain('Mend: set it to VaultStore');
    expect(json).toBeUndefined();
  });
});
