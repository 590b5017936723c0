import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AdministratorPassword,
  ElasticCluster,
  EntraAdministrator,
  FlexServer,
  FlexServerAttributes,
  FlexServerAuthentication,
  FlexServerNetwork,
  FlexServerSku,
  IFlexServer,
  OnDemandBackup,
  PasswordAdministrator,
  PointInTime,
  PostgresVersion,
  ProtectedFlexServer,
  ProtectedFlexServerProps,
  Retention,
  ServerOrigin,
  StorageSize,
} from '../../src';
import {
  newApp,
  newStack,
  NOTHING,
  NULL,
  only,
  SUBSCRIPTION,
  synth,
  synthError,
  thrown,
  TYPES,
  variable,
} from '../kit';

const PLACE = { resourceGroupName: 'rg-orders', location: 'westeurope', recoverableFor: Retention.years(1) };
const PROVIDERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers`;
const SERVER_ID = `${PROVIDERS}/Microsoft.DBforPostgreSQL/flexibleServers/pg-orders`;
const SUBNET = `${PROVIDERS}/Microsoft.Network/virtualNetworks/vnet/subnets/postgres`;
const ZONE = `${PROVIDERS}/Microsoft.Network/privateDnsZones/orders.postgres.database.azure.com`;
const IDENTITY = `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/id-orders`;
const TIME = '2026-11-20T04:30:00Z';
const ADMIN = { objectId: '5a3c0b1e-6d1f-4a58-9a3e-0d6b7c1f2e44', principalName: 'dba' };
const PASSWORD = AdministratorPassword.writeOnly('${var.password}');

function newServer(props: object = {}, scope: Construct = newStack()): ProtectedFlexServer {
  return new ProtectedFlexServer(scope, 'Orders', { ...PLACE, ...props });
}

function jsonOf(server: ProtectedFlexServer): any {
  return synth(TerraformStack.of(server));
}

describe('null is left out', () => {
  test.each<[keyof ProtectedFlexServerProps]>([
    ['policy'],
    ['vault'],
    ['serverName'],
    ['cluster'],
    ['version'],
    ['sku'],
    ['storage'],
    ['storageTier'],
    ['autoGrow'],
    ['zone'],
    ['highAvailability'],
    ['authentication'],
    ['network'],
    ['encryption'],
    ['operationalBackup'],
    ['maintenanceWindow'],
    ['origin'],
    ['dependsOn'],
    ['tags'],
    ['provider'],
  ])('as `%s`', (prop) => {
    expect(jsonOf(newServer({ [prop]: null }))).toEqual(jsonOf(newServer()));
  });

  test.each<[object, object]>([
    [{ highAvailability: { mode: null, standbyZone: null } }, { highAvailability: {} }],
    [{ operationalBackup: { retention: null, geoRedundant: null } }, {}],
    [
      { maintenanceWindow: { dayOfWeek: 0, startHour: null, startMinute: null } },
      { maintenanceWindow: { dayOfWeek: 0 } },
    ],
  ])('in %j', (props, without) => {
    expect(jsonOf(newServer(props))).toEqual(jsonOf(newServer(without)));
  });

  test('as the key of backups that stay', () => {
    const key = { keyVaultKeyId: 'https://kv.vault.azure.net/keys/server', userAssignedIdentityId: IDENTITY };
    const server = newServer({ encryption: { key, geoBackupKey: null }, operationalBackup: { geoRedundant: false } });
    expect(only(jsonOf(server), TYPES.server).customer_managed_key).not.toHaveProperty('geo_backup_key_vault_key_id');
  });

  test('as the time that data is recoverable for, and then a policy is missing', () => {
    expect(thrown(() => newServer({ recoverableFor: null })).message).toContain(
      '[/estate/Orders] Recoverability: `recoverableFor` or `policy` must be given, one of them, got: neither.',
    );
  });

  test('as the list of administrators', () => {
    expect(FlexServerAuthentication.entraOnly(NULL).entraAdministrators).toEqual([]);
    const password = { login: 'orders', password: PASSWORD };
    expect(FlexServerAuthentication.entraAndPassword(password, NULL).entraAdministrators).toEqual([]);
  });

  test('as the kind of an administrator', () => {
    const authentication = FlexServerAuthentication.entraOnly([{ ...ADMIN, principalType: NULL }]);
    expect(only(jsonOf(newServer({ authentication })), TYPES.administrator).principal_type).toBe('Group');
  });

  test('of a server that exists', () => {
    const names = ['storage', 'storageType', 'autoGrow', 'sku', 'version', 'replica', 'clusterSize', 'provider'];
    const nulls = Object.fromEntries(names.map((name) => [name, null]));
    const stack = newStack();
    const server = FlexServer.fromServerId(stack, 'Known', SERVER_ID, { location: 'westeurope', ...nulls });
    const bare = FlexServer.fromServerId(stack, 'Bare', SERVER_ID, { location: 'westeurope' });
    expect(server.provider).toBeUndefined();
    expect(server.node.metadata.map(({ data }) => data)).toEqual(bare.node.metadata.map(({ data }) => data));
    const lookup = { serverName: 'pg-orders', resourceGroupName: 'rg-orders', provider: NULL };
    expect(FlexServer.fromServerName(stack, 'Found', lookup).provider).toBeUndefined();
  });
});

describe('a text in the place of an object is refused', () => {
  test.each<[string, string, string]>([
    ['recoverableFor', 'PGB301', 'a Retention'],
    ['policy', 'Recoverability', 'a backup policy'],
    ['vault', 'Recoverability', 'a backup vault'],
    ['cluster', 'ElasticCluster', 'an ElasticCluster'],
    ['version', 'PostgresVersion', 'a PostgresVersion'],
    ['sku', 'FlexServerSku', 'a FlexServerSku'],
    ['storage', 'StorageSize', 'a StorageSize'],
    ['network', 'FlexServerNetwork', 'a FlexServerNetwork'],
    ['origin', 'ServerOrigin', 'a ServerOrigin'],
  ])('as `%s`', (prop, code, what) => {
    expect(thrown(() => newServer({ [prop]: 'text' })).message).toContain(
      `[/estate/Orders] ${code}: \`${prop}\` must be ${what}, got: text.`,
    );
  });

  test('as `authentication`, and never said', () => {
    const { message } = thrown(() => newServer({ authentication: 'hunter2' }));
    expect(message).toContain('FlexServerAuthentication: `authentication` must be a FlexServerAuthentication, got: ');
    expect(message).not.toContain('hunter2');
  });

  test('as the time of operational backups', () => {
    expect(thrown(() => newServer({ operationalBackup: { retention: 'P7D' } })).message).toContain(
      '[/estate/Orders] PGB701: `operationalBackup.retention` must be a Retention, got: P7D.',
    );
  });

  test('as the size of a server that exists', () => {
    const attributes = { location: 'westeurope', storage: '128' } as unknown as FlexServerAttributes;
    expect(thrown(() => FlexServer.fromServerId(newStack(), 'Known', SERVER_ID, attributes)).message).toContain(
      '[/estate/Known] StorageSize: `storage` must be a StorageSize, got: 128.',
    );
  });
});

