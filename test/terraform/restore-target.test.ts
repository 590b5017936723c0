import { counts, managed, STORAGE_ACCOUNT } from './kit';
import { Build, ENGINES, Estate, LOOSE } from './lifecycle-kit';
import { place } from './option-cases';
import {
  BackupVault,
  BackupVaultProps,
  CrossSubscriptionRestore,
  OneWayDoor,
  ProtectedFlexServer,
  RestoreTargetOptions,
  Retention,
} from '../../src';
import { RESTORE_ROLE } from '../../src/rules/pgb107-restore-role';
import { RESTORE_TARGET } from '../../src/rules/pgb601-restore-target';
import { RESTORE_CROSS_TENANT } from '../../src/rules/pgb602-restore-cross-tenant';
import { RESTORE_NETWORK } from '../../src/rules/pgb603-restore-network';
import { RESTORE_REGION } from '../../src/rules/pgb604-restore-region';
import { RESTORE_DIRECT } from '../../src/rules/pgb605-restore-direct';
import type { Twin } from '../../src/twin';
import { Plan } from '../../tools/terraform/terraform';
import { judgedPlan } from '../rules/plan-kit';

const UPDATED = 'azapi_update_resource.vault_CrossSubscriptionRestore';
const OF_VAULT = 'azurerm_data_protection_backup_vault.vault';

function vaultWith(props: Partial<BackupVaultProps>): Build {
  return (stack) => void new BackupVault(stack, 'vault', { ...place(stack), ...LOOSE, vaultName: 'bv-shop', ...props });
}

/** `init` finds the provider in the state as well; ours goes by the configuration alone. */
function left(props: Partial<BackupVaultProps>): Build {
  return (stack) => {
    stack.addOverride('terraform.required_providers.azapi', { source: 'azure/azapi' });
    vaultWith(props)(stack);
  };
}

function featureOf(twin: Twin): unknown {
  const vault = twin.azure.resources.ofType('Microsoft.DataProtection/backupVaults')[0];
  const { featureSettings } = vault.body.properties as any;
  return featureSettings.crossSubscriptionRestoreSettings.state;
}

describe('cross-subscription restore', () => {
  it.concurrent.each(ENGINES)('is written again whenever azurerm has written the vault without it, on %s', (engine) =>
    Estate.live({ engine, providers: ['azurerm', 'time', 'azapi'] }, async (estate) => {
      const crossSubscriptionRestore = CrossSubscriptionRestore.disabled();
      estate.write(vaultWith({ crossSubscriptionRestore }));
      await estate.apply();
      expect(featureOf(estate.twin)).toBe('Disabled');

      estate.write(vaultWith({ crossSubscriptionRestore, tags: { team: 'orders' } }));
      expect(await estate.apply()).toEqual({ [OF_VAULT]: 'update', [UPDATED]: 'delete then create' });
      expect(featureOf(estate.twin)).toBe('Disabled');

      // Out of the configuration it stays as it is, until azurerm writes the vault the next time.
      estate.write(left({ tags: { team: 'orders' } }));
      expect(await estate.apply()).toEqual({ [UPDATED]: 'delete' });
      expect(featureOf(estate.twin)).toBe('Disabled');
      estate.write(left({ tags: { team: 'carts' } }));
      await estate.apply();
      expect(featureOf(estate.twin)).toBe('Enabled');
      await estate.destroy();
    }),
  );

  it.concurrent('is written again where somebody else has changed it, and never leaves the one way', () =>
    Estate.live({ providers: ['azurerm', 'time', 'azapi'] }, async (estate) => {
      estate.write(vaultWith({ crossSubscriptionRestore: CrossSubscriptionRestore.disabled() }));
      await estate.apply();
      const vault = estate.twin.azure.resources.ofType('Microsoft.DataProtection/backupVaults')[0];
      (vault.body.properties as any).featureSettings.crossSubscriptionRestoreSettings.state = 'Enabled';
      expect(await estate.plan()).toEqual({ [UPDATED]: 'update' });

      const door = OneWayDoor.understood('The tenants of other subscriptions must never see these backups.');
      estate.write(vaultWith({ crossSubscriptionRestore: CrossSubscriptionRestore.permanentlyDisabled(door) }));
      expect(await estate.apply()).toEqual({ [UPDATED]: 'update' });
      expect(featureOf(estate.twin)).toBe('PermanentlyDisabled');
      estate.write(vaultWith({ crossSubscriptionRestore: CrossSubscriptionRestore.enabled() }));
      expect(await estate.failedApply()).toContain("is PermanentlyDisabled and can't be changed to Enabled");
      await estate.destroy();
    }),
  );
});

