import {
  actions,
  changedArguments,
  happensAfter,
  managed,
  realTerraform,
  shortened,
  stateAfterApply,
  INSTANCE,
  POLICY,
  VAULT,
  SERVER,
  ROLE,
  SLEEP,
  GROUP,
} from './kit';
import { isSettled } from '../../tools/terraform/state';
import { Plan, ResourceChange, TerraformRunner } from '../../tools/terraform/terraform';

const terraform = realTerraform();

/** An example as somebody has applied it. */
interface Applied {
  readonly example: string;
  readonly stack: string;
  readonly state: string;
  /** How its main.ts was changed before it was applied. */
  readonly base: Record<string, string>;
}

interface Edited {
  readonly runner: TerraformRunner;
  readonly plan: Plan;
  /** Action and arguments of what the plan touches, without the hash at the end of the address. */
  readonly changes: Record<string, string>;
}

async function apply(example: string, stack: string, base: Record<string, string> = {}): Promise<Applied> {
  const runners = await terraform.runApp(terraform.copyOfExample(example, base));
  return { example, stack, state: await stateAfterApply(runners[stack]), base };
}

/** What Terraform plans once parts of the applied example's main.ts have been replaced. */
async function edit({ example, stack, state, base }: Applied, edits: Record<string, string> = {}): Promise<Edited> {
  const runners = await terraform.runApp(terraform.copyOfExample(example, { ...base, ...edits }));
  const runner = runners[stack];
  const { plan } = await runner.plan({ refresh: false, state });
  const changes = Object.keys(actions(plan)).map((address) => [shortened(address), address]);
  return {
    runner,
    plan,
    changes: Object.fromEntries(changes.map(([short, address]) => [short, actions(plan)[address].join(' then ')])),
  };
}

function changeOf(plan: Plan, short: string): ResourceChange {
  const found = managed(plan).filter(({ address }) => shortened(address) === short);
  expect(found.map(({ address }) => address)).toHaveLength(1);
  return found[0];
}

const LEDGER = "new ProtectedFlexServer(this, 'ledger', { ...place, recoverableFor: Retention.years(10) });";
const ORDERS = "new ProtectedFlexServer(this, 'orders', { ...place, recoverableFor: Retention.years(1) });";

/** The quickstart with a statement for the ledger too, so that both policies are shared ones. */
const ONE_STATEMENT_EACH = {
  'const orders = ': '',
  "const tenYears = BackupPolicy.recoverableFor(this, 'ten-years', orders.vault, Retention.years(10));": '',
  "new ProtectedFlexServer(this, 'ledger', { ...place, policy: tenYears });": LEDGER,
};

