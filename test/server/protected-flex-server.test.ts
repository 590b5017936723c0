import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Fn } from 'cdktf';
import {
  AdministratorPassword,
  FlexServer,
  FlexServerAuthentication,
  PasswordAdministrator,
  FlexServerEncryption,
  FlexServerNetwork,
  FlexServerSku,
  PostgresBackupValidator,
  PostgresVersion,
  ProtectedFlexServer,
  ProtectedFlexServerProps,
  Retention,
  ServerOrigin,
  StorageSize,
} from '../../src';
import {
  all,
  newApp,
  newGroup,
  newStack,
  NOW,
  only,
  resolvedIn,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
} from '../kit';

const PLACE = { resourceGroupName: 'rg-orders', location: 'westeurope', recoverableFor: Retention.years(1) };
const TENANT = '${data.azurerm_client_config.AzureClientConfig.tenant_id}';
const IDENTITY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-keys/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
const NETWORK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network`;
const SUBNET = `${NETWORK}/virtualNetworks/vnet/subnets/postgres`;
const ZONE = `${NETWORK}/privateDnsZones/orders.postgres.database.azure.com`;
const KEY = { keyVaultKeyId: 'https://kv-a.vault.azure.net/keys/server', userAssignedIdentityId: `${IDENTITY}/id-a` };
const GEO_KEY = {
  keyVaultKeyId: 'https://kv-b.vault.azure.net/keys/geo/1',
  userAssignedIdentityId: `${IDENTITY}/id-b`,
};

type Props = Partial<ProtectedFlexServerProps>;

function serverJson(props: Props = {}): any {
  const stack = newStack();
  new ProtectedFlexServer(stack, 'Orders', { ...PLACE, ...props });
  return only(synth(stack), TYPES.server);
}

function refused(props: Props) {
  const stack = newStack();
  return thrown(() => new ProtectedFlexServer(stack, 'Orders', { ...PLACE, ...props }));
}

describe('defaults', () => {
  test('are secure', () => {
    expect(serverJson()).toEqual({
      name: expect.stringMatching(/^orders-\$\{substr\(sha256\(.*\), 0, 8\)\}$/),
      resource_group_name: 'rg-orders',
      location: 'westeurope',
      version: '17',
      sku_name: 'GP_Standard_D2ds_v5',
      storage_mb: 131072,
      auto_grow_enabled: false,
      backup_retention_days: 35,
      geo_redundant_backup_enabled: true,
      authentication: { active_directory_auth_enabled: true, password_auth_enabled: false, tenant_id: TENANT },
      public_network_access_enabled: true,
      lifecycle: {
        ignore_changes: ['zone', 'create_mode', 'source_server_id', 'point_in_time_restore_time_in_utc'],
      },
    });
  });

  test('show on the construct', () => {
    const stack = newStack();
    const server = new ProtectedFlexServer(stack, 'Orders', PLACE);
    expect(server.version).toBe(PostgresVersion.V17);
    expect(server.sku.name).toBe('GP_Standard_D2ds_v5');
    expect(server.storage.storageMb).toBe(131072);
    expect(server).toMatchObject({ resourceGroupName: 'rg-orders', location: 'westeurope', provider: undefined });
    expect(resolvedIn(stack, server.fullyQualifiedDomainName)).toMatch(
      /^\$\{azurerm_postgresql_flexible_server\.\w+\.fqdn\}$/,
    );
  });

  test.each([
    ['westeurope', true],
    ['North Europe', true],
    ['austriaeast', false],
    ['brazilsouth', false],
    ['nowhere', true],
  ])('geo-redundant backup in %s: %s', (location, geo) => {
    expect(serverJson({ location }).geo_redundant_backup_enabled).toBe(geo);
  });

  test('geo-redundant backup in the region of a group', () => {
    const stack = newStack();
    const paired = newGroup(stack, 'paired');
    const unpaired = newGroup(stack, 'unpaired', 'Austria East');
    new ProtectedFlexServer(stack, 'A', { ...PLACE, location: paired.location });
    new ProtectedFlexServer(stack, 'B', { ...PLACE, location: unpaired.location });
    const servers = all(synth(stack), TYPES.server);
    expect(servers.map((server) => server.geo_redundant_backup_enabled)).toEqual([true, false]);
  });

  test('a made name stays within the limit and is the same in every run', () => {
    const name = () => {
      const stack = newStack('estate', newApp(), SUBSCRIPTION);
      const server = new ProtectedFlexServer(stack, 'Long'.repeat(30), PLACE);
      return resolvedIn(stack, server.serverName);
    };
    const [before] = name().split('${');
    expect(before.length).toBeLessThanOrEqual(63 - 8);
    expect(before).toMatch(/^[a-z0-9][a-z0-9-]*-$/);
    expect(name()).toBe(name());
    expect(name()).toContain(SUBSCRIPTION);
  });
});

describe('props', () => {
  test('every one reaches the resource', () => {
    const server = serverJson({
      serverName: 'pg-orders',
      version: PostgresVersion.of('16'),
      sku: FlexServerSku.of('MO_Standard_E8ds_v5'),
      storage: StorageSize.gibibytes(512),
      storageTier: 'P30',
      autoGrow: true,
      zone: '1',
      highAvailability: { mode: 'SameZone', standbyZone: '1' },
      network: FlexServerNetwork.privateEndpoints(),
      operationalBackup: { retention: Retention.days(14), geoRedundant: false },
      maintenanceWindow: { dayOfWeek: 0, startHour: 3, startMinute: 30 },
      tags: { owner: 'orders' },
    });
    expect(server).toMatchObject({
      name: 'pg-orders',
      version: '16',
      sku_name: 'MO_Standard_E8ds_v5',
      storage_mb: 524288,
      storage_tier: 'P30',
      auto_grow_enabled: true,
      zone: '1',
      high_availability: { mode: 'SameZone', standby_availability_zone: '1' },
      public_network_access_enabled: false,
      backup_retention_days: 14,
      geo_redundant_backup_enabled: false,
      maintenance_window: { day_of_week: 0, start_hour: 3, start_minute: 30 },
      tags: { owner: 'orders' },
    });
  });

  test('a delegated subnet closes the public endpoint', () => {
    const network = FlexServerNetwork.delegatedSubnet(SUBNET, ZONE);
    expect(serverJson({ network })).toMatchObject({
      public_network_access_enabled: false,
      delegated_subnet_id: SUBNET,
      private_dns_zone_id: ZONE,
    });
    expect(serverJson({ network: FlexServerNetwork.publicEndpoint() })).not.toHaveProperty('delegated_subnet_id');
  });
});

describe('zones', () => {
  const ignored = (props: Props): string[] => serverJson(props).lifecycle.ignore_changes;
  const restore = ['create_mode', 'source_server_id', 'point_in_time_restore_time_in_utc'];

  test('a pinned one is kept to', () => {
    expect(ignored({ zone: '2' })).toEqual(restore);
  });

  test('one that Azure chooses is left alone', () => {
    expect(ignored({})).toEqual(['zone', ...restore]);
  });

  test('with a standby both are left alone: a failover swaps them', () => {
    expect(ignored({ zone: '1', highAvailability: {} })).toEqual([
      'zone',
      'high_availability[0].standby_availability_zone',
      ...restore,
    ]);
  });

  test('a standby is in another zone unless said otherwise', () => {
    expect(serverJson({ highAvailability: {} }).high_availability).toEqual({ mode: 'ZoneRedundant' });
  });
});

describe('who may log in', () => {
  const id = (digit: number) => `00000000-0000-0000-0000-00000000000${digit}`;
  const administrators = [
    { objectId: id(1), principalName: 'dba' },
    { objectId: id(2), principalName: 'app', principalType: 'ServicePrincipal' },
  ];
  const password = (stack: ReturnType<typeof newStack>, version?: number) => ({
    login: 'orders',
    password: AdministratorPassword.writeOnly(variable(stack, 'password').stringValue, version),
  });

  function estate(make: (stack: ReturnType<typeof newStack>) => FlexServerAuthentication): any {
    const stack = newStack();
    new ProtectedFlexServer(stack, 'Orders', { ...PLACE, authentication: make(stack) });
    return synth(stack);
  }

  test('Entra administrators', () => {
    const json = estate(() => FlexServerAuthentication.entraOnly(administrators));
    const [dba, app] = all(json, TYPES.administrator);
    const server = {
      server_name: expect.stringMatching(/^\$\{azurerm_postgresql_flexible_server\.\w+\.name\}$/),
      resource_group_name: expect.stringMatching(
        /^\$\{azurerm_postgresql_flexible_server\.\w+\.resource_group_name\}$/,
      ),
      tenant_id: TENANT,
    };
    expect([dba, app].sort((a, b) => a.object_id.localeCompare(b.object_id))).toEqual([
      { ...server, object_id: id(1), principal_name: 'dba', principal_type: 'Group' },
      { ...server, object_id: id(2), principal_name: 'app', principal_type: 'ServicePrincipal' },
    ]);
    expect(only(json, TYPES.server)).not.toHaveProperty('administrator_login');
  });

  test('Entra administrators whose names repeat or are not known yet', () => {
    const stack = newStack();
    const name = variable(stack, 'name').stringValue;
    const authentication = FlexServerAuthentication.entraOnly([
      { objectId: id(1), principalName: name },
      { objectId: id(2), principalName: 'dba' },
      { objectId: id(3), principalName: 'dba', principalType: 'User' },
      { objectId: id(4), principalName: name, principalType: name },
    ]);
    new ProtectedFlexServer(stack, 'Orders', { ...PLACE, authentication });
    expect(all(synth(stack), TYPES.administrator)).toHaveLength(4);
  });

  test('Entra and one password', () => {
    const json = estate((stack) => FlexServerAuthentication.entraAndPassword(password(stack, 3), administrators));
    expect(all(json, TYPES.administrator)).toHaveLength(2);
    expect(only(json, TYPES.server)).toMatchObject({
      authentication: { active_directory_auth_enabled: true, password_auth_enabled: true, tenant_id: TENANT },
      administrator_login: 'orders',
      administrator_password_wo: '${var.password}',
      administrator_password_wo_version: 3,
    });
    expect(only(json, TYPES.server)).not.toHaveProperty('administrator_password');
  });

  test('a password alone', () => {
    const json = estate((stack) => FlexServerAuthentication.passwordOnly(password(stack)));
    const { authentication, administrator_password_wo_version } = only(json, TYPES.server);
    expect(authentication).toEqual({ active_directory_auth_enabled: false, password_auth_enabled: true });
    expect(administrator_password_wo_version).toBe(1);
    expect(all(json, TYPES.administrator)).toEqual([]);
  });

  test('a written password is refused and never said', () => {
    const error = thrown(() => AdministratorPassword.writeOnly('hunter2-hunter2'));
    expect(error.code).toBe('PGB902');
    expect(error.message).toContain('`password` must be a reference, got: a literal.');
    expect(JSON.stringify([error.message, error.stack, { ...error }])).not.toContain('hunter2');
  });

  test.each([0, -1, 1.5, NaN])('a password is refused in version %d', (version) => {
    const error = thrown(() => AdministratorPassword.writeOnly('${var.password}', version));
    expect(error.code).toBe('AdministratorPassword');
    expect(error.message).toContain(`\`version\` must be a whole number above 0, got: ${version}.`);
  });

  test.each([
    ['password', undefined],
    ['password', null],
    ['password.password', { login: 'pgowner' }],
  ])('no `%s` is refused where passwords log in: %j', (name, administrator) => {
    const nothing = administrator as unknown as PasswordAdministrator;
    for (const make of [
      () => FlexServerAuthentication.passwordOnly(nothing),
      () => FlexServerAuthentication.entraAndPassword(nothing),
    ]) {
      const error = thrown(make);
      expect(error.code).toBe('AdministratorPassword');
      expect(error.message).toContain(`\`${name}\` must be given where passwords log in, got: (nothing).`);
      expect(error.message).toContain('FlexServerAuthentication.entraOnly(…)');
    }
  });

  test.each(['', ' ', 'admin', 'Root', 'azure_superuser', 'pg_orders'])('the login "%s" is refused', (login) => {
    const authentication = FlexServerAuthentication.passwordOnly({ ...password(newStack()), login });
    const error = refused({ authentication });
    expect(error.code).toBe('AdministratorLogin');
    expect(error.constructPath).toBe('estate/Orders');
    expect(error.message).toContain('`login` must be none of azure_superuser, ');
  });

  test('another kind of administrator is refused', () => {
    const authentication = FlexServerAuthentication.entraOnly([{ ...administrators[0], principalType: 'Robot' }]);
    const error = refused({ authentication });
    expect(error.code).toBe('EntraAdministrator');
    expect(error.message).toContain('`principalType` must be one of User, Group, ServicePrincipal, got: Robot.');
  });
});

