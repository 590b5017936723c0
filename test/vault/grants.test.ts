import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TimeProvider } from '@cdktf/provider-time/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  BackupPolicy,
  BackupVault,
  FlexServer,
  IBackupVault,
  IFlexServer,
  PostgresBackupValidator,
  PropagationWait,
  ProtectedFlexServer,
  ProtectedFlexServerProps,
  Retention,
} from '../../src';
import {
  all,
  assignments,
  entries,
  LTR,
  newApp,
  newGroup,
  newStack,
  only,
  OTHER_SUBSCRIPTION,
  READER,
  resolvedIn,
  SUBSCRIPTION,
  synth,
  synthError,
  TYPES,
  variable,
} from '../kit';

const PLACE = { resourceGroupName: 'rg-orders', location: 'westeurope' };
const YEAR = Retention.years(1);

function newVault(stack: TerraformStack, id = 'Vault', propagationWait?: PropagationWait): BackupVault {
  return new BackupVault(stack, id, { resourceGroupName: 'rg-backup', location: 'westeurope', propagationWait });
}

function newServer(
  stack: TerraformStack,
  id: string,
  vault: IBackupVault,
  props: Partial<ProtectedFlexServerProps> = {},
): ProtectedFlexServer {
  return new ProtectedFlexServer(stack, id, { ...PLACE, vault, recoverableFor: YEAR, ...props });
}