describe('a login', () => {
  test.each([undefined, null, '', ' ', 'pg_orders', 'ADMIN'])('is none: %p', (login) => {
    const authentication = FlexServerAuthentication.passwordOnly({ login: login as string, password: PASSWORD });
    const { message } = thrown(() => newServer({ authentication }));
    expect(message).toContain('[/estate/Orders] AdministratorLogin: `login` must be none of azure_superuser, ');
    expect(message).toContain(`got: ${login === '' ? '(empty)' : (login ?? '(nothing)')}.`);
  });

  test('may be a token', () => {
    const stack = newStack();
    const login = variable(stack, 'login').stringValue;
    const authentication = FlexServerAuthentication.passwordOnly({ login, password: PASSWORD });
    expect(only(jsonOf(newServer({ authentication }, stack)), TYPES.server).administrator_login).toBe('${var.login}');
  });
});

describe('a password', () => {
  test.each<[unknown]>([['hunter2'], ['${var.hunter2}'], [{ value: 'hunter2' }], [true]])(
    'that is %j is refused, and never said',
    (password) => {
      const administrator = { login: 'orders', password } as PasswordAdministrator;
      for (const make of [FlexServerAuthentication.passwordOnly, FlexServerAuthentication.entraAndPassword]) {
        const error = thrown(() => make(administrator));
        expect(error.message).toContain(
          'AdministratorPassword: `password.password` must be an AdministratorPassword, got: something else.',
        );
        expect(JSON.stringify([error.message, error.stack, { ...error }])).not.toContain('hunter2');
      }
    },
  );

  test('of another copy of the package is one as well', () => {
    const password = { ...PASSWORD } as AdministratorPassword;
    const { passwordAdministrator } = FlexServerAuthentication.passwordOnly({ login: 'orders', password });
    expect(passwordAdministrator!.password).toBe(password);
  });
});

