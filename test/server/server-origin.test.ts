import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import {
  FlexServer,
  FlexServerAttributes,
  FlexServerSku,
  IFlexServer,
  PostgresVersion,
  ProtectedFlexServer,
  ProtectedFlexServerProps,
  Retention,
  ServerOrigin,
  StorageSize,
} from '../../src';
import {
  newGroup,
  newStack,
  only,
  OTHER_SUBSCRIPTION,
  resolvedIn,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
} from '../kit';

const PLACE = { resourceGroupName: 'rg-orders', location: 'westeurope', recoverableFor: Retention.years(1) };
const SERVER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-orders`;
const TIME = '2026-11-20T04:30:00Z';
const CONCEPTS =
  '"Backup and restore in Azure Database for PostgreSQL flexible server", 2024-11-28, https://learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore';
const REVIVING =
  '"Restore a deleted server", 2026-06-09, https://learn.microsoft.com/azure/postgresql/backup-restore/how-to-restore-deleted-server';
const RESTORE = ['create_mode', 'source_server_id', 'point_in_time_restore_time_in_utc'];
const FULL: FlexServerAttributes = {
  location: 'westeurope',
  sku: FlexServerSku.of('MO_Standard_E4ds_v5'),
  storage: StorageSize.gibibytes(512),
  version: PostgresVersion.V15,
  autoGrow: true,
  geoRedundantBackup: true,
};

type Make = (source: IFlexServer, time: string) => ServerOrigin;
type Props = Partial<ProtectedFlexServerProps>;

function imported(stack: TerraformStack, attributes: Partial<FlexServerAttributes> = {}): IFlexServer {
  return FlexServer.fromServerId(stack, 'Source', SERVER_ID, { location: 'westeurope', ...attributes });
}

function restoredJson(make: Make, attributes: Partial<FlexServerAttributes>, props: Props = {}): any {
  const stack = newStack();
  const origin = make(imported(stack, attributes), TIME);
  new ProtectedFlexServer(stack, 'Restored', { ...PLACE, ...props, origin });
  return only(synth(stack), TYPES.server);
}

function refused(make: Make, attributes: Partial<FlexServerAttributes>, props: Props = {}): string {
  const stack = newStack();
  const origin = make(imported(stack, attributes), TIME);
  return thrown(() => new ProtectedFlexServer(stack, 'Restored', { ...PLACE, ...props, origin })).message;
}

describe('the arguments of a restore stay, and later plans leave them alone', () => {
  test.each<[string, Make, string]>([
    ['PointInTimeRestore', ServerOrigin.pointInTime, 'westeurope'],
    ['GeoRestore', ServerOrigin.geoRestore, 'North Europe'],
  ])('%s', (mode, make, location) => {
    const server = restoredJson(make, {}, { location });
    expect(server).toMatchObject({
      create_mode: mode,
      source_server_id: SERVER_ID,
      point_in_time_restore_time_in_utc: TIME,
      storage_mb: 131072,
      auto_grow_enabled: false,
      backup_retention_days: 35,
      geo_redundant_backup_enabled: true,
    });
    expect(server.lifecycle.ignore_changes).toEqual(['zone', ...RESTORE]);
  });

  test('ReviveDropped', () => {
    const stack = newStack();
    new ProtectedFlexServer(stack, 'Revived', { ...PLACE, origin: ServerOrigin.reviveDropped(SERVER_ID, TIME) });
    const server = only(synth(stack), TYPES.server);
    expect(server).toMatchObject({
      create_mode: 'ReviveDropped',
      source_server_id: SERVER_ID,
      point_in_time_restore_time_in_utc: TIME,
    });
    expect(server.lifecycle.ignore_changes).toEqual(['zone', ...RESTORE]);
  });
});

describe('what the source is known to have is stated for its copy', () => {
  const COPIED = {
    sku_name: 'MO_Standard_E4ds_v5',
    storage_mb: 524288,
    version: '15',
    auto_grow_enabled: true,
    geo_redundant_backup_enabled: true,
  };

  test.each<[string, Make, string]>([
    ['a point in time', ServerOrigin.pointInTime, 'westeurope'],
    ['the paired region', ServerOrigin.geoRestore, 'northeurope'],
  ])('restored to %s', (_, make, location) => {
    expect(restoredJson(make, FULL, { location })).toMatchObject(COPIED);
  });

  test('of a server that is made here as well', () => {
    const stack = newStack();
    const source = new ProtectedFlexServer(stack, 'Source', {
      ...PLACE,
      sku: FULL.sku,
      storage: FULL.storage,
      version: FULL.version,
      autoGrow: true,
    });
    const copy = new ProtectedFlexServer(stack, 'Copy', { ...PLACE, origin: ServerOrigin.pointInTime(source, TIME) });
    const [, json] = Object.entries<any>(synth(stack).resource[TYPES.server]).find(([name]) =>
      name.startsWith('Copy'),
    )!;
    expect(json).toMatchObject(COPIED);
    expect(copy.storage).toBe(FULL.storage);
  });

  test('a source without copies in the pair has none of its own either, unless asked for', () => {
    expect(restoredJson(ServerOrigin.pointInTime, { geoRedundantBackup: false })).toMatchObject({
      geo_redundant_backup_enabled: false,
      backup_retention_days: 35,
    });
    const operationalBackup = { geoRedundant: true, retention: Retention.days(7) };
    const asked = restoredJson(ServerOrigin.pointInTime, { geoRedundantBackup: false }, { operationalBackup });
    expect(asked).toMatchObject({ geo_redundant_backup_enabled: true, backup_retention_days: 7 });
  });

  test('props win', () => {
    const props = {
      sku: FlexServerSku.of('MO_Standard_E8ds_v5'),
      storage: StorageSize.gibibytes(1024),
      autoGrow: false,
    };
    expect(restoredJson(ServerOrigin.pointInTime, FULL, props)).toMatchObject({
      sku_name: 'MO_Standard_E8ds_v5',
      storage_mb: 1048576,
      auto_grow_enabled: false,
    });
  });

  test('of an unknown source neither version nor size is stated: Azure takes its own', () => {
    const stack = newStack();
    const origin = ServerOrigin.pointInTime(imported(stack), TIME);
    const server = new ProtectedFlexServer(stack, 'Restored', { ...PLACE, origin });
    const json = only(synth(stack), TYPES.server);
    expect(json).not.toHaveProperty('version');
    expect(json).not.toHaveProperty('sku_name');
    expect(resolvedIn(stack, server.version.major)).toMatch(/^\$\{azurerm_postgresql_flexible_server\.\w+\.version\}$/);
    expect(resolvedIn(stack, server.sku.name)).toMatch(/^\$\{azurerm_postgresql_flexible_server\.\w+\.sku_name\}$/);
  });
});

describe('the time', () => {
  const source = () => imported(newStack());

  test.each(['2026-11-20T04:30:00+01:00', '2026-11-20T04:30:00.5Z', '${var.time}'])('%s', (time) => {
    expect(ServerOrigin.pointInTime(source(), time).restoreTime).toBe(time);
  });

  test.each(['', 'yesterday', '2026-11-20', '2026-11-20T04:30:00', '2026-11-20T04:30Z', '2026-13-20T04:30:00Z'])(
    '"%s" is refused',
    (time) => {
      const message = [
        `PointInTime: \`time\` must be a time with date, seconds and zone, got: ${time || '(empty)'}.`,
        '  Mend: write it as in "2026-11-20T04:30:00Z"',
      ].join('\n');
      expect(thrown(() => ServerOrigin.pointInTime(source(), time)).message).toBe(message);
      expect(thrown(() => ServerOrigin.geoRestore(source(), time)).message).toBe(message);
      expect(thrown(() => ServerOrigin.reviveDropped(SERVER_ID, time)).message).toBe(message);
    },
  );
});

