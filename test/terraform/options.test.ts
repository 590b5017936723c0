import { writeFileSync } from 'fs';
import { join } from 'path';
import { LocalBackend, TerraformStack } from 'cdktf';
import { CLUSTER_CASES } from './cluster-cases';
import {
  actions,
  counts,
  cutWaits,
  existing,
  INSTANCE,
  planned,
  plannedAt,
  POLICY,
  realTerraform,
  ROLE,
  SERVER,
  SLEEP,
  stateFileOf,
  VAULT,
} from './kit';
import { Estate, LOOSE } from './lifecycle-kit';
import { MONITORING_CASES } from './monitoring-cases';
import { ON_DEMAND_CASES } from './on-demand-cases';
import { CASES, place, VAULTS } from './option-cases';
import { APPLY, BEGIN, HELD_BY_SOFT_DELETE, Outside } from './outside';
import { RESTORE_CASES } from './restore-cases';
import { BackupPolicy, BackupVault, FlexServer, ProtectedFlexServer, Retention } from '../../src';

// Those that azurerm waits for longest begin first.
it.concurrent.each([...ON_DEMAND_CASES, ...MONITORING_CASES, ...CLUSTER_CASES, ...RESTORE_CASES, ...CASES])(
  '$name',
  ({ expect: expectPlan, ...each }) =>
    Estate.live({ twin: { startAt: BEGIN }, providers: each.providers }, async (estate) => {
      const { outside, build, variables, keptDays } = each;
      const before = new Outside(estate.twin);
      estate.write(build, { fullWaits: true });
      const { runner } = estate;
      expect(await runner.validate()).toEqual([]);
      const { plan, warnings } = await runner.plan({ variables });
      expect(warnings).toEqual([]);
      expectPlan(plan);

      await outside?.(before);
      before.advanceTo(APPLY);
      estate.give();
      estate.write(build, { variables });
      await estate.apply();

      if (keptDays !== undefined) {
        expect(await estate.failedDestroy()).toMatch(HELD_BY_SOFT_DELETE);
        estate.passDays(keptDays);
      }
      await estate.destroy();
    }),
);

const terraform = realTerraform();

describe('imports that are looked up', () => {
  it.each<[string, (stack: TerraformStack) => void, string]>([
    [
      'BackupVault.fromBackupVaultId',
      (stack) => BackupVault.fromBackupVaultId(stack, 'vault', `${VAULTS}/bv-existing`),
      'Backup Vault Name: "bv-existing") was not found',
    ],
    [
      'BackupVault.fromBackupVaultName',
      (stack) =>
        BackupVault.fromBackupVaultName(stack, 'vault', { vaultName: 'bv-named', resourceGroupName: 'rg-other' }),
      'Backup Vault Name: "bv-named") was not found',
    ],
    [
      'FlexServer.fromServerName',
      (stack) =>
        FlexServer.fromServerName(stack, 'server', { serverName: 'psql-named', resourceGroupName: 'rg-other' }),
      'Flexible Server Name: "psql-named") does not exist',
    ],
  ])('%s asks Azure when it is planned, and the plan fails where nothing is found', async (_, build, asked) => {
    const stack = terraform.newStack();
    build(stack);
    const runner = terraform.synthesize(stack);

    expect(await runner.validate()).toEqual([]);
    await expect(runner.plan()).rejects.toThrow(asked);
  });
});

describe('a vault in one stack and its servers in another', () => {
  it('goes by what the vault’s stack has put out', async () => {
    const app = terraform.newApp();
    const vaults = terraform.newStack('vaults', app);
    const shop = terraform.newStack('shop', app);
    const state = join(terraform.temporaryFolder(), 'vaults.tfstate');
    new LocalBackend(vaults, { path: state });
    const vault = new BackupVault(vaults, 'vault', {
      ...place(vaults, 'westeurope', 'rg-vaults'),
      ...LOOSE,
      vaultName: 'bv-central',
    });
    const policy = new BackupPolicy(vaults, 'policy', { vault, defaultRetention: Retention.days(30) });
    const at = place(shop, 'westeurope', 'rg-shop');
    new ProtectedFlexServer(shop, 'orders', { ...at, vault, recoverableFor: Retention.years(1) });
    new ProtectedFlexServer(shop, 'carts', { ...at, policy });
    const [ofVaults, ofShop] = [terraform.synthesize(vaults), terraform.synthesize(shop)];
    cutWaits(app.outdir);

    expect(await ofVaults.validate()).toEqual([]);
    expect(await ofShop.validate()).toEqual([]);
    expect((await ofVaults.apply()).warnings).toEqual([]);
    const applied = stateFileOf(ofVaults);
    writeFileSync(state, applied);
    const { plan, warnings } = await ofShop.plan();

    expect(warnings).toEqual([]);
    expect(counts(plan)).toMatchObject({ [SERVER]: 2, [INSTANCE]: 2, [SLEEP]: 2, [ROLE]: 3, [POLICY]: 1 });
    const made = (type: string) =>
      JSON.parse(applied).resources.find((each: any) => each.type === type).instances[0].attributes;
    const { id, identity } = made(VAULT);
    expect(id).toMatch(/\/backupVaults\/bv-central$/);
    for (const role of Object.values(planned(plan, ROLE))) expect(role.principal_id).toBe(identity[0].principal_id);
    expect(plannedAt(plan, INSTANCE, 'orders').vault_id).toBe(id);
    expect(plannedAt(plan, INSTANCE, 'carts')).toMatchObject({ vault_id: id, backup_policy_id: made(POLICY).id });
    expect(Object.values(planned(plan, POLICY))).toEqual([expect.objectContaining({ vault_id: id })]);

    expect((await ofShop.apply()).warnings).toEqual([]);
    for (const runner of [ofVaults, ofShop]) expect(actions((await runner.plan()).plan)).toEqual({});
    for (const runner of [ofShop, ofVaults]) await runner.destroy();
    expect(existing(terraform.twin)).toEqual([]);
  });
});
