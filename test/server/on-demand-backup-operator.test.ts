import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import {
  FlexServer,
  IFlexServer,
  OnDemandBackupOperator,
  OnDemandBackupOperatorProps,
  OnDemandScope,
  PostgresBackupValidator,
  Principal,
  ProtectedFlexServer,
  Retention,
} from '../../src';
import {
  all,
  entries,
  newApp,
  newGroup,
  newStack,
  NOW,
  only,
  OTHER_SUBSCRIPTION,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
} from '../kit';

const ROLE = 'azurerm_role_definition';
const SERVERS = 'Microsoft.DBforPostgreSQL/flexibleServers';
const WRITE = `${SERVERS}/backups/write`;
const ANNE = Principal.user('a2f3a0a3-9d3f-4a38-9a61-0f3bfc0d7a01');
const DBAS = Principal.group('b2f3a0a3-9d3f-4a38-9a61-0f3bfc0d7a02');
const PIPELINE = Principal.servicePrincipal('c2f3a0a3-9d3f-4a38-9a61-0f3bfc0d7a03');

function literalStack(name = 'estate'): TerraformStack {
  return newStack(name, newApp(), SUBSCRIPTION);
}

function server(stack: TerraformStack, name: string, group = 'rg-orders', subscription = SUBSCRIPTION): IFlexServer {
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/${SERVERS}/${name}`;
  return FlexServer.fromServerId(stack, `${name}-${stack.node.children.length}`, id, { location: 'westeurope' });
}

function operate(stack: TerraformStack, props: Partial<OnDemandBackupOperatorProps>, id = 'Operators') {
  return new OnDemandBackupOperator(stack, id, { principals: [DBAS], on: OnDemandScope.subscription(), ...props });
}

describe('the role', () => {
  test('lets take backups and nothing else, in the groups of the servers', () => {
    const stack = literalStack();
    const on = OnDemandScope.servers(server(stack, 'a'), server(stack, 'b'), server(stack, 'c', 'rg-ledger'));
    const operator = operate(stack, { on });
    const group = (name: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`;
    expect(only(synth(stack), ROLE)).toEqual({
      name: expect.stringMatching(/^PostgreSQL On-Demand Backup Operator [0-9a-f]{8}$/),
      role_definition_id: expect.stringMatching(/^\$\{uuidv5\("url", ".+"\)\}$/),
      description: 'Takes backups of flexible servers on demand.',
      scope: group('rg-orders'),
      assignable_scopes: [group('rg-orders'), group('rg-ledger')],
      permissions: [{ actions: [WRITE] }],
    });
    expect(operator.actions).toEqual([WRITE]);
    expect(operator.principals).toEqual([DBAS]);
    expect(operator.dependables).toHaveLength(3);
  });

  test.each<[Partial<OnDemandBackupOperatorProps>, string[]]>([
    [{ mayRead: true }, [`${SERVERS}/read`, `${SERVERS}/backups/read`, WRITE]],
    [{ mayDelete: true }, [WRITE, `${SERVERS}/backups/delete`]],
    [
      { mayRead: true, mayDelete: true },
      [`${SERVERS}/read`, `${SERVERS}/backups/read`, WRITE, `${SERVERS}/backups/delete`],
    ],
  ])('with %j', (props, actions) => {
    const stack = literalStack();
    operate(stack, props);
    expect(only(synth(stack), ROLE).permissions).toEqual([{ actions }]);
  });

  test('of a whole subscription needs no group, whoever else has it in one', () => {
    const stack = literalStack();
    operate(stack, { on: OnDemandScope.resourceGroup('rg-orders') }, 'Group');
    operate(stack, { principals: [ANNE] }, 'Whole');
    operate(stack, { on: OnDemandScope.resourceGroup('rg-ledger') }, 'Other');
    const subscription = `/subscriptions/${SUBSCRIPTION}`;
    expect(only(synth(stack), ROLE)).toMatchObject({ scope: subscription, assignable_scopes: [subscription] });
    const scopes = all(synth(stack), TYPES.role).map(({ scope }) => scope);
    expect(scopes.sort()).toEqual([
      subscription,
      `${subscription}/resourceGroups/rg-ledger`,
      `${subscription}/resourceGroups/rg-orders`,
    ]);
  });

  test('is one for each stack, subscription, name and set of permissions', () => {
    const stack = literalStack();
    const provider = new AzurermProvider(stack, 'other', {
      alias: 'other',
      features: [{}],
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    operate(stack, {}, 'A');
    operate(stack, { principals: [ANNE] }, 'B');
    operate(stack, { mayDelete: true }, 'C');
    operate(stack, { on: OnDemandScope.subscription(provider) }, 'D');
    operate(stack, { roleName: 'Release backups' }, 'E');
    const roles = all(synth(stack), ROLE);
    expect(roles).toHaveLength(4);
    for (const unique of ['name', 'role_definition_id']) {
      expect(new Set(roles.map((role) => role[unique])).size).toBe(4);
    }
    expect(roles.filter((role) => role.provider === 'azurerm.other')).toHaveLength(1);
    expect(roles.filter((role) => /^Release backups [0-9a-f]{8}$/.test(role.name))).toHaveLength(1);
    const again = literalStack('other');
    operate(again, {});
    expect(roles.map(({ name }) => name)).not.toContain(only(synth(again), ROLE).name);
  });

  test('is the same in every run, and named by Terraform where the subscription is', () => {
    const json = (subscriptionId?: string) => {
      const stack = newStack('estate', newApp(), subscriptionId);
      operate(stack, {});
      return entries(synth(stack), ROLE);
    };
    expect(json(SUBSCRIPTION)).toEqual(json(SUBSCRIPTION));
    const [, role] = json()[0];
    expect(role.name).toMatch(/^PostgreSQL On-Demand Backup Operator \$\{substr\(sha256\(.+\), 0, 8\)\}$/);
    expect(role.scope).toBe('/subscriptions/${data.azurerm_client_config.AzureClientConfig.subscription_id}');
  });
});