describe('keys of one’s own', () => {
  test('with one for the geo-redundant backups', () => {
    expect(serverJson({ encryption: { key: KEY, geoBackupKey: GEO_KEY } })).toMatchObject({
      identity: { type: 'UserAssigned', identity_ids: [`${IDENTITY}/id-a`, `${IDENTITY}/id-b`] },
      customer_managed_key: {
        key_vault_key_id: KEY.keyVaultKeyId,
        primary_user_assigned_identity_id: KEY.userAssignedIdentityId,
        geo_backup_key_vault_key_id: GEO_KEY.keyVaultKeyId,
        geo_backup_user_assigned_identity_id: GEO_KEY.userAssignedIdentityId,
      },
    });
  });

  test.each<Props>([{ operationalBackup: { geoRedundant: false } }, { location: 'austriaeast' }])(
    'without one where the backups need none %#',
    (props) => {
      const server = serverJson({ ...props, encryption: { key: KEY } });
      expect(server.identity).toEqual({ type: 'UserAssigned', identity_ids: [`${IDENTITY}/id-a`] });
      expect(server.customer_managed_key).not.toHaveProperty('geo_backup_key_vault_key_id');
    },
  );

  test('without one for geo-redundant backups is refused', () => {
    const error = refused({ encryption: { key: KEY } });
    expect(error.code).toBe('PGB706');
    expect(error.constructPath).toBe('estate/Orders');
    expect(error.message).toContain(
      '`geoBackupKey` must be given where backups are geo-redundant and the server has a key of its own, got: none.',
    );
  });

  test('without one where nobody knows yet is left to the validator', () => {
    const stack = newStack();
    const location = variable(stack, 'location').stringValue;
    new ProtectedFlexServer(stack, 'Orders', { ...PLACE, location, encryption: { key: KEY } });
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
    expect(findings.filter(({ rule }) => rule === 'PGB706')).toEqual([
      expect.objectContaining({ path: 'estate/Orders', outcome: 'violated' }),
    ]);
  });

  test('with one identity for both is refused', () => {
    const geoBackupKey = { ...GEO_KEY, userAssignedIdentityId: KEY.userAssignedIdentityId };
    const error = refused({ encryption: { key: KEY, geoBackupKey } });
    expect(error.code).toBe('PGB706');
    expect(error.message).toContain('`geoBackupKey` must be used by an identity of its own');
  });

  test.each([
    ['key', undefined],
    ['key', ''],
    ['geoBackupKey', undefined],
    ['geoBackupKey', ''],
  ])('refuses %s without its identity %#', (prop, userAssignedIdentityId) => {
    const keys = { key: KEY, geoBackupKey: GEO_KEY, [prop]: { ...GEO_KEY, userAssignedIdentityId } };
    expect(refused({ encryption: keys as FlexServerEncryption }).message).toBe(
      [
        `[/estate/Orders] FlexServerKey: \`${prop}.userAssignedIdentityId\` must be given with a key, got: none.`,
        '  Limit: "azurerm 4.55.0: azurerm_postgresql_flexible_server", 2025-12-04, https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/postgresql_flexible_server',
        '  Mend: give the ARM id of the user-assigned identity that has access to the key',
      ].join('\n'),
    );
  });

  test('refuses an identity that is none', () => {
    const key = { ...KEY, userAssignedIdentityId: 'id-a' };
    const error = refused({ encryption: { key, geoBackupKey: GEO_KEY } });
    expect(error.code).toBe('FlexServerKey');
    expect(error.message).toContain(
      '`key.userAssignedIdentityId` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…, got: id-a.',
    );
  });

  test.each(['', 'server', 'https://kv-a.vault.azure.net/secrets/server'])('refuses the key "%s"', (keyVaultKeyId) => {
    const got = `got: ${keyVaultKeyId || '(empty)'}.`;
    const key = refused({ encryption: { key: { ...KEY, keyVaultKeyId }, geoBackupKey: GEO_KEY } });
    expect(key.code).toBe('FlexServerKey');
    expect(key.message).toContain(`\`key.keyVaultKeyId\` must be https://…/keys/…, ${got}`);
    const geo = refused({ encryption: { key: KEY, geoBackupKey: { ...GEO_KEY, keyVaultKeyId } } });
    expect(geo.message).toContain(`\`geoBackupKey.keyVaultKeyId\` must be https://…/keys/…, ${got}`);
  });
});

