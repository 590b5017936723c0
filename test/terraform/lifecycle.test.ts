import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { INSTANCE, POLICY, VAULT } from './kit';
import { type Build, ENGINES, Estate, ofServer, type RecoveryPoint, recoveryPoints } from './lifecycle-kit';
import {
  BackupPolicy,
  type BackupPolicyProps,
  BackupVault,
  type BackupVaultProps,
  DayOfWeek,
  Immutability,
  ProtectedFlexServer,
  type ProtectedFlexServerProps,
  Retention,
  SoftDelete,
  VaultRedundancy,
  WeeklySchedule,
} from '../../src';

/** A Monday. */
const START = { twin: { startAt: '2026-03-02T12:00:00Z' } };

interface Shop {
  /** Under a policy that their statement makes, in the vault that it makes. */
  readonly orders: Partial<ProtectedFlexServerProps>;
  /** Of the policy that the ledger is under, in the same vault; without it both are gone. */
  readonly ledger?: Omit<BackupPolicyProps, 'vault'>;
  /** Another server by one statement. */
  readonly returns?: Partial<ProtectedFlexServerProps>;
  /** Of the vault that the audit's server has for itself; without it, the server is gone. */
  readonly archive: Partial<BackupVaultProps>;
  readonly audit?: Partial<ProtectedFlexServerProps>;
  /** Have the shared vault give away what it would still have to keep. */
  readonly loose?: boolean;
}

const SHOP: Shop = {
  orders: { recoverableFor: Retention.years(1) },
  ledger: { defaultRetention: Retention.months(3), yearly: Retention.years(10) },
  archive: {
    redundancy: VaultRedundancy.LOCALLY_REDUNDANT,
    softDelete: SoftDelete.on(20),
    tags: { owner: 'audit' },
  },
  audit: { recoverableFor: Retention.years(2) },
};

function shop(edits: Partial<Shop> = {}): Build {
  const { orders, ledger, returns, archive, audit, loose } = { ...SHOP, ...edits };
  return (stack) => {
    const group = new ResourceGroup(stack, 'group', { name: 'rg-shop', location: 'westeurope' });
    const place = { resourceGroupName: group.name, location: group.location };
    const { vault } = new ProtectedFlexServer(stack, 'orders', { ...place, serverName: 'psql-orders', ...orders });
    // A vault that a statement makes is set up by the library; its resource is open to whoever wants it otherwise.
    if (loose) (vault as BackupVault).resource.immutability = 'Disabled';
    if (ledger) {
      const policy = new BackupPolicy(stack, 'ledger-policy', { vault, ...ledger });
      new ProtectedFlexServer(stack, 'ledger', { ...place, serverName: 'psql-ledger', policy });
    }
    if (returns) {
      new ProtectedFlexServer(stack, 'returns', { ...place, recoverableFor: Retention.years(1), ...returns });
    }
    const own = new BackupVault(stack, 'archive', { ...place, vaultName: 'bv-archive', ...archive });
    if (audit) new ProtectedFlexServer(stack, 'audit', { ...place, serverName: 'psql-audit', vault: own, ...audit });
  };
}

const SHARED = 'Backup-westeurope_Vault';

it.concurrent.each(ENGINES)('%s adds, renames and removes a server and touches nothing else', (engine) =>
  Estate.live({ engine, ...START }, async (estate) => {
    estate.write(shop());
    await estate.apply();
    estate.write(shop({ returns: {} }));
    expect(await estate.apply()).toEqual(ofServer('returns', 'Vault', 'create'));
    estate.write(shop({ returns: { serverName: 'psql-returns' } }));
    expect(await estate.apply()).toEqual(ofServer('returns', 'Vault', 'delete then create'));
    expect(estate.namesOf('flexibleServers')).toEqual(['psql-audit', 'psql-ledger', 'psql-orders', 'psql-returns']);
    estate.write(shop());
    expect(await estate.apply()).toEqual(ofServer('returns', 'Vault', 'delete'));
  }),
);

it.concurrent.each(ENGINES)('%s deletes what has recovery points once its vault lets it go', (engine) =>
  Estate.live({ engine, ...START }, async (estate) => {
    estate.write(shop());
    await estate.apply();
    estate.passDays(7);
    const immutable = /psql-ledger"\): performing BackupInstancesDelete: .*immutable/;
    estate.write(shop({ ledger: undefined }));
    expect(await estate.failedApply()).toMatch(immutable);
    expect(await estate.failedDestroy()).toMatch(immutable);
    estate.write(shop());
    expect(await estate.apply()).toEqual({});

    const loose = { loose: true, archive: { ...SHOP.archive, immutability: Immutability.disabled() } };
    estate.write(shop(loose));
    expect(await estate.apply()).toEqual({ [`${VAULT}.${SHARED}`]: 'update', [`${VAULT}.archive`]: 'update' });
    estate.write(shop({ ...loose, ledger: undefined }));
    expect(await estate.apply()).toEqual({
      ...ofServer('ledger', 'Vault', 'delete'),
      [`${POLICY}.ledger-policy`]: 'delete',
    });

    // Soft delete holds the vaults back, and nothing else.
    const held = await estate.failedDestroy();
    expect(held).toMatch(/bv-estate-westeurope.*performing BackupVaultsDelete: .*soft-deleted/);
    expect(held).toMatch(/bv-archive.*performing BackupVaultsDelete: .*soft-deleted/);
    expect(estate.namesOf('flexibleServers')).toEqual([]);
    estate.passDays(14);
    expect(await estate.failedDestroy()).not.toContain('bv-estate-westeurope');
    estate.passDays(6);
    await estate.destroy();
  }),
);