describe('an administrator', () => {
  const OBJECT = '`objectId` must be the GUID of an object in Microsoft Entra, got: ';
  const NAME = '`principalName` must be the name of a role in PostgreSQL, got: ';

  test.each<[unknown, string]>([
    [{ ...ADMIN, objectId: '' }, `${OBJECT}(empty) for dba.`],
    [{ ...ADMIN, objectId: undefined }, `${OBJECT}(nothing) for dba.`],
    [{ ...ADMIN, objectId: 'dba' }, `${OBJECT}dba for dba.`],
    [{ ...ADMIN, principalName: '' }, `${NAME}(empty) for ${ADMIN.objectId}.`],
    [{ ...ADMIN, principalName: undefined }, `${NAME}(nothing) for ${ADMIN.objectId}.`],
    [null, `${OBJECT}(nothing) for (nothing).`],
  ])('is none: %j', (administrator, sentence) => {
    const authentication = FlexServerAuthentication.entraOnly([administrator as EntraAdministrator]);
    expect(thrown(() => newServer({ authentication })).message).toContain(
      `[/estate/Orders] EntraAdministrator: ${sentence}`,
    );
  });
});

describe('a delegated subnet', () => {
  const SUBNET_IS = 'FlexServerNetwork: `subnetId` must be ';
  const ZONE_IS = 'FlexServerNetwork: `privateDnsZoneId` must be ';

  test.each<[string, string, string, string]>([
    [NOTHING, ZONE, `${SUBNET_IS}the ARM id of the subnet`, '(nothing)'],
    ['', ZONE, `${SUBNET_IS}the ARM id of the subnet`, '(empty)'],
    [SUBNET, NOTHING, `${ZONE_IS}the ARM id of the zone`, '(nothing)'],
    ['x', '', `${ZONE_IS}the ARM id of the zone`, '(empty)'],
  ])('isn’t there: %p, %p', (subnet, zone, sentence, got) => {
    const { message } = thrown(() => FlexServerNetwork.delegatedSubnet(subnet, zone));
    expect(message).toContain(sentence);
    expect(message).toContain(`got: ${got}.`);
  });

  test.each<[string, string, string]>([
    [
      'x',
      ZONE,
      `${SUBNET_IS}/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…`,
    ],
    [SUBNET, SUBNET, `${ZONE_IS}/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/privateDnsZones/…`],
  ])('isn’t one: %p, %p', (subnet, zone, sentence) => {
    const network = FlexServerNetwork.delegatedSubnet(subnet, zone);
    expect(thrown(() => newServer({ network })).message).toContain(`[/estate/Orders] ${sentence}`);
  });

  test('may be a token', () => {
    const stack = newStack();
    const network = FlexServerNetwork.delegatedSubnet(variable(stack, 'subnet').stringValue, ZONE);
    expect(only(jsonOf(newServer({ network }, stack)), TYPES.server).delegated_subnet_id).toBe('${var.subnet}');
  });
});

test.each([{}, { key: null }])('encryption has to have a key: %j', (encryption) => {
  expect(thrown(() => newServer({ encryption })).message).toContain(
    '[/estate/Orders] FlexServerKey: `key.keyVaultKeyId` must be https://…/keys/…, got: (nothing).',
  );
});