function serverId(name: string, group = 'rg-orders', subscription = SUBSCRIPTION): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/${name}`;
}

describe('roles', () => {
  test('the backup role on the server, Reader on its group, in subscription form', () => {
    const stack = newStack();
    newServer(stack, 'Orders', newVault(stack));
    const json = synth(stack);
    const [server] = entries(json, TYPES.server)[0];
    const [vault] = entries(json, TYPES.vault)[0];
    const subscription = '${data.azurerm_client_config.AzureClientConfig.subscription_id}';
    const common = {
      principal_id: `\${${TYPES.vault}.${vault}.identity[0].principal_id}`,
      principal_type: 'ServicePrincipal',
    };
    expect(assignments(json, LTR)).toEqual([
      {
        ...common,
        name: expect.stringMatching(/^\$\{uuidv5\("url", /),
        scope: `\${${TYPES.server}.${server}.id}`,
        role_definition_id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${LTR}`,
      },
    ]);
    expect(assignments(json, READER)).toEqual([
      {
        ...common,
        name: expect.stringMatching(/^\$\{uuidv5\("url", /),
        scope: `/subscriptions/${subscription}/resourceGroups/rg-orders`,
        role_definition_id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
      },
    ]);
    expect(all(json, TYPES.role)).toHaveLength(2);
  });

  test('one backup role for each server, one Reader for each group and vault', () => {
    const stack = newStack();
    const [orders, ledger] = ['orders', 'ledger'].map((id) => newGroup(stack, id).name);
    const vault = newVault(stack);
    newServer(stack, 'A', vault, { resourceGroupName: orders });
    newServer(stack, 'B', vault, { resourceGroupName: orders });
    newServer(stack, 'C', vault, { resourceGroupName: ledger });
    newServer(stack, 'D', newVault(stack, 'Second'), { resourceGroupName: orders });
    const json = synth(stack);
    expect(assignments(json, LTR)).toHaveLength(4);
    expect(
      assignments(json, READER)
        .map(({ scope }) => scope.replace(/^.*\/resourceGroups\//, ''))
        .sort(),
    ).toEqual([
      '${azurerm_resource_group.ledger.name}',
      '${azurerm_resource_group.orders.name}',
      '${azurerm_resource_group.orders.name}',
    ]);
  });

  test('one Reader for a group that is read again for each server', () => {
    const stack = newStack();
    const group = newGroup(stack);
    const vault = newVault(stack);
    for (const id of ['A', 'B', 'C']) newServer(stack, id, vault, { resourceGroupName: group.name });
    expect(assignments(synth(stack), READER)).toHaveLength(1);
  });

  test('one Reader for a literal name, in any case', () => {
    const stack = newStack();
    const vault = newVault(stack);
    newServer(stack, 'A', vault, { resourceGroupName: 'rg-orders' });
    newServer(stack, 'B', vault, { resourceGroupName: 'RG-Orders' });
    expect(assignments(synth(stack), READER)).toHaveLength(1);
  });

  test('one Reader for each subscription', () => {
    const stack = newStack();
    const policy = BackupPolicy.recoverableFor(stack, 'Policy', newVault(stack), YEAR);
    const location = 'westeurope';
    policy.protect(FlexServer.fromServerId(stack, 'A', serverId('pg-a'), { location }));
    policy.protect(FlexServer.fromServerId(stack, 'B', serverId('pg-b'), { location }));
    policy.protect(
      FlexServer.fromServerId(stack, 'C', serverId('pg-c', 'rg-orders', OTHER_SUBSCRIPTION), { location }),
    );
    expect(
      assignments(synth(stack), READER)
        .map(({ scope }) => scope)
        .sort(),
    ).toEqual([
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders`,
      `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-orders`,
    ]);
  });

  test('one Reader where the default provider is given by name', () => {
    const stack = new TerraformStack(newApp(), 'estate');
    const provider = new AzurermProvider(stack, 'azurerm', { features: [{}] });
    const vault = newVault(stack);
    newServer(stack, 'A', vault);
    newServer(stack, 'B', vault, { provider });
    const json = synth(stack);
    expect(assignments(json, READER)).toHaveLength(1);
    expect(Object.keys(json.data.azurerm_client_config)).toEqual(['AzureClientConfig']);
  });

  test('two servers by one token never throw', () => {
    const stack = newStack();
    const id = variable(stack, 'server');
    const policy = BackupPolicy.recoverableFor(stack, 'Policy', newVault(stack), YEAR);
    for (const name of ['A', 'B']) {
      policy.protect(FlexServer.fromServerId(stack, name, id.stringValue, { location: 'westeurope' }));
    }
    expect(synthError(stack)).toContain('PGB410');
  });
});

describe('names of assignments', () => {
  function names(vaultName: string, serverName: string): string[] {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', {
      resourceGroupName: 'rg-backup',
      location: 'westeurope',
      vaultName,
    });
    newServer(stack, 'Orders', vault, { serverName });
    const json = synth(stack);
    return [assignments(json, LTR)[0].name, assignments(json, READER)[0].name];
  }

  test('are the same in every run', () => {
    expect(names('bv-a', 'pg-a')).toEqual(names('bv-a', 'pg-a'));
  });

  test('differ for another vault', () => {
    const [role, reader] = names('bv-a', 'pg-a');
    const [otherRole, otherReader] = names('bv-b', 'pg-a');
    expect(otherRole).not.toBe(role);
    expect(otherReader).not.toBe(reader);
  });

  test('differ for another server, but not that of the group', () => {
    const [role, reader] = names('bv-a', 'pg-a');
    const [otherRole, otherReader] = names('bv-a', 'pg-b');
    expect(otherRole).not.toBe(role);
    expect(otherReader).toBe(reader);
  });

  test('differ between the roles, and hang on nothing that is known after apply', () => {
    const [role, reader] = names('bv-a', 'pg-a');
    expect(role).toContain(LTR);
    expect(reader).toContain(READER);
    for (const name of [role, reader]) expect(name).not.toMatch(/\.id\b/);
  });
});

describe('texts that assignments share', () => {
  /** As they stand in the file, nothing written out. */
  function raw(json: any): any[] {
    return Object.values<any>(json.resource[TYPES.role]);
  }

  test('are locals where Terraform has to put them together, one for each', () => {
    const stack = newStack();
    const vault = newVault(stack);
    for (const id of ['A', 'B', 'C']) newServer(stack, id, vault, { serverName: `pg-${id.toLowerCase()}` });
    const json = synth(stack);
    const subscription = '${data.azurerm_client_config.AzureClientConfig.subscription_id}';
    const definition = (guid: string) =>
      `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
    const seed = `${subscription}/rg-backup/${vault.vaultName}|/subscriptions/${subscription}/resourceGroups/rg-orders`;
    expect(Object.values(json.locals).sort()).toEqual([definition(LTR), definition(READER), seed].sort());
    const nameOf = (text: string) => Object.entries(json.locals).find(([, each]) => each === text)![0];
    for (const name of Object.keys(json.locals)) expect(name).toMatch(/^BackupText-[0-9a-f]{8}$/);
    for (const guid of [LTR, READER]) {
      const found = raw(json).filter((role) => role.name.includes(guid));
      expect(found).toHaveLength(guid === LTR ? 3 : 1);
      for (const role of found) expect(role.role_definition_id).toBe(`\${local.${nameOf(definition(guid))}}`);
    }
    expect(raw(json).map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        `\${uuidv5("url", join("", ["${LTR}|", local.${nameOf(seed)}, "/servers/pg-a"]))}`,
        `\${uuidv5("url", join("", ["${LTR}|", local.${nameOf(seed)}, "/servers/pg-b"]))}`,
        `\${uuidv5("url", join("", ["${READER}|", local.${nameOf(seed)}]))}`,
      ]),
    );
  });

  test('stay where they are when they are literal', () => {
    const stack = newStack();
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', {
      vaultId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv`,
      principalId: '11111111-1111-1111-1111-111111111111',
      location: 'westeurope',
    });
    vault.grantBackup(FlexServer.fromServerId(stack, 'A', serverId('pg-a'), { location: 'westeurope' }));
    const json = synth(stack);
    expect(json.locals).toBeUndefined();
    const [role] = raw(json).filter(({ name }) => name.includes(LTR));
    expect(role.name).toBe(
      `\${uuidv5("url", "${LTR}|${vault.vaultId}|/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/servers/pg-a")}`,
    );
    expect(role.role_definition_id).toBe(
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${LTR}`,
    );
  });

  test('are told apart for servers by different tokens', () => {
    const stack = newStack();
    const vault = newVault(stack);
    const servers = ['a', 'b'].map((name) =>
      FlexServer.fromServerId(stack, name, variable(stack, `id-${name}`).stringValue, { location: 'westeurope' }),
    );
    for (const server of servers) vault.grantBackup(server);
    const subscriptions = servers.map(({ subscriptionId }) => resolvedIn(stack, subscriptionId));
    const json = synth(stack);
    expect(new Set(subscriptions).size).toBe(2);
    for (const guid of [LTR, READER]) {
      expect(
        assignments(json, guid)
          .map((role) => role.role_definition_id)
          .sort(),
      ).toEqual(
        subscriptions.map((id) => `/subscriptions/${id}/providers/Microsoft.Authorization/roleDefinitions/${guid}`),
      );
    }
    for (const { scope, name, role_definition_id: definition } of assignments(json, LTR)) {
      const token = scope.slice(2, -1);
      for (const text of [name, definition]) {
        expect(new Set(text.match(/\bvar\.[\w-]+/g))).toEqual(new Set([token]));
      }
    }
  });

  test('keep the spelling of each server’s group, so that no name hangs on who came first', () => {
    const names = (order: readonly string[]) => {
      const stack = newStack();
      const vault = newVault(stack);
      for (const group of order) {
        newServer(stack, `In-${group}`, vault, { resourceGroupName: group, serverName: `pg-${shortName(group)}` });
      }
      return assignments(synth(stack), LTR)
        .map(({ name }) => name)
        .sort();
    };
    const shortName = (group: string) => (group === group.toLowerCase() ? 'lower' : 'upper');
    expect(names(['rg-orders', 'RG-Orders'])).toEqual(names(['RG-Orders', 'rg-orders']));
  });

  test('are each stack’s own', () => {
    const app = newApp();
    const vault = newVault(newStack('central', app));
    const stacks = ['orders', 'ledger'].map((name) => newStack(name, app));
    for (const stack of stacks) newServer(stack, 'Server', vault);
    for (const stack of stacks) expect(Object.keys(synth(stack).locals)).toHaveLength(3);
  });
});