describe('operational backups', () => {
  test.each([
    ['P7D', 7],
    ['P35D', 35],
    ['P1W', 7],
    ['P5W', 35],
  ])('are kept for %s', (iso, days) => {
    expect(serverJson({ operationalBackup: { retention: Retention.parse(iso) } }).backup_retention_days).toBe(days);
  });

  test.each(['P6D', 'P36D', 'P6W', 'P1M', 'P1Y'])('are refused for %s', (iso) => {
    const retention = Retention.parse(iso);
    const error = refused({ operationalBackup: { retention } });
    expect(error.code).toBe('PGB701');
    expect(error.constructPath).toBe('estate/Orders');
    expect(error.message).toContain(
      `\`operationalBackup.retention\` must be between 7 and 35 days, got: ${retention.toHumanString()}.`,
    );
  });

  test.each([
    ['days', (n: number) => Retention.days(n), '${var.n}'],
    ['weeks', (n: number) => Retention.weeks(n), '${(var.n * 7)}'],
    ['a text of days', () => Retention.parse('P${var.n}D'), '${tonumber(var.n)}'],
    ['a text of weeks', (_: number, text: string) => Retention.parse(`P${text}W`), '${tonumber(var.n) * 7}'],
  ])('are kept for a number of %s that is not known yet', (_, make, days) => {
    const stack = newStack();
    const { numberValue, stringValue } = variable(stack, 'n', 'number');
    const retention = make(numberValue, stringValue);
    new ProtectedFlexServer(stack, 'Orders', { ...PLACE, operationalBackup: { retention } });
    expect(only(synth(stack), TYPES.server).backup_retention_days).toBe(days);
  });

  test('are kept for a time that Terraform reads', () => {
    const stack = newStack();
    const retention = Retention.parse(variable(stack, 'keep').stringValue);
    new ProtectedFlexServer(stack, 'Orders', { ...PLACE, operationalBackup: { retention } });
    expect(only(synth(stack), TYPES.server).backup_retention_days).toBe(
      '${tonumber(trimsuffix(trimprefix(var.keep, "P"), "D"))}',
    );
  });

  test('are refused for months that are not known yet: months are no days', () => {
    const stack = newStack();
    const retention = Retention.months(variable(stack, 'n', 'number').numberValue);
    const error = thrown(
      () => new ProtectedFlexServer(stack, 'Orders', { ...PLACE, operationalBackup: { retention } }),
    );
    expect(error.code).toBe('PGB701');
  });

  test('geo-redundant ones are refused where there is no pair', () => {
    const error = refused({ location: 'Austria East', operationalBackup: { geoRedundant: true } });
    expect(error.code).toBe('PGB707');
    expect(error.message).toContain('`geoRedundant` must be off in a region without a pair, got: on in austriaeast.');
    const paired = refused({ location: 'brazilsouth', operationalBackup: { geoRedundant: true } });
    expect(paired.message).toContain('in a region without geo-redundant backup, got: on in brazilsouth.');
    expect(serverJson({ location: 'nowhere', operationalBackup: { geoRedundant: true } })).toMatchObject({
      geo_redundant_backup_enabled: true,
    });
  });
});