describe('an origin', () => {
  const source = () => FlexServer.fromServerId(newStack(), 'Source', SERVER_ID, { location: 'westeurope' });

  test.each([undefined, null, SERVER_ID])('is no server: %p', (given) => {
    const server = given as unknown as IFlexServer;
    for (const make of [ServerOrigin.pointInTime, ServerOrigin.geoRestore]) {
      const { message } = thrown(() => make(server, TIME));
      expect(message).toContain(`ServerId: \`source\` must be a flexible server, got: ${given ?? '(nothing)'}.`);
    }
  });

  test.each<[unknown, string]>([
    [undefined, '(nothing)'],
    [PointInTime.utc(TIME), TIME],
  ])('is no time: %j', (time, got) => {
    const makers = [
      () => ServerOrigin.pointInTime(source(), time as string),
      () => ServerOrigin.geoRestore(source(), time as string),
      () => ServerOrigin.reviveDropped(SERVER_ID, time as string),
    ];
    for (const make of makers) {
      const { message } = thrown(make);
      expect(message).toContain(`PointInTime: \`time\` must be a time with date, seconds and zone, got: ${got}.`);
    }
  });
});

describe('a server that exists', () => {
  const known = (attributes: unknown) => () =>
    FlexServer.fromServerId(newStack(), 'Known', SERVER_ID, attributes as FlexServerAttributes);

  test.each<[unknown, string]>([
    [{ location: '' }, '(empty)'],
    [{ location: NOTHING }, '(nothing)'],
    [undefined, '(nothing)'],
  ])('has a region: %j', (attributes, got) => {
    expect(thrown(known(attributes)).message).toContain(
      `[/estate/Known] Location: \`location\` must be a region, got: ${got}.`,
    );
  });
});

test.each<[string, () => unknown, string]>([
  [
    'nodes',
    () => ElasticCluster.of(undefined as unknown as number),
    'ElasticCluster: `nodes` must be between 1 and 20',
  ],
  ['size', () => StorageSize.gibibytes(undefined as unknown as number), 'StorageSize: `gibibytes` must be one of 32,'],
  ['compute', () => FlexServerSku.of(NOTHING), 'FlexServerSku: `name` must be a compute size'],
  ['version', () => PostgresVersion.of(NOTHING), 'PostgresVersion: `major` must be one of 11,'],
])('is no %s', (_, make, sentence) => {
  const { message } = thrown(make);
  expect(message).toContain(sentence);
  expect(message).toContain('got: (nothing).');
});

describe('a backup on demand', () => {
  test('is of a server', () => {
    const props = { server: undefined as unknown as IFlexServer };
    expect(thrown(() => new OnDemandBackup(newStack(), 'Release', props)).message).toContain(
      '[/estate/Release] ServerId: `server` must be a flexible server, got: (nothing).',
    );
  });

  test.each(['backupName', 'dependsOn', 'provider'])('may have null for `%s`', (prop) => {
    const stack = newStack();
    const server = FlexServer.fromServerId(stack, 'Known', SERVER_ID, { location: 'westeurope' });
    expect(new OnDemandBackup(stack, 'Release', { server, [prop]: null }).backupName).toMatch(/^release/i);
  });
});

describe('an elastic cluster asks for a provider that knows it', () => {
  const SENTENCE = 'ElasticCluster: azurerm must be at least 4.60.0 for an elastic cluster, got: 4.55.0.';
  const cluster = ElasticCluster.of(4);

  test('be it below a construct', () => {
    const stack = new TerraformStack(newApp(), 'estate');
    new AzurermProvider(new Construct(new Construct(stack, 'shared'), 'providers'), 'azurerm', { features: [{}] });
    newServer({ cluster }, stack);
    expect(synthError(stack)).toContain(SENTENCE);
  });

  test('not that of a stack inside of its own', () => {
    const stack = new TerraformStack(newApp(), 'estate');
    const server = newServer({ cluster }, stack);
    const problems = () => server.node.validate().join();
    const inner = new TerraformStack(new Construct(stack, 'place'), 'inner');
    new AzurermProvider(new Construct(inner, 'providers'), 'azurerm', { features: [{}] });
    expect(problems()).not.toContain(SENTENCE);
    new AzurermProvider(new Construct(stack, 'providers'), 'azurerm', { features: [{}] });
    expect(problems()).toContain(SENTENCE);
  });
});
