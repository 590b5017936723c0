import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import {
  BackupPolicy,
  BackupVault,
  FlexServer,
  FlexServerAttributes,
  FlexServerSku,
  PostgresBackupValidator,
  PostgresVersion,
  Retention,
  StorageSize,
  SupportMatrix,
} from '../../src';
import {
  all,
  assignments,
  LTR,
  newStack,
  NOW,
  only,
  OTHER_SUBSCRIPTION,
  READER,
  resolvedIn,
  SUBSCRIPTION,
  synth,
  synthError,
  synthText,
  thrown,
  TYPES,
  variable,
} from '../kit';

const SERVER_ID = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-legacy/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-legacy`;

function newPolicy(stack = newStack()): BackupPolicy {
  const vault = new BackupVault(stack, 'Vault', { resourceGroupName: 'rg-backup', location: 'westeurope' });
  return BackupPolicy.recoverableFor(stack, 'Policy', vault, Retention.years(1));
}

function protectedImport(attributes: Partial<FlexServerAttributes> = {}) {
  const stack = newStack();
  const server = FlexServer.fromServerId(stack, 'Legacy', SERVER_ID, { location: 'westeurope', ...attributes });
  newPolicy(stack).protect(server);
  return { stack, server };
}

function outcomes(attributes: Partial<FlexServerAttributes>, edition = SupportMatrix.DEFAULT): string[] {
  const { stack } = protectedImport(attributes);
  return PostgresBackupValidator.of(stack)
    .findings({ now: NOW, edition })
    .map(({ rule, outcome }) => `${rule} ${outcome}`);
}

describe('fromServerId', () => {
  test('takes the id apart', () => {
    const { server } = protectedImport();
    expect(server).toMatchObject({
      serverId: SERVER_ID,
      serverName: 'pg-legacy',
      resourceGroupName: 'rg-legacy',
      subscriptionId: OTHER_SUBSCRIPTION,
      location: 'westeurope',
      provider: undefined,
    });
  });

  test('protects it, and makes no server', () => {
    const { stack } = protectedImport();
    const json = synth(stack);
    expect(all(json, TYPES.server)).toEqual([]);
    expect(only(json, TYPES.instance)).toMatchObject({
      name: 'pg-legacy',
      server_id: SERVER_ID,
      location: 'westeurope',
    });
    expect(assignments(json, LTR)[0]).toMatchObject({
      scope: SERVER_ID,
      role_definition_id: `/subscriptions/${OTHER_SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${LTR}`,
    });
    expect(assignments(json, READER)[0].scope).toBe(`/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-legacy`);
  });

  test('with the provider of another subscription', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'legacy', { alias: 'legacy', features: [{}] });
    newPolicy(stack).protect(FlexServer.fromServerId(stack, 'Legacy', SERVER_ID, { location: 'westeurope', provider }));
    const json = synth(stack);
    for (const role of all(json, TYPES.role)) expect(role.provider).toBe('azurerm.legacy');
    expect(only(json, TYPES.instance)).not.toHaveProperty('provider');
  });

  test('by a token', () => {
    const stack = newStack();
    const server = FlexServer.fromServerId(stack, 'Legacy', variable(stack, 'server').stringValue, {
      location: variable(stack, 'location').stringValue,
    });
    newPolicy(stack).protect(server);
    const json = synth(stack);
    expect(only(json, TYPES.instance)).toMatchObject({
      name: '${split("/", var.server)[8]}',
      server_id: '${var.server}',
      location: '${var.location}',
    });
    expect(assignments(json, READER)[0].scope).toBe(
      '/subscriptions/${split("/", var.server)[2]}/resourceGroups/${split("/", var.server)[4]}',
    );
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
    expect(findings.filter(({ outcome }) => outcome === 'violated')).toEqual([]);
  });

  test.each(['', 'pg-legacy', `${SERVER_ID}/databases/x`, SERVER_ID.replace('flexibleServers', 'servers')])(
    'refuses "%s"',
    (id) => {
      const error = thrown(() => FlexServer.fromServerId(newStack(), 'Legacy', id, { location: 'westeurope' }));
      expect(error.code).toBe('ServerId');
      expect(error.constructPath).toBe('estate/Legacy');
      expect(error.message).toContain(
        `\`serverId\` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.DBforPostgreSQL/flexibleServers/…, got: ${id || '(empty)'}.`,
      );
    },
  );

  test('hints at the case where nothing else is wrong', () => {
    const id = SERVER_ID.replace('DBforPostgreSQL', 'DBForPostgreSql');
    expect(
      thrown(() => FlexServer.fromServerId(newStack(), 'Legacy', id, { location: 'westeurope' })).message,
    ).toContain('the provider compares them with case');
  });
});