describe('one statement for each server, once applied', () => {
  const ledger = (more: string): Record<string, string> => ({
    [LEDGER]: LEDGER.replace('...place', `...place, ${more}`),
  });
  let quickstart: Applied;

  beforeAll(async () => {
    quickstart = await apply('quickstart', 'shop', ONE_STATEMENT_EACH);
  });

  it('has nothing to do when it is planned again', async () => {
    const { plan, changes } = await edit(quickstart);

    expect(changes).toEqual({});
    expect(isSettled(plan)).toBe(true);
    expect(managed(plan)).toHaveLength(14);
  });

  it('has nothing to do when its servers are written down in another order', async () => {
    const { changes } = await edit(quickstart, { [LEDGER]: '', [ORDERS]: `${ORDERS}\n    ${LEDGER}` });

    expect(changes).toEqual({});
  });

  it('changes the policy of a server that has to be recoverable for another time in place', async () => {
    const { plan, runner, changes } = await edit(quickstart, { 'Retention.years(10)': 'Retention.years(7)' });

    const [before, after] = ['10', '7'].map((years) => `${POLICY}.Backup-westeurope_Vault_Recoverable-${years}-years`);
    const instance = `${INSTANCE}.ledger_BackupInstance`;
    expect(changes).toEqual({ [after]: 'create', [instance]: 'update', [before]: 'delete' });
    expect(changedArguments(changeOf(plan, instance))).toEqual(['backup_policy_id']);
    expect(changeOf(plan, after).change.after.name).not.toBe(changeOf(plan, before).change.before.name);
    // Azure deletes no policy that an instance is under.
    const addresses = [after, instance, before].map((short) => changeOf(plan, short).address);
    expect(await happensAfter(runner, addresses[1], addresses[0])).toBe(true);
    expect(await happensAfter(runner, `${addresses[2]} (destroy)`, addresses[1])).toBe(true);
  });

  it('adds a server with its own resources and touches nothing else', async () => {
    const returns = ORDERS.replace('orders', 'returns');
    const { changes } = await edit(quickstart, { [ORDERS]: `${ORDERS}\n    ${returns}` });

    expect(changes).toEqual({
      [`${SERVER}.returns`]: 'create',
      [`${ROLE}.returns_BackupRole-Vault`]: 'create',
      [`${SLEEP}.returns_BackupRoleWait-Vault`]: 'create',
      [`${INSTANCE}.returns_BackupInstance`]: 'create',
    });
  });

  it('takes a server away with its own resources and touches nothing else', async () => {
    const { changes } = await edit(quickstart, { [ORDERS]: '' });

    expect(changes).toEqual({
      [`${SERVER}.orders`]: 'delete',
      [`${ROLE}.orders_BackupRole-Vault`]: 'delete',
      [`${SLEEP}.orders_BackupRoleWait-Vault`]: 'delete',
      [`${INSTANCE}.orders_BackupInstance`]: 'delete',
      // No other server is under it.
      [`${POLICY}.Backup-westeurope_Vault_Recoverable-1-year`]: 'delete',
    });
  });

  it.each([
    ['has another name', "serverName: 'psql-ledger'"],
    ['has its geo-redundant backups turned off', 'operationalBackup: { geoRedundant: false }'],
  ])('protects a server anew that %s, once its new role has been waited for', async (_, more) => {
    const { plan, changes } = await edit(quickstart, ledger(more));

    expect(changes).toEqual({
      [`${SERVER}.ledger`]: 'delete then create',
      [`${ROLE}.ledger_BackupRole-Vault`]: 'delete then create',
      [`${SLEEP}.ledger_BackupRoleWait-Vault`]: 'delete then create',
      [`${INSTANCE}.ledger_BackupInstance`]: 'delete then create',
    });
    expect(changeOf(plan, `${SLEEP}.ledger_BackupRoleWait-Vault`).action_reason).toBe('replace_by_triggers');
  });

  it('moves a server to another region, and to a vault there', async () => {
    const { changes } = await edit(quickstart, ledger("location: 'northeurope'"));

    expect(changes).toEqual({
      [`${SERVER}.ledger`]: 'delete then create',
      [`${ROLE}.ledger_BackupRole-Vault`]: 'delete then create',
      [`${SLEEP}.ledger_BackupRoleWait-Vault`]: 'delete then create',
      [`${INSTANCE}.ledger_BackupInstance`]: 'delete then create',
      [`${POLICY}.Backup-westeurope_Vault_Recoverable-10-years`]: 'delete',
      [`${GROUP}.Backup-northeurope_ResourceGroup`]: 'create',
      [`${VAULT}.Backup-northeurope_Vault`]: 'create',
      [`${ROLE}.Backup-northeurope_Vault_Reader`]: 'create',
      [`${POLICY}.Backup-northeurope_Vault_Recoverable-10-years`]: 'create',
    });
  });
});

describe.each([
  ['quickstart', 'shop', 'ten-years', 'ledger', 'Retention.years(10)'],
  ['existing-servers', 'protection', 'seven-years', 'orders', 'Retention.years(7)'],
])('a policy of its own in %s, once applied', (example, stack, policyId, server, retention) => {
  let existing: Applied;

  beforeAll(async () => {
    existing = await apply(example, stack);
  });

  it('has nothing to do when it is planned again', async () => {
    expect((await edit(existing)).changes).toEqual({});
  });

  it('is made anew before the old one is deleted when its retention is edited', async () => {
    const { plan, runner, changes } = await edit(existing, { [retention]: 'Retention.years(5)' });

    const [policy, instance] = [`${POLICY}.${policyId}`, `${INSTANCE}.${server}_BackupInstance`];
    expect(changes).toEqual({ [policy]: 'create then delete', [instance]: 'update' });
    expect(changedArguments(changeOf(plan, instance))).toEqual(['backup_policy_id']);
    const { before, after } = changeOf(plan, policy).change;
    expect(after.name).toMatch(new RegExp(`^${policyId}-[0-9a-f]{8}$`));
    expect(after.name).not.toBe(before.name);
    const [made, updated] = [policy, instance].map((short) => changeOf(plan, short).address);
    expect(await happensAfter(runner, updated, made)).toBe(true);
    expect(await happensAfter(runner, `${made} (destroy)`, updated)).toBe(true);
  });
});