describe('bad values', () => {
  test.each<[string, Props, string]>([
    ['PGB509', { resourceGroupName: '' }, '`resourceGroupName` must be 1 to 90'],
    [
      'PGB509',
      { serverName: 'pg' },
      '`serverName` must be 3 to 63 lower-case letters, digits and single hyphens between them, got: pg.',
    ],
    ['PGB509', { serverName: 'PG-orders' }, 'got: PG-orders.'],
    ['PGB509', { serverName: 'pg--orders' }, 'got: pg--orders.'],
    ['PGB509', { serverName: 'x'.repeat(64) }, '`serverName` must be'],
    ['Location', { location: '' }, '`location` must be a region, got: (empty).'],
    [
      'StorageTier',
      { storage: StorageSize.gibibytes(512), storageTier: 'P10' },
      '`storageTier` must be one of P20, P30, P40, P50 for 512 GiB, got: P10.',
    ],
    [
      'StorageTier',
      { storageTier: 'P4' },
      '`storageTier` must be one of P10, P15, P20, P30, P40, P50 for 128 GiB, got: P4.',
    ],
    [
      'HighAvailability',
      { highAvailability: { mode: 'Both' } },
      '`mode` must be one of ZoneRedundant, SameZone, got: Both.',
    ],
    ['HighAvailability', { highAvailability: { mode: '' } }, 'got: (empty).'],
    ['MaintenanceWindow', { maintenanceWindow: { dayOfWeek: 7 } }, '`dayOfWeek` must be between 0 and 6, got: 7.'],
    [
      'MaintenanceWindow',
      { maintenanceWindow: { dayOfWeek: 1, startHour: 24 } },
      '`startHour` must be between 0 and 23, got: 24.',
    ],
    [
      'MaintenanceWindow',
      { maintenanceWindow: { dayOfWeek: 1, startMinute: 60 } },
      '`startMinute` must be between 0 and 59, got: 60.',
    ],
    ['Tags', { tags: { '': 'x' } }, '`tags.` must be between 1 and 512'],
  ])('%s %#', (code, props, message) => {
    const error = refused(props);
    expect(error.code).toBe(code);
    expect(error.constructPath).toBe('estate/Orders');
    expect(error.message).toMatch(/^\[\/estate\/Orders\] /);
    expect(error.message).toContain(message);
  });

  test.each(['pg1', '123', 'x'.repeat(63), 'pg-orders-1'])('the name %s is taken', (serverName) => {
    expect(serverJson({ serverName }).name).toBe(serverName);
  });
});