describe('what is known of it', () => {
  const KNOWN: FlexServerAttributes = {
    location: 'westeurope',
    storage: StorageSize.gibibytes(256),
    storageType: 'Premium_LRS',
    autoGrow: false,
    sku: FlexServerSku.of('GP_Standard_D2ds_v5'),
    version: PostgresVersion.V17,
    replica: false,
    clusterSize: 0,
    publicNetworkAccess: true,
  };

  test('nothing: the rules are undecided and let it pass', () => {
    const found = outcomes({});
    expect(found).toContain('PGB401 undecided');
    expect(found.every((text) => text.endsWith('undecided'))).toBe(true);
    expect(synthError(protectedImport().stack)).toBeUndefined();
  });

  test('everything: the rules are decided', () => {
    expect(outcomes(KNOWN)).toEqual([]);
  });

  test.each<[string, Partial<FlexServerAttributes>]>([
    ['PGB401', { storage: StorageSize.gibibytes(2048) }],
    ['PGB403', { location: 'northeurope' }],
    ['PGB404', { replica: true }],
    ['PGB405', { storageType: 'PremiumV2_LRS' }],
    ['PGB406', { clusterSize: 4 }],
  ])('%s is violated', (rule, attributes) => {
    expect(outcomes({ ...KNOWN, ...attributes })).toEqual([`${rule} violated`]);
  });

  test('under another edition too', () => {
    expect(outcomes({ ...KNOWN, version: PostgresVersion.V14 }, SupportMatrix.V2_2026_09_28)).toContain(
      'PGB407 violated',
    );
  });

  test('2 TiB are refused at the path of the import', () => {
    const { stack } = protectedImport({ ...KNOWN, storage: StorageSize.gibibytes(2048) });
    expect(synthError(stack)).toMatch(/\[Error at \/estate\/Legacy\] PGB401 server-size: /);
    expect(synthText(stack)).toBeUndefined();
    const legacy = stack.node.findChild('Legacy');
    expect(legacy.node.metadata).toEqual([
      expect.objectContaining({ type: '@cdktf/error', data: expect.stringContaining('PGB401') }),
    ]);
  });
});

describe('fromServerName', () => {
  test('reads the rest when Terraform plans', () => {
    const stack = newStack();
    const server = FlexServer.fromServerName(stack, 'Legacy', {
      serverName: 'pg-legacy',
      resourceGroupName: 'rg-legacy',
    });
    newPolicy(stack).protect(server);
    const json = synth(stack);
    const [address] = Object.keys(json.data[TYPES.server]);
    expect(only({ resource: json.data }, TYPES.server)).toEqual({
      name: 'pg-legacy',
      resource_group_name: 'rg-legacy',
    });
    expect(only(json, TYPES.instance)).toMatchObject({
      name: 'pg-legacy',
      server_id: `\${data.${TYPES.server}.${address}.id}`,
      location: `\${data.${TYPES.server}.${address}.location}`,
    });
    expect(assignments(json, LTR)[0].scope).toBe(`\${data.${TYPES.server}.${address}.id}`);
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW });
    expect(findings.map(({ outcome }) => outcome)).not.toContain('violated');
    expect(findings.map(({ rule }) => rule)).toContain('PGB401');
  });

  test('with the provider of another subscription', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'legacy', {
      alias: 'legacy',
      features: [{}],
      subscriptionId: SUBSCRIPTION,
    });
    const server = FlexServer.fromServerName(stack, 'Legacy', {
      serverName: 'pg-legacy',
      resourceGroupName: 'rg-legacy',
      provider,
    });
    expect(server.subscriptionId).toBe(SUBSCRIPTION);
    const name = resolvedIn(stack, server.serverName);
    expect(name).toBe('pg-legacy');
  });

  test.each([
    [{ serverName: 'x', resourceGroupName: 'rg-legacy' }, '`serverName` must be 3 to 63'],
    [{ serverName: 'pg-legacy', resourceGroupName: 'rg.' }, '`resourceGroupName` must be 1 to 90'],
  ])('refuses names that are none %#', (lookup, message) => {
    const error = thrown(() => FlexServer.fromServerName(newStack(), 'Legacy', lookup));
    expect(error.code).toBe('PGB509');
    expect(error.constructPath).toBe('estate/Legacy');
    expect(error.message).toContain(message);
  });
});