describe('who has it', () => {
  test('people, groups and programs, each on each server', () => {
    const stack = literalStack();
    const made = new ProtectedFlexServer(stack, 'Orders', {
      resourceGroupName: newGroup(stack).name,
      location: 'westeurope',
      recoverableFor: Retention.years(1),
    });
    operate(stack, { principals: [ANNE, DBAS, PIPELINE], on: OnDemandScope.servers(made, server(stack, 'a')) });
    const json = synth(stack);
    const [role] = entries(json, ROLE)[0];
    const id = `\${${ROLE}.${role}.role_definition_resource_id}`;
    const given = all(json, TYPES.role).filter(({ role_definition_id }) => role_definition_id === id);
    expect(given).toHaveLength(6);
    for (const { name } of given) expect(name).toMatch(/^\$\{uuidv5\("url", /);
    expect(new Set(given.map(({ name }) => name)).size).toBe(6);
    expect(given.map(({ principal_id, principal_type }) => `${principal_id} ${principal_type}`).sort()).toEqual(
      [ANNE, DBAS, PIPELINE].flatMap(({ objectId, type }) => Array(2).fill(`${objectId} ${type}`)),
    );
    const scopes = new Set(given.map(({ scope }) => scope.replace(/Orders_\w+/, 'Orders')));
    expect([...scopes]).toContain('${azurerm_postgresql_flexible_server.Orders.id}');
    const found = PostgresBackupValidator.of(stack).findings({ now: NOW });
    expect(found.filter(({ rule }) => rule.startsWith('PGB1'))).toEqual([]);
  });

  test('once, however many constructs say so and in whatever case', () => {
    const stack = literalStack();
    operate(stack, { principals: [DBAS, DBAS], on: OnDemandScope.servers(server(stack, 'a')) }, 'A');
    const upper = Principal.group(DBAS.objectId.toUpperCase());
    operate(stack, { principals: [upper], on: OnDemandScope.servers(server(stack, 'a', 'RG-Orders')) }, 'B');
    const json = synth(stack);
    expect(all(json, TYPES.role)).toHaveLength(1);
    expect(only(json, ROLE).assignable_scopes).toHaveLength(1);
  });

  test('is not touched by the order, or by another operator', () => {
    const json = (...ids: string[]) => {
      const stack = literalStack();
      const props: Record<string, Partial<OnDemandBackupOperatorProps>> = {
        anne: { principals: [ANNE], on: OnDemandScope.servers(server(stack, 'a')) },
        dbas: { on: OnDemandScope.servers(server(stack, 'a'), server(stack, 'b')) },
      };
      for (const id of ids) operate(stack, props[id], id);
      return Object.fromEntries(entries(synth(stack), TYPES.role));
    };
    const both = json('anne', 'dbas');
    expect(json('dbas', 'anne')).toEqual(both);
    expect(both).toMatchObject(json('dbas'));
  });

  test('principals and groups from variables', () => {
    const stack = newStack();
    const principal = Principal.servicePrincipal(variable(stack, 'principal').stringValue);
    const on = OnDemandScope.resourceGroup(variable(stack, 'group').stringValue);
    operate(stack, { principals: [principal], on });
    expect(only(synth(stack), TYPES.role)).toMatchObject({
      scope: expect.stringMatching(/\/resourceGroups\/\$\{var\.group\}$/),
      principal_id: '${var.principal}',
      principal_type: 'ServicePrincipal',
    });
  });

  test('in the subscription of the server, with its provider', () => {
    const stack = literalStack();
    const provider = new AzurermProvider(stack, 'other', {
      alias: 'other',
      features: [{}],
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    const id = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-a/providers/${SERVERS}/a`;
    const there = FlexServer.fromServerId(stack, 'There', id, { location: 'westeurope', provider });
    operate(stack, { on: OnDemandScope.servers(there) });
    const json = synth(stack);
    expect(only(json, TYPES.role)).toMatchObject({ scope: id, provider: 'azurerm.other' });
    expect(only(json, ROLE)).toMatchObject({
      scope: `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-a`,
      provider: 'azurerm.other',
    });
  });
});

describe('refused', () => {
  test.each<[string, Partial<OnDemandBackupOperatorProps>, string]>([
    [
      'nobody',
      { principals: [] },
      'OnDemandOperator: `principals` must be at least one, got: none.\n  Mend: name a group, or whoever takes the backups',
    ],
    [
      'no server',
      { on: OnDemandScope.servers() },
      'OnDemandOperator: `on` must be at least one server, got: none.\n  Mend: name the servers, or use OnDemandScope.resourceGroup(…)',
    ],
    [
      'no name',
      { roleName: ' ' },
      'OnDemandOperator: `roleName` must be a name, got: (empty).\n  Limit: "Understand Azure role definitions", 2022-08-19, https://learn.microsoft.com/azure/role-based-access-control/role-definitions\n  Mend: leave it out, or give the role a name',
    ],
  ])('%s', (_, props, message) => {
    expect(thrown(() => operate(newStack(), props)).message).toBe(`[/estate/Operators] ${message}`);
  });

  test('a resource group that can’t be called so', () => {
    expect(thrown(() => operate(newStack(), { on: OnDemandScope.resourceGroup('rg/a') })).code).toBe('PGB509');
  });
});