describe('sizes and versions', () => {
  test.each([32, 64, 128, 256, 512, 1024, 2048, 4095, 4096, 8192, 16384, 32767])('%d GiB', (gibibytes) => {
    expect(StorageSize.gibibytes(gibibytes).storageMb).toBe(gibibytes * 1024);
    expect(StorageSize.megabytes(gibibytes * 1024).storageMb).toBe(gibibytes * 1024);
  });

  test.each([
    [0, 'did you mean 32?'],
    [100, 'did you mean 128?'],
    [32768, 'the largest is 32767'],
    [NaN, 'the largest is 32767'],
  ])('refuses %d GiB', (gibibytes, mend) => {
    const error = thrown(() => StorageSize.gibibytes(gibibytes));
    expect(error.code).toBe('StorageSize');
    expect(error.message).toContain(`\`gibibytes\` must be one of 32, 64, `);
    expect(error.message).toContain(`got: ${gibibytes}.`);
    expect(error.message).toContain(`Mend: ${mend}`);
  });

  test('refuses megabytes in between', () => {
    expect(thrown(() => StorageSize.megabytes(131073)).message).toContain('did you mean 262144?');
  });

  test('takes tokens', () => {
    const stack = newStack();
    const n = variable(stack, 'n', 'number').numberValue;
    new ProtectedFlexServer(stack, 'A', { ...PLACE, storage: StorageSize.gibibytes(n), storageTier: 'P50' });
    new ProtectedFlexServer(stack, 'B', { ...PLACE, storage: StorageSize.megabytes(n) });
    expect(all(synth(stack), TYPES.server).map(({ storage_mb }) => storage_mb)).toEqual([
      '${(var.n * 1024)}',
      '${var.n}',
    ]);
  });

  test.each(['B_Standard_B2s', 'GP_Standard_D4ds_v6', '${var.sku}'])('takes the size %s', (name) => {
    expect(FlexServerSku.of(name).name).toBe(name);
  });

  test.each([
    ['Standard_D4ds_v5', 'did you mean "GP_Standard_D4ds_v5"?'],
    ['Standard_E4ds_v5', 'did you mean "MO_Standard_E4ds_v5"?'],
    ['', 'use a size as in "GP_Standard_D4ds_v5"'],
  ])('refuses the size "%s"', (name, mend) => {
    const error = thrown(() => FlexServerSku.of(name));
    expect(error.code).toBe('FlexServerSku');
    expect(error.message).toContain(`got: ${name || '(empty)'}.`);
    expect(error.message).toContain(`Mend: ${mend}`);
  });

  test.each(['', '10', '17.2', 'v17'])('refuses the version "%s"', (major) => {
    const error = thrown(() => PostgresVersion.of(major));
    expect(error.code).toBe('PostgresVersion');
    expect(error.message).toContain(
      `\`major\` must be one of 11, 12, 13, 14, 15, 16, 17, 18, got: ${major || '(empty)'}.`,
    );
  });

  test('has its versions by name', () => {
    const { V14, V15, V16, V17, V18 } = PostgresVersion;
    expect([V14, V15, V16, V17, V18].map(({ major }) => major)).toEqual(['14', '15', '16', '17', '18']);
    expect(PostgresVersion.of('${var.version}').major).toBe('${var.version}');
  });
});