const RULES = [RESTORE_ROLE, RESTORE_TARGET, RESTORE_CROSS_TENANT, RESTORE_NETWORK, RESTORE_REGION, RESTORE_DIRECT];

function judged(plan: Plan): Promise<Record<string, string>> {
  return judgedPlan(plan, RULES);
}

/** The plan as it would be with other arguments. */
function spoiled(plan: Plan, type: string, after: Record<string, unknown>): Plan {
  const copy = structuredClone(plan);
  for (const { type: found, change } of copy.resource_changes!) {
    if (found === type) Object.assign((change as any).after, after);
  }
  return copy;
}

describe('a restore target', () => {
  const targetWith =
    (options: Partial<RestoreTargetOptions>): Build =>
    (stack) => {
      const at = place(stack);
      const vault = new BackupVault(stack, 'vault', { ...at, ...LOOSE });
      vault.addRestoreTarget('restore', { ...at, storageAccountName: 'stshoprestore', ...options });
    };

  it.concurrent('is what the rules ask for, on a plan as well', () =>
    Estate.live({}, async (estate) => {
      estate.write((stack) => {
        const at = place(stack);
        const vault = new BackupVault(stack, 'vault', { ...at, ...LOOSE });
        vault.addRestoreTarget('restore', at);
        new ProtectedFlexServer(stack, 'orders', { ...at, vault, recoverableFor: Retention.years(1) });
      });
      const { plan } = await estate.runner.plan();
      const compliant = Object.fromEntries(RULES.map(({ id }) => [id, 'compliant']));
      expect(await judged(plan)).toEqual(compliant);

      const firewall = [{ default_action: 'Deny', bypass: ['None'], private_link_access: [] }];
      const closed = spoiled(plan, STORAGE_ACCOUNT, { public_network_access_enabled: false, network_rules: firewall });
      expect(await judged(closed)).toEqual({ ...compliant, PGB603: 'violated' });
      const own = spoiled(plan, STORAGE_ACCOUNT, { cross_tenant_replication_enabled: false });
      expect(await judged(own)).toEqual({ ...compliant, PGB602: 'violated' });
      const away = spoiled(plan, STORAGE_ACCOUNT, { location: 'swedencentral' });
      expect(await judged(away)).toEqual({ ...compliant, PGB604: 'violated' });
    }),
  );

  it.concurrent(
    'is made, read and deleted without a look at its data plane, which firewall and missing keys would refuse',
    () =>
      Estate.live({}, async (estate) => {
        estate.write(targetWith({}));
        await estate.apply();
        await estate.destroy();
        const asked = estate.twin.requests.map(({ path }) => path);
        expect(asked.filter((path) => path.includes('/storageAccounts/stshoprestore')).length).toBeGreaterThan(0);
        expect(asked.filter((path) => path.toLowerCase().startsWith('/data-plane/'))).toEqual([]);
      }),
  );

  it.concurrent('is edited in place, but for what names it', () =>
    Estate.live({}, async (estate) => {
      estate.write(targetWith({}));
      const { plan } = await estate.runner.plan();
      expect(counts(plan).azurerm_storage_account).toBe(1);
      expect(managed(plan).every(({ change }) => change.actions.join() === 'create')).toBe(true);
      await estate.apply();

      estate.write(targetWith({ deleteAfter: Retention.days(7), tags: { team: 'orders' } }));
      expect(await estate.apply()).toEqual({
        'azurerm_storage_account.vault_restore': 'update',
        'azurerm_storage_management_policy.vault_restore_Lifecycle': 'update',
      });

      estate.write(targetWith({ containerName: 'files', deleteAfter: Retention.days(7), tags: { team: 'orders' } }));
      expect(await estate.apply()).toEqual({
        'azurerm_storage_container.vault_restore_Container': 'delete then create',
        'azurerm_storage_management_policy.vault_restore_Lifecycle': 'update',
        'azurerm_role_assignment.vault_RestoreRole': 'delete then create',
      });
      await estate.destroy();
    }),
  );
});