it.concurrent.each(ENGINES)(
  '%s exchanges edited policies under their servers, and old backups keep their expiry',
  (engine) =>
    Estate.live({ engine, ...START }, async (estate) => {
      estate.write(shop());
      await estate.apply();
      estate.passDays(35);
      const points = (server: string) => recoveryPoints(estate.twin, estate.idOf('backupInstances', server));
      const before = { orders: await points('psql-orders'), ledger: await points('psql-ledger') };
      expect(before.ledger.map(spanOf)).toEqual([
        // The first of the year.
        '2026-03-08 02:00 to 2036-03-08',
        '2026-03-15 02:00 to 2026-06-15',
        '2026-03-22 02:00 to 2026-06-22',
        '2026-03-29 02:00 to 2026-06-29',
        '2026-04-05 02:00 to 2026-07-05',
      ]);
      expect(before.orders).toHaveLength(5);

      const orders = { recoverableFor: Retention.years(2) };
      const ledger = {
        ...SHOP.ledger,
        defaultRetention: Retention.months(6),
        schedule: WeeklySchedule.on(DayOfWeek.WEDNESDAY, '04:30'),
      };
      estate.write(shop({ orders, ledger }));
      expect(await estate.apply()).toEqual({
        [`${POLICY}.ledger-policy`]: 'create then delete',
        [`${INSTANCE}.ledger_BackupInstance`]: 'update',
        [`${POLICY}.${SHARED}_Recoverable-2-years`]: 'create',
        [`${INSTANCE}.orders_BackupInstance`]: 'update',
        [`${POLICY}.${SHARED}_Recoverable-1-year`]: 'delete',
      });
      expect({ orders: await points('psql-orders'), ledger: await points('psql-ledger') }).toEqual(before);

      estate.passDays(14);
      const after = await points('psql-ledger');
      expect(after.slice(0, 5)).toEqual(before.ledger);
      // The Wednesday of the edit comes to nothing: Azure has made the backup of that week already.
      expect(after.slice(5).map(spanOf)).toEqual(['2026-04-15 04:30 to 2026-10-15']);

      estate.write(shop({ orders, ledger: { ...ledger, policyName: 'ledger' } }));
      expect(await estate.apply()).toEqual({
        [`${POLICY}.ledger-policy`]: 'create then delete',
        [`${INSTANCE}.ledger_BackupInstance`]: 'update',
      });
      const policies = estate.namesOf('backupPolicies').map((name) => name.replace(/-[0-9a-f]{8}$/, ''));
      expect(policies.sort()).toEqual([
        'archive-recoverable-2-years',
        'backup-westeurope-vault-recoverable-2-years',
        'ledger',
      ]);
      expect(await points('psql-ledger')).toEqual(after);
    }),
);

it.concurrent.each(ENGINES)('%s changes the settings of a vault in place', (engine) =>
  Estate.live({ engine, ...START }, async (estate) => {
    estate.write(shop());
    await estate.apply();
    estate.passDays(7);
    const settings = () => {
      const { body } = estate.twin.azure.resources.get(estate.idOf('backupVaults', 'bv-archive'))!;
      const { softDeleteSettings, immutabilitySettings } = (body as any).properties.securitySettings;
      return { tags: body.tags, days: softDeleteSettings.retentionDurationInDays, ...immutabilitySettings };
    };
    expect(settings()).toEqual({ tags: { owner: 'audit' }, days: 20, state: 'Unlocked' });

    const tags = { owner: 'audit', tier: 'cold' };
    const archive = { ...SHOP.archive, tags, softDelete: SoftDelete.on(30), immutability: Immutability.disabled() };
    estate.write(shop({ archive }));
    expect(await estate.apply()).toEqual({ [`${VAULT}.archive`]: 'update' });
    expect(settings()).toEqual({ tags, days: 30, state: 'Disabled' });

    estate.write(shop());
    expect(await estate.apply()).toEqual({ [`${VAULT}.archive`]: 'update' });
    expect(settings()).toEqual({ tags: { owner: 'audit' }, days: 20, state: 'Unlocked' });
  }),
);

function spanOf({ time, expires }: RecoveryPoint): string {
  return `${time.slice(0, 16).replace('T', ' ')} to ${expires.slice(0, 10)}`;
}