describe('servers of one group in two stacks', () => {
  const readers = (stacks: readonly TerraformStack[]) =>
    stacks.map((stack) => assignments(synth(stack), READER).length);
  const twoStacks = (app = newApp(), subscription?: string) =>
    ['orders', 'ledger'].map((name) => newStack(name, app, subscription));

  test.each<[string, string | undefined, boolean]>([
    ['a name', SUBSCRIPTION, false],
    ['a group of the app', undefined, true],
    ['a group of the app', SUBSCRIPTION, true],
  ])('have one Reader, which the second waits for: %s, subscription %s', (_, subscription, isResource) => {
    const app = newApp();
    const vault = newVault(newStack('central', app, subscription));
    const stacks = twoStacks(app, subscription);
    const resourceGroupName = isResource ? newGroup(stacks[0]).name : 'rg-orders';
    const [first] = stacks.map((stack) => newServer(stack, 'Server', vault, { resourceGroupName }));
    expect(readers(stacks)).toEqual([1, 0]);
    expect(stacks[1].dependsOn(stacks[0])).toBe(true);
    expect(stacks[0].dependsOn(stacks[1])).toBe(false);
    expect(vault.grantBackup(first).dependables).toHaveLength(1);
    expect(PostgresBackupValidator.of(stacks[1]).findings()).toEqual([]);
  });

  test('have two where the second makes the group that the first refers to, and a rule says so', () => {
    const app = newApp();
    const vault = newVault(newStack('central', app, SUBSCRIPTION));
    const stacks = twoStacks(app, SUBSCRIPTION);
    const resourceGroupName = newGroup(stacks[1]).name;
    for (const stack of stacks) newServer(stack, 'Server', vault, { resourceGroupName });
    expect(synthError(stacks[0])).toContain('PGB108');
  });

  test('have one Reader where each stack imports the vault for itself', () => {
    const stacks = twoStacks(newApp(), SUBSCRIPTION);
    for (const stack of stacks) {
      const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', {
        vaultId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv`,
        principalId: '11111111-1111-1111-1111-111111111111',
        location: 'westeurope',
      });
      newServer(stack, 'Server', vault);
    }
    expect(readers(stacks)).toEqual([1, 0]);
  });

  test('without a wait need Reader all the same', () => {
    const app = newApp();
    const vault = newVault(newStack('central', app), 'Vault', PropagationWait.none());
    const stacks = twoStacks(app, SUBSCRIPTION);
    const servers = stacks.map((stack) => newServer(stack, 'Server', vault));
    expect(servers.map((server) => vault.grantBackup(server).dependables.length)).toEqual([2, 1]);
    expect(stacks[1].dependsOn(stacks[0])).toBe(true);
  });

  test.each<[string, (app: App) => TerraformStack[]]>([
    ['are written down', (app) => [newStack('orders', app, SUBSCRIPTION), newStack('ledger', app, OTHER_SUBSCRIPTION)]],
    ['nobody has written down', (app) => twoStacks(app)],
    [
      'are variables',
      (app) =>
        ['orders', 'ledger'].map((name) => {
          const stack = new TerraformStack(app, name);
          const subscriptionId = variable(stack, 'subscription').stringValue;
          new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId });
          return stack;
        }),
    ],
  ])('have a Reader each in subscriptions that %s', (_, make) => {
    const app = newApp();
    const vault = newVault(newStack('central', app));
    const stacks = make(app);
    for (const stack of stacks) newServer(stack, 'Server', vault);
    expect(readers(stacks)).toEqual([1, 1]);
    expect(stacks[1].dependsOn(stacks[0])).toBe(false);
  });
});

describe('grantBackup', () => {
  test('twice is the same grant', () => {
    const stack = newStack();
    const vault = newVault(stack);
    const server = newServer(stack, 'Orders', vault);
    const grant = vault.grantBackup(server);
    expect(vault.grantBackup(server)).toBe(grant);
    expect(grant.dependables).toHaveLength(1);
    expect(all(synth(stack), TYPES.role)).toHaveLength(2);
  });

  test('by two vaults of the same id gives the roles of both', () => {
    const stack = newStack();
    const server = FlexServer.fromServerId(stack, 'Server', serverId('pg-a'), { location: 'westeurope' });
    const vaults = ['A', 'B'].map((name) => {
      const scope = new TerraformStack(stack.node.root, name);
      new AzurermProvider(scope, 'azurerm', { features: [{}] });
      return BackupVault.fromBackupVaultAttributes(scope, 'Vault', {
        vaultId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-${name}/providers/Microsoft.DataProtection/backupVaults/bv`,
        principalId: `11111111-1111-1111-1111-11111111111${name}`,
        location: 'westeurope',
      });
    });
    for (const vault of vaults) vault.grantBackup(server);
    const json = synth(stack);
    expect(assignments(json, LTR)).toHaveLength(2);
    expect(assignments(json, READER)).toHaveLength(2);
    expect(all(json, TYPES.sleep)).toHaveLength(2);
  });
});