describe('refused', () => {
  test('a point in time in another region', () => {
    expect(refused(ServerOrigin.pointInTime, {}, { location: 'northeurope' })).toBe(
      [
        '[/estate/Restored] RestoreRegion: `location` must be the region of the source, westeurope, got: northeurope.',
        `  Limit: ${CONCEPTS}`,
        '  Mend: restore there, or use ServerOrigin.geoRestore(…) in its pair',
      ].join('\n'),
    );
  });

  test('a geo-restore in any region but the pair', () => {
    expect(refused(ServerOrigin.geoRestore, {}, { location: 'germanywestcentral' })).toBe(
      [
        '[/estate/Restored] RestoreRegion: `location` must be the pair of the source’s region, northeurope, got: germanywestcentral.',
        `  Limit: ${CONCEPTS}`,
        '  Mend: restore in the pair',
      ].join('\n'),
    );
  });

  test('a geo-restore of a server that is known to have no copies', () => {
    expect(refused(ServerOrigin.geoRestore, { geoRedundantBackup: false }, { location: 'northeurope' })).toBe(
      [
        '[/estate/Restored] GeoRestore: `source` must have geo-redundant backup, got: a server without.',
        `  Limit: ${CONCEPTS}`,
        '  Mend: restore it to a point in time in its own region, or from a vault',
      ].join('\n'),
    );
  });

  test.each(['brazilsouth', 'austriaeast'])('a geo-restore from %s, where no server has copies', (location) => {
    expect(refused(ServerOrigin.geoRestore, { location })).toContain(
      `GeoRestore: \`source\` must have geo-redundant backup, got: a server in ${location}, which has none.`,
    );
  });

  test.each<[string, Props, string]>([
    [
      'compute',
      { sku: FlexServerSku.of('MO_Standard_E8ds_v5') },
      '`sku` must be that of the source, MO_Standard_E4ds_v5, got: MO_Standard_E8ds_v5.',
    ],
    [
      'storage',
      { storage: StorageSize.gibibytes(1024) },
      '`storage` must be that of the source, 524288, got: 1048576.',
    ],
  ])('a geo-restore with other %s', (_, props, message) => {
    expect(refused(ServerOrigin.geoRestore, FULL, { ...props, location: 'northeurope' })).toBe(
      [
        `[/estate/Restored] GeoRestore: ${message}`,
        `  Limit: ${CONCEPTS}`,
        '  Mend: leave it out, and change it once the server is restored',
      ].join('\n'),
    );
  });

  test('a smaller disk than the source has', () => {
    const storage = StorageSize.gibibytes(256);
    expect(refused(ServerOrigin.pointInTime, FULL, { storage })).toBe(
      [
        '[/estate/Restored] RestoredStorage: `storage` must be at least that of the source, 524288 MB, got: 262144 MB.',
        `  Limit: ${CONCEPTS}`,
        '  Mend: leave it out: the size of the source is taken then',
      ].join('\n'),
    );
    expect(restoredJson(ServerOrigin.pointInTime, FULL, { storage: StorageSize.gibibytes(512) }).storage_mb).toBe(
      524288,
    );
  });

  test('a deleted server under its old name, or in another subscription', () => {
    const revive = (props: Props, subscription = SUBSCRIPTION) => {
      const stack = newStack('estate', undefined, subscription);
      const origin = ServerOrigin.reviveDropped(SERVER_ID, TIME);
      return () => new ProtectedFlexServer(stack, 'Revived', { ...PLACE, ...props, origin });
    };
    expect(thrown(revive({ serverName: 'pg-orders' })).message).toBe(
      [
        '[/estate/Revived] ReviveDropped: `serverName` must be another than that of the deleted server, got: pg-orders.',
        `  Limit: ${REVIVING}`,
        '  Mend: give the server another name, or leave it out',
      ].join('\n'),
    );
    expect(thrown(revive({}, OTHER_SUBSCRIPTION)).message).toBe(
      [
        `[/estate/Revived] ReviveDropped: A deleted server must be revived in its own subscription, ${SUBSCRIPTION}, got: ${OTHER_SUBSCRIPTION}.`,
        `  Limit: ${REVIVING}`,
        '  Mend: give `provider`, an azurerm provider of that subscription',
      ].join('\n'),
    );
    expect(revive({ serverName: 'pg-orders-2' })).not.toThrow();
  });

  test('an id that is no server’s', () => {
    const origin = ServerOrigin.reviveDropped('pg-orders', TIME);
    const error = thrown(() => new ProtectedFlexServer(newStack(), 'Revived', { ...PLACE, origin }));
    expect(error.code).toBe('ServerId');
    expect(error.message).toContain('/Microsoft.DBforPostgreSQL/flexibleServers/…, got: pg-orders.');
  });
});