test('tokens never throw, and are not decided', () => {
  const stack = newStack();
  let count = 0;
  const text = () => variable(stack, `v${count++}`).stringValue;
  const number = () => variable(stack, `v${count++}`, 'number').numberValue;
  const provider = new AzurermProvider(stack, 'apps', { alias: 'apps', features: [{}], subscriptionId: text() });
  new ProtectedFlexServer(stack, 'Orders', {
    resourceGroupName: text(),
    location: text(),
    recoverableFor: Retention.parse(text()),
    serverName: text(),
    version: PostgresVersion.of(text()),
    sku: FlexServerSku.of(text()),
    storage: StorageSize.megabytes(number()),
    storageTier: text(),
    zone: text(),
    highAvailability: { mode: text(), standbyZone: text() },
    authentication: FlexServerAuthentication.entraAndPassword(
      { login: text(), password: AdministratorPassword.writeOnly(text(), number()) },
      [{ objectId: text(), principalName: text(), principalType: text() }],
    ),
    network: FlexServerNetwork.delegatedSubnet(text(), text()),
    encryption: {
      key: { keyVaultKeyId: text(), userAssignedIdentityId: text() },
      geoBackupKey: { keyVaultKeyId: text(), userAssignedIdentityId: text() },
    },
    operationalBackup: { retention: Retention.days(number()), geoRedundant: true },
    maintenanceWindow: { dayOfWeek: number(), startHour: number(), startMinute: number() },
    origin: ServerOrigin.pointInTime(FlexServer.fromServerId(stack, 'Source', text(), { location: text() }), text()),
    tags: { owner: text(), [`team-${count}`]: Fn.upper(text()) },
    provider,
  });
  const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
  expect(findings.filter(({ outcome }) => outcome !== 'undecided')).toEqual([]);
  const json = synth(stack);
  expect(all(json, TYPES.server)).toHaveLength(1);
});