describe('order', () => {
  test('roles, then the wait, then the instance', () => {
    const stack = newStack();
    newServer(stack, 'Orders', newVault(stack));
    const json = synth(stack);
    const roles = entries(json, TYPES.role).map(([name]) => `${TYPES.role}.${name}`);
    const [sleep, wait] = entries(json, TYPES.sleep)[0];
    expect(wait).toMatchObject({ create_duration: '10m', depends_on: expect.arrayContaining(roles) });
    expect(wait.depends_on).toHaveLength(2);
    expect(only(json, TYPES.instance).depends_on).toEqual([`time_sleep.${sleep}`]);
  });

  test('without a wait the instance depends on the roles', () => {
    const stack = newStack();
    newServer(stack, 'Orders', newVault(stack, 'Vault', PropagationWait.none()));
    const json = synth(stack);
    const roles = entries(json, TYPES.role).map(([name]) => `${TYPES.role}.${name}`);
    expect([...only(json, TYPES.instance).depends_on].sort()).toEqual(roles.sort());
  });

  test('each server has a wait of its own', () => {
    const stack = newStack();
    const vault = newVault(stack);
    for (const id of ['A', 'B', 'C']) newServer(stack, id, vault);
    const json = synth(stack);
    expect(all(json, TYPES.sleep)).toHaveLength(3);
    const awaited = all(json, TYPES.instance).map(({ depends_on }) => depends_on[0]);
    expect(new Set(awaited).size).toBe(3);
  });
});