describe('what isn’t known yet is not refused', () => {
  test('regions, sizes and ids from variables', () => {
    const stack = newStack();
    const text = (name: string) => variable(stack, name).stringValue;
    const source = FlexServer.fromServerId(stack, 'Source', SERVER_ID, {
      location: text('region'),
      storage: StorageSize.megabytes(variable(stack, 'size', 'number').numberValue),
    });
    const origin = ServerOrigin.geoRestore(source, TIME);
    new ProtectedFlexServer(stack, 'Restored', { ...PLACE, storage: StorageSize.gibibytes(32), origin });
    new ProtectedFlexServer(stack, 'Revived', {
      ...PLACE,
      origin: ServerOrigin.reviveDropped(text('dropped'), TIME),
    });
    expect(Object.keys(synth(stack).resource[TYPES.server])).toHaveLength(2);
  });

  test('a region that no table knows', () => {
    expect(restoredJson(ServerOrigin.geoRestore, { location: 'nowhere' }, { location: 'elsewhere' }).location).toBe(
      'elsewhere',
    );
  });
});

test('regions of resource groups are known', () => {
  const stack = newStack();
  const source = FlexServer.fromServerId(stack, 'Source', SERVER_ID, { location: newGroup(stack).location });
  const there = newGroup(stack, 'there', 'North Europe');
  const props = { ...PLACE, location: there.location };
  const restore = (id: string, origin: ServerOrigin) => () => new ProtectedFlexServer(stack, id, { ...props, origin });
  expect(thrown(restore('A', ServerOrigin.pointInTime(source, TIME))).code).toBe('RestoreRegion');
  expect(restore('B', ServerOrigin.geoRestore(source, TIME))).not.toThrow();
});

test('a provider of another subscription revives there', () => {
  const stack = newStack('estate', undefined, SUBSCRIPTION);
  const provider = new AzurermProvider(stack, 'other', {
    alias: 'other',
    features: [{}],
    subscriptionId: OTHER_SUBSCRIPTION,
  });
  const dropped = SERVER_ID.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION);
  const origin = ServerOrigin.reviveDropped(dropped, TIME);
  expect(() => new ProtectedFlexServer(stack, 'Revived', { ...PLACE, provider, origin })).not.toThrow();
});