describe('the time provider', () => {
  test('is added once', () => {
    const stack = newStack();
    const vault = newVault(stack);
    newServer(stack, 'A', vault);
    newServer(stack, 'B', vault);
    const json = synth(stack);
    expect(json.provider.time).toEqual([{}]);
    expect(json.terraform.required_providers.time).toMatchObject({ source: 'hashicorp/time' });
  });

  test.each(['before', 'after'])('gives way to one added %s it', (when) => {
    const stack = newStack();
    const add = () => new TimeProvider(stack, 'time');
    if (when === 'before') add();
    newServer(stack, 'A', newVault(stack));
    if (when === 'after') add();
    const json = synth(stack);
    expect(json.provider.time).toEqual([{}]);
    expect(json.terraform.required_providers.time).toMatchObject({ source: 'hashicorp/time' });
  });

  test('stays beside one with an alias', () => {
    const stack = newStack();
    new TimeProvider(stack, 'time', { alias: 'other' });
    newServer(stack, 'A', newVault(stack));
    const providers = synth(stack).provider.time;
    expect(providers).toHaveLength(2);
    expect(providers).toEqual(expect.arrayContaining([{}, { alias: 'other' }]));
  });
});

describe('a vault in a stack of its own', () => {
  function estate(): { vaults: any; servers: any } {
    const app = newApp();
    const central = newStack('central', app);
    const vault = newVault(central);
    const servers = newStack('servers', app);
    newServer(servers, 'Orders', vault);
    newServer(servers, 'Ledger', vault, { recoverableFor: Retention.years(10) });
    return { vaults: synth(central), servers: synth(servers) };
  }

  test('holds the vault alone; roles, waits, policies and instances lie with the servers', () => {
    const { vaults, servers } = estate();
    expect(Object.keys(vaults.resource)).toEqual([TYPES.vault]);
    expect(assignments(servers, LTR)).toHaveLength(2);
    expect(assignments(servers, READER)).toHaveLength(1);
    expect(all(servers, TYPES.sleep)).toHaveLength(2);
    expect(all(servers, TYPES.policy)).toHaveLength(2);
    expect(all(servers, TYPES.instance)).toHaveLength(2);
    expect(all(servers, TYPES.vault)).toEqual([]);
  });

  test('is referred to by remote state only', () => {
    const { vaults, servers } = estate();
    for (const instance of all(servers, TYPES.instance)) {
      expect(instance.vault_id).toMatch(/^\$\{data\.terraform_remote_state\./);
    }
    expect(vaults.data?.terraform_remote_state).toBeUndefined();
    expect(Object.keys(servers.data.terraform_remote_state)).toHaveLength(1);
  });

  test('takes servers of several stacks, whose policies are told apart', () => {
    const app = newApp();
    const vault = newVault(newStack('central', app));
    const stacks = ['orders', 'ledger'].map((name) => newStack(name, app));
    for (const stack of stacks) newServer(stack, 'Server', vault);
    const names = stacks.map((stack) => only(synth(stack), TYPES.policy).name);
    expect(new Set(names).size).toBe(2);
  });

  test('stands beside a second one for the same servers', () => {
    const app = newApp();
    const central = newStack('central', app);
    const vaults = ['A', 'B'].map((id) => newVault(central, id));
    const stack = newStack('servers', app);
    vaults.forEach((vault, index) => newServer(stack, `Server${index}`, vault));
    newServer(stack, 'More', vaults[0]);
    const json = synth(stack);
    expect(all(json, TYPES.policy)).toHaveLength(2);
    expect(assignments(json, READER)).toHaveLength(2);
  });
});

describe('another subscription of the tenant', () => {
  function estate(subscriptionId?: string, tenantId?: string): any {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'apps', { alias: 'apps', features: [{}], subscriptionId, tenantId });
    newServer(stack, 'Orders', newVault(stack), { provider });
    return synth(stack);
  }

  test('the server and its roles use the alias, the instance uses the provider of the vault', () => {
    const json = estate();
    expect(only(json, TYPES.server).provider).toBe('azurerm.apps');
    for (const role of all(json, TYPES.role)) expect(role.provider).toBe('azurerm.apps');
    for (const type of [TYPES.vault, TYPES.policy, TYPES.instance]) {
      expect(only(json, type)).not.toHaveProperty('provider');
    }
  });

  test('its id is asked of the alias', () => {
    const json = estate();
    expect(json.data.azurerm_client_config['AzureClientConfig-apps']).toMatchObject({ provider: 'azurerm.apps' });
    for (const role of all(json, TYPES.role)) {
      expect(role.role_definition_id).toContain('data.azurerm_client_config.AzureClientConfig-apps.subscription_id');
    }
  });

  test('its id is taken as it is where it is written down', () => {
    const json = estate(OTHER_SUBSCRIPTION, SUBSCRIPTION);
    for (const role of all(json, TYPES.role)) {
      expect(role.role_definition_id).toMatch(new RegExp(`^/subscriptions/${OTHER_SUBSCRIPTION}/providers/`));
    }
    expect(only(json, TYPES.server).authentication.tenant_id).toBe(SUBSCRIPTION);
    expect(json.data.azurerm_client_config).not.toHaveProperty('AzureClientConfig-apps');
  });

  test('its id may be a token', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'apps', {
      alias: 'apps',
      features: [{}],
      subscriptionId: variable(stack, 'subscription').stringValue,
    });
    newServer(stack, 'Orders', newVault(stack), { provider });
    expect(assignments(synth(stack), LTR)[0].role_definition_id).toContain('AzureClientConfig-apps');
  });
});

test('a server of another language: only the interface is asked of it', () => {
  const stack = newStack();
  const scope = FlexServer.fromServerId(stack, 'Server', serverId('pg-a'), { location: 'westeurope' });
  const server: IFlexServer = scope;
  const vault = newVault(stack);
  expect(vault.grantBackup(server).dependables).toHaveLength(1);
});
