import { estateOf, findingsOf, resource, shown } from './kit';
import { AssignmentFacts, Entity } from '../../../src/inventory/entities';
import { Link } from '../../../src/inventory/fact';
import { BackupInventory } from '../../../src/inventory/inventory';
import { SourceDocument } from '../../../src/inventory/source';
import { Unknown } from '../../../src/inventory/value';
import { readText } from '../../../src/validation/readers/read';

const documentOf = async (name: string): Promise<SourceDocument> => (await readText(name, shown(name))).document;

/** An address without the types, which are long: `module.platform.this`, `reader`, `keyed["a"]`. */
function short(address: string): string {
  return address.replace(/\b(data\.)?azurerm_\w+\./g, '');
}

function target(link: Link<Entity>): string {
  return link.state === 'resolved' ? short(link.target.address) : link.state === 'outside' ? link.id : link.state;
}

function instances(estate: BackupInventory): Record<string, string> {
  const shownAs = estate.instances.map(({ address, server, vault, policy }) => [
    short(address),
    [server, vault, policy].map((link) => target(link)).join(' | '),
  ]);
  return Object.fromEntries(shownAs);
}

function assignments(estate: BackupInventory): Record<string, string> {
  const scope = ({ scope: found }: AssignmentFacts) =>
    'key' in found ? short(found.key) : found.kind === 'resourceGroup' ? found.place.resourceGroup?.text : found.kind;
  return Object.fromEntries(
    estate.assignments.map((each) => [short(each.address), `${target(each.vault)} on ${scope(each)}`]),
  );
}

describe('references through modules', () => {
  let estate: BackupInventory;
  beforeAll(async () => {
    estate = await estateOf(shown('modules'));
  });

  test('inputs, outputs, objects, nested modules: an instance finds its server, vault and policy', () => {
    const linked = (name: string) =>
      `module.server["${name}"].this | module.platform.this | module.platform.this["weekly"]`;
    expect(instances(estate)).toEqual({
      'module.server["ledger"].module.protection.this': linked('ledger'),
      'module.server["orders"].module.protection.this': linked('orders'),
    });
  });

  test('a role assignment finds its vault and what it is on', () => {
    expect(assignments(estate)).toEqual({
      reader: 'module.platform.this on rg-shop',
      'module.server["ledger"].module.protection.backup': 'module.platform.this on module.server["ledger"].this',
      'module.server["orders"].module.protection.backup': 'module.platform.this on module.server["orders"].this',
    });
  });

  test('the role is the one that is given, by name or by id, whatever Azure fills in', () => {
    const roles = estate.assignments.map(({ address, roleGuid, roleName, roleDefinitionId }) => [
      short(address),
      roleGuid.state === 'known' && roleGuid.value.slice(0, 8),
      roleName.state,
      roleDefinitionId.state,
    ]);
    expect(roles).toEqual([
      ['reader', 'acdd72a7', 'known', 'absent'],
      ['module.server["ledger"].module.protection.backup', 'c088a766', 'absent', 'known'],
      ['module.server["orders"].module.protection.backup', 'c088a766', 'absent', 'known'],
    ]);
  });

  test('the order goes through `depends_on` of modules, `time_sleep` and its triggers', () => {
    const [instance] = estate.instances;
    const [reader, own, other] = estate.assignments;
    expect(estate.dependsOn(instance, reader)).toBe(true);
    expect(estate.dependsOn(instance, own)).toBe(true);
    // Terraform makes the modules of one block side by side.
    expect(estate.dependsOn(instance, other)).toBe(false);
    expect(estate.dependsOn(reader, instance)).toBe(false);
  });

  test('values that are planned are values, whatever they are made from', () => {
    expect(estate.servers.map(({ name, storageMb }) => [name, storageMb])).toEqual([
      [
        { state: 'known', value: 'pg-ledger' },
        { state: 'known', value: 2097152 },
      ],
      [
        { state: 'known', value: 'pg-orders' },
        { state: 'known', value: 131072 },
      ],
    ]);
  });

  test('a password that is the default of a variable is written out, through all modules', async () => {
    expect(findingsOf('PGB902', await documentOf('modules'))).toEqual([
      'violated module.server["ledger"].azurerm_postgresql_flexible_server.this',
      'violated module.server["orders"].azurerm_postgresql_flexible_server.this',
    ]);
  });
});

describe('several of one block', () => {
  let estate: BackupInventory;
  beforeAll(async () => {
    estate = await estateOf(shown('several'));
  });

  test('by number, by key, and by the name that the key is made of', () => {
    expect(instances(estate)).toEqual({
      'counted["pg-counted-0"]': 'counted[0] | this[0] | weekly',
      'counted["pg-counted-1"]': 'counted[1] | this[0] | weekly',
      // A local stands for the vault, and a plan doesn't show locals.
      'keyed["a"]': 'keyed["a"] | unknown | weekly',
      'keyed["b"]': 'keyed["b"] | unknown | weekly',
    });
  });

  test('what `for_each` chains, and what a splat leaves', () => {
    expect(assignments(estate)).toEqual({
      'counted[0]': 'this[0] on counted[0]',
      'counted[1]': 'this[0] on counted[1]',
      'keyed["a"]': 'this[0] on keyed["a"]',
      'keyed["b"]': 'this[0] on keyed["b"]',
      reader: 'this[0] on rg-west',
    });
  });

  test('of the two sides of a condition only one is there', () => {
    expect(target(estate.policies[0].vault)).toBe('this[0]');
  });

  test('who waits for one of several waits for all of them', () => {
    const byName = (name: string) => estate.assignments.find(({ address }) => short(address) === name)!;
    const [counted, , keyed] = estate.instances;
    expect(estate.dependsOn(counted, byName('counted[1]'))).toBe(true);
    expect(estate.dependsOn(keyed, byName('keyed["b"]'))).toBe(true);
    // The vault's id comes from a local, which may be made from anything.
    expect(estate.dependsOn(keyed, byName('reader'))).toBe('unknown');
    expect(estate.dependsOn(counted, byName('keyed["a"]'))).toBe(false);
  });

  test('each stands on its own', async () => {
    const { resources } = await documentOf('several');
    expect(resources.filter(({ repeated }) => repeated)).toEqual([]);
  });
});

describe('a server that a data source has read', () => {
  const SERVER = 'data.azurerm_postgresql_flexible_server.orders';
  const open = async (...names: string[]) => {
    const documents = await Promise.all(names.map(documentOf));
    return ['PGB101', 'PGB401', 'PGB404', 'PGB405', 'PGB406', 'PGB411'].filter(
      (rule) => findingsOf(rule, ...documents).length > 0,
    );
  };

  test('has what the data source tells, be it empty, and nothing is known of what it does not tell', async () => {
    const [server] = (await estateOf(shown('read'))).servers;
    expect(server).toMatchObject({
      address: SERVER,
      storageMb: { state: 'known', value: 131072 },
      delegatedSubnet: { state: 'absent' },
      storageType: { state: 'unknown', why: `${SERVER} doesn't tell its \`storage_type\`` },
    });
    expect(await open('read')).toEqual(['PGB404', 'PGB405', 'PGB406']);
  });

  test('is the one that another input manages', async () => {
    expect(await open('read', 'read-state')).toEqual([]);
  });
});

describe('what is written and what is planned', () => {
  test('passwords: a literal, a write-only variable with a default, a local', async () => {
    const document = await documentOf('ways');
    expect(findingsOf('PGB902', document)).toEqual([
      'undecided azurerm_postgresql_flexible_server.hidden',
      'violated azurerm_postgresql_flexible_server.literal',
      'violated azurerm_postgresql_flexible_server.variable',
    ]);
    const written = (name: string, argument: string) =>
      resource(document, `azurerm_postgresql_flexible_server.${name}`).written?.(argument);
    expect(written('literal', 'administrator_password')).toBe('Horse-7-battery');
    expect(written('literal', 'administrator_password_wo')).toBeUndefined();
    expect(written('hidden', 'administrator_password')).toBeInstanceOf(Unknown);
    expect(String(written('variable', 'administrator_password_wo'))).toBe('var.password');
  });

  test('subscriptions: of the provider, and of the environment where something tells it', async () => {
    const document = await documentOf('ways');
    expect(resource(document, 'azurerm_data_protection_backup_vault.backup').subscription).toEqual({
      text: '8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10',
      literal: true,
    });
    // The group of the same name lies in the other subscription.
    expect(findingsOf('PGB102', document)).toEqual([
      'violated azurerm_data_protection_backup_instance_postgresql_flexible_server.literal',
    ]);
    expect(findingsOf('PGB101', document)).toEqual([]);
  });

  test('an order that is nowhere is missing', async () => {
    expect(findingsOf('PGB103', await documentOf('ways'))).toEqual([
      'violated azurerm_data_protection_backup_instance_postgresql_flexible_server.literal',
    ]);
  });

  test('the constraint is the root’s', async () => {
    const { azurerm } = await documentOf('ways');
    expect(azurerm).toEqual([
      {
        key: 'terraform.required_providers.azurerm',
        constraint: { state: 'known', value: '>= 4.55.0, != 4.62.0, != 4.62.1, < 6.0.0' },
      },
    ]);
  });
});

describe('changes of what exists', () => {
  let document: SourceDocument;
  beforeAll(async () => {
    document = await documentOf('changes');
  });

  test('actions, what was before, and what forces a replacement', () => {
    const { change } = resource(document, 'azurerm_data_protection_backup_vault.archive');
    expect(change?.actions).toEqual(['delete', 'create']);
    expect(change?.before('immutability')).toBe('Locked');
    expect(change?.replacePaths).toEqual([['immutability']]);
    expect(resource(document, 'azurerm_data_protection_backup_vault.shop').change?.actions).toEqual(['no-op']);
  });

  test('what goes is no part of the estate', () => {
    const { resources, removed = [] } = document;
    expect(removed.map(({ address }) => short(address))).toEqual(['shop["carts"]', 'shop["carts"]', 'backup["carts"]']);
    expect(removed.map(({ change }) => change?.actions)).toEqual([['delete'], ['delete'], ['delete']]);
    expect(resources.filter(({ address }) => address.includes('carts'))).toEqual([]);
  });

  test('ids that are known meet, whether they are written out or come from before', async () => {
    const estate = await estateOf(shown('changes'));
    expect(instances(estate)).toEqual({
      'shop["orders"]': 'shop["orders"] | shop | weekly',
      'shop["returns"]': 'shop["returns"] | shop | weekly',
      'shop["stock"]': 'shop["stock"] | shop | weekly',
    });
    expect(assignments(estate)).toMatchObject({
      'backup["stock"]': 'shop on shop["stock"]',
      reader: 'shop on rg-shop',
    });
  });

  test('the rules about change have what they need', () => {
    expect(findingsOf('PGB505', document)).toEqual([
      'violated azurerm_data_protection_backup_vault.archive',
      'violated azurerm_data_protection_backup_vault.moved',
    ]);
    expect(findingsOf('PGB507', document)).toEqual([
      'violated azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly',
    ]);
    expect(findingsOf('PGB508', document)).toContain('violated azurerm_postgresql_flexible_server.shop["carts"]');
    expect(findingsOf('PGB702', document)).toEqual(['violated azurerm_postgresql_flexible_server.shop["orders"]']);
  });
});

/** A plan by hand, for what no provider does twice. */
function plan(parts: Record<string, unknown>): string {
  return JSON.stringify({ format_version: '1.2', planned_values: {}, ...parts });
}

const VAULT = 'azurerm_data_protection_backup_vault';
const change = (type: string, name: string, rest: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  change: { actions: ['create'], after: {}, after_unknown: {}, ...rest },
  ...more,
});

describe('plans of other kinds', () => {
  const outcome = {
    root_module: {
      resources: [{ address: `${VAULT}.aside`, mode: 'managed', type: VAULT, name: 'aside', values: { name: 'bv' } }],
      child_modules: [
        {
          address: 'module.a["x"]',
          resources: [
            { address: `module.a["x"].${VAULT}.inner`, mode: 'managed', type: VAULT, name: 'inner', values: {} },
          ],
        },
      ],
    },
  };

  test('what a plan without its changes comes to is taken from its outcome', async () => {
    const { resources } = (await readText('outcome.json', plan({ planned_values: outcome }))).document;
    expect(resources.map(({ address, change: happens }) => [address, happens?.actions])).toEqual([
      [`${VAULT}.aside`, undefined],
      [`module.a["x"].${VAULT}.inner`, undefined],
    ]);
    expect(resources[0].attribute('name')).toBe('bv');
    expect(resources[0].attribute('location')).toBeUndefined();
  });

  test('the outcome says nothing that the changes don’t', async () => {
    const { resources } = (
      await readText('plan.json', plan({ planned_values: outcome, resource_changes: [change(VAULT, 'target', {})] }))
    ).document;
    expect(resources.map(({ address }) => address)).toEqual([`${VAULT}.target`]);
  });

  test('what is named twice is read once', async () => {
    const twice = [change(VAULT, 'a', { after: { name: 'first' } }), change(VAULT, 'a', { after: { name: 'second' } })];
    const several = ['0', 0].map((index) => change(VAULT, 'b', {}, { address: `${VAULT}.b[0]`, index }));
    const { resources } = (await readText('plan.json', plan({ resource_changes: [...twice, ...several] }))).document;
    expect(resources.map(({ address }) => address)).toEqual([`${VAULT}.a`, `${VAULT}.b[0]`]);
    expect(resources[0].attribute('name')).toBe('first');
  });

  test('a plan to destroy leaves nothing', async () => {
    const { document } = await readText(
      'destroy.json',
      plan({ resource_changes: [change(VAULT, 'old', { actions: ['delete'], before: { name: 'bv' }, after: null })] }),
    );
    expect(document.resources).toEqual([]);
    expect(document.removed?.map(({ change: happens }) => happens?.before('name'))).toEqual(['bv']);
  });

  test('what is forgotten stays in Azure, and what is deposed goes', async () => {
    const { document } = await readText(
      'moved.json',
      plan({
        // Terraform shows it once more, with no values.
        planned_values: {
          root_module: {
            resources: [{ address: `${VAULT}.forgotten`, mode: 'managed', type: VAULT, name: 'forgotten' }],
          },
        },
        resource_changes: [
          change(VAULT, 'forgotten', { actions: ['forget'], before: { name: 'a' }, after: null }),
          change(VAULT, 'kept', {}),
          change(VAULT, 'kept', { actions: ['delete'], before: { name: 'b' }, after: null }, { deposed: 'ab12' }),
        ],
      }),
    );
    expect(document.resources.map(({ address }) => address)).toEqual([`${VAULT}.kept`]);
    expect(document.removed?.map(({ address }) => address)).toEqual([`${VAULT}.kept (deposed ab12)`]);
  });

  test('a server stays protected by what is forgotten', async () => {
    const server = 'azurerm_postgresql_flexible_server';
    const instance = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
    const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';
    const values = { id, name: 'pg', storage_mb: 4194304 };
    const of = async (actions: readonly string[]) => {
      const before = { name: 'i', server_id: id };
      const changes = [
        change(server, 'pg', { actions: ['no-op'], before: values, after: values }),
        change(instance, 'i', { actions, before, after: null }),
      ];
      const { document } = await readText('p.json', plan({ resource_changes: changes }));
      return { unprotected: findingsOf('PGB901', document), tooLarge: findingsOf('PGB401', document) };
    };
    expect(await of(['forget'])).toEqual({ unprotected: [], tooLarge: [`violated ${server}.pg`] });
    expect(await of(['delete'])).toEqual({ unprotected: [`violated ${server}.pg`], tooLarge: [] });
  });

  test('what is forgotten and imported at another address is one thing', async () => {
    const role = 'azurerm_role_assignment';
    const values = {
      id: '/subscriptions/s/A',
      principal_id: 'p',
      role_definition_name: 'Reader',
      scope: '/subscriptions/s',
    };
    const changes = [
      change(role, 'old', { actions: ['forget'], before: values, after: null }),
      change(role, 'new', { actions: ['no-op'], before: values, after: { ...values, id: '/subscriptions/s/a' } }),
    ];
    const { document } = await readText('p.json', plan({ resource_changes: changes }));
    expect(document.resources.map(({ address }) => address)).toEqual([`${role}.new`]);
  });

  test('a plan that isn’t whole says so', async () => {
    expect((await readText('p.json', plan({ errored: true }))).warnings).toEqual([
      'the plan is not whole: making it ended in an error',
    ]);
    expect((await readText('p.json', plan({ complete: false }))).warnings).toHaveLength(1);
    expect((await readText('p.json', plan({ complete: true }))).warnings).toEqual([]);
  });
});

test('the root and its modules ask for a provider together', async () => {
  const constraint = async (...versions: (string | undefined)[]) => {
    const entries = versions.map((version, at) => [
      at === 0 ? 'azurerm' : `module.m${at}:azurerm`,
      { full_name: 'registry.terraform.io/hashicorp/azurerm', version_constraint: version },
    ]);
    const text = plan({ configuration: { provider_config: Object.fromEntries(entries), root_module: {} } });
    return (await readText('p.json', text)).document.azurerm[0].constraint;
  };
  expect(await constraint('~> 5.0', '>= 5.1', '~> 5.0')).toEqual({ state: 'known', value: '~> 5.0, >= 5.1' });
  expect(await constraint(undefined, '~> 5.0')).toEqual({ state: 'known', value: '~> 5.0' });
  expect(await constraint('', undefined)).toEqual({ state: 'absent' });
});

test('there may be more modules than a call takes arguments', async () => {
  const child_modules = Array.from({ length: 200_000 }, (_, at) => ({ address: `module.m[${at}]` }));
  const text = plan({ planned_values: { root_module: { child_modules } } });
  expect((await readText('p.json', text)).document.resources).toEqual([]);
});

describe('what can’t be followed', () => {
  const policy = 'azurerm_data_protection_backup_policy_postgresql_flexible_server';
  const configured = (type: string, name: string, expressions: unknown, more: object = {}) => ({
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    provider_config_key: 'azurerm',
    expressions,
    ...more,
  });
  /** Where the vault of a policy comes from, by the expression that a plan shows of it. */
  async function vaultOf(
    expression: unknown,
    root: Record<string, unknown> = {},
    vaults = ['a', 'b'],
  ): Promise<string> {
    const estate = await estateOf(
      plan({
        resource_changes: [
          ...vaults.map((name) => change(VAULT, name, { after_unknown: { id: true } })),
          change(policy, 'p', { after_unknown: { id: true, vault_id: true } }),
        ],
        configuration: {
          root_module: {
            resources: [
              ...vaults.map((name) => configured(VAULT, name, {})),
              configured(policy, 'p', { vault_id: expression }),
            ],
            ...root,
          },
        },
      }),
    );
    const { vault } = estate.policies[0];
    return vault.state === 'resolved'
      ? vault.target.address.slice(VAULT.length + 1)
      : 'why' in vault
        ? vault.why
        : vault.state;
  }
  const of = (...references: string[]) => ({ references });

  test.each<[string, unknown, string]>([
    ['a reference', of(`${VAULT}.a.id`, `${VAULT}.a`), 'a'],
    ['a splat over one', of(`${VAULT}.a`), 'a'],
    ['a choice by a variable', of('var.which', `${VAULT}.b.id`, `${VAULT}.b`), 'b'],
    [
      'one of two',
      of(`${VAULT}.a.id`, `${VAULT}.a`, `${VAULT}.b.id`, `${VAULT}.b`),
      `it comes from one of several: ${VAULT}.a.id, ${VAULT}.b.id`,
    ],
    ['a local', of('local.vault'), 'what local.vault stands for is not shown in a plan'],
    [
      'a local or a vault',
      of('local.vault', `${VAULT}.a.id`, `${VAULT}.a`),
      `it comes from one of several: what local.vault stands for is not shown in a plan, ${VAULT}.a.id`,
    ],
    ['a function', {}, 'vault_id is known after apply'],
    ['what isn’t there', of('module.none.id', 'module.none'), 'no instance of module.none is shown in the plan'],
    [
      'a text of a JSON configuration',
      { constant_value: `\${${VAULT}.a.id}`, references: [`${VAULT}.a.id`, `${VAULT}.a`] },
      'a',
    ],
    [
      'a function in such a text',
      { constant_value: `\${try(${VAULT}.a.id, "")}`, references: [`${VAULT}.a.id`, `${VAULT}.a`] },
      'a',
    ],
    ['an input that is nobody’s', of('each.value'), 'vault_id is known after apply'],
  ])('%s', async (_, expression, found) => {
    expect(await vaultOf(expression)).toBe(found);
  });

  test('modules whose outputs go in a circle', async () => {
    const call = (other: string) => ({
      source: './m',
      expressions: { in: of(`module.${other}.out`, `module.${other}`) },
      module: { outputs: { out: { expression: of('var.in') } }, variables: { in: {} } },
    });
    expect(await vaultOf(of('module.x.out', 'module.x'), { module_calls: { x: call('y'), y: call('x') } })).toBe(
      'it refers to itself',
    );
  });

  test('a scope that may be a part of an account is not told to be the same', async () => {
    const assignment = 'azurerm_role_assignment';
    const roles = async (type: string, expression: object) => {
      const { document } = await readText(
        'p.json',
        plan({
          resource_changes: [
            change(VAULT, 'a', {
              after: { identity: [{ type: 'SystemAssigned' }] },
              after_unknown: { id: true, identity: [{ principal_id: true }] },
            }),
            change(type, 'st', { after_unknown: { id: true } }),
            ...['c', 'd'].map((name) =>
              change(assignment, name, {
                after: { role_definition_name: 'Reader' },
                after_unknown: { scope: true, principal_id: true },
              }),
            ),
          ],
          configuration: {
            root_module: {
              resources: [
                configured(VAULT, 'a', { identity: [{ type: { constant_value: 'SystemAssigned' } }] }),
                ...['c', 'd'].map((name) =>
                  configured(assignment, name, {
                    scope: expression,
                    role_definition_name: { constant_value: 'Reader' },
                    principal_id: of(
                      `${VAULT}.a.identity[0].principal_id`,
                      `${VAULT}.a.identity[0]`,
                      `${VAULT}.a.identity`,
                      `${VAULT}.a`,
                    ),
                  }),
                ),
              ],
            },
          },
        }),
      );
      return findingsOf('PGB108', document);
    };
    const account = 'azurerm_storage_account';
    const group = 'azurerm_resource_group';
    const written = { constant_value: `\${${account}.st.id}`, references: [`${account}.st.id`, `${account}.st`] };
    expect(await roles(account, of(`${account}.st.id`, `${account}.st`))).toEqual([`undecided ${assignment}.d`]);
    expect(await roles(account, written)).toEqual([`violated ${assignment}.d`]);
    expect(await roles(group, of(`${group}.st.id`, `${group}.st`))).toEqual([`violated ${assignment}.d`]);
  });

  test('the identity that a function finds is the vault’s own', async () => {
    const assignment = 'azurerm_role_assignment';
    const estate = await estateOf(
      plan({
        resource_changes: [
          change(VAULT, 'a', {
            after: { identity: [{ type: 'SystemAssigned' }] },
            after_unknown: { id: true, identity: [{ principal_id: true }] },
          }),
          change(assignment, 'r', { after_unknown: { principal_id: true } }),
        ],
        configuration: {
          root_module: {
            resources: [
              configured(VAULT, 'a', {}),
              // As of `one(azurerm_data_protection_backup_vault.a.identity).principal_id`.
              configured(assignment, 'r', { principal_id: of(`${VAULT}.a.identity`, `${VAULT}.a`) }),
            ],
          },
        },
      }),
    );
    expect(estate.assignments[0].vault).toMatchObject({ state: 'resolved', target: { address: `${VAULT}.a` } });
  });

  test('two that are put together from the same are not told to be the same', async () => {
    const assignment = 'azurerm_role_assignment';
    const two = of(`${VAULT}.a.id`, `${VAULT}.a`, `${VAULT}.b.id`, `${VAULT}.b`);
    const { document } = await readText(
      'p.json',
      plan({
        resource_changes: ['a', 'b']
          .map((name) => change(VAULT, name, { after_unknown: { id: true } }))
          .concat(['c', 'd'].map((name) => change(assignment, name, { after_unknown: { scope: true } }))),
        configuration: {
          root_module: { resources: ['c', 'd'].map((name) => configured(assignment, name, { scope: two })) },
        },
      }),
    );
    expect(findingsOf('PGB108', document)).toEqual([
      'undecided azurerm_role_assignment.c',
      'undecided azurerm_role_assignment.d',
    ]);
  });
});

test('an output waits for what its `depends_on` names', async () => {
  const parts = (address: string, type: string, name: string) => ({ address, mode: 'managed', type, name });
  const made = { actions: ['create'], before: null, after: {}, after_unknown: { id: true } };
  const group = parts('azurerm_resource_group.g', 'azurerm_resource_group', 'g');
  const sleep = parts('time_sleep.roles', 'time_sleep', 'roles');
  const planned = {
    format_version: '1.2',
    planned_values: { root_module: {} },
    resource_changes: [
      { ...group, change: { ...made, after_unknown: { id: true, managed_by: true } } },
      { ...sleep, address: 'module.s.time_sleep.roles', module_address: 'module.s', change: made },
    ],
    configuration: {
      root_module: {
        resources: [{ ...group, expressions: { managed_by: { references: ['module.s.id', 'module.s'] } } }],
        module_calls: {
          s: {
            source: './s',
            module: {
              resources: [{ ...sleep, expressions: {} }],
              outputs: { id: { expression: { constant_value: 'x' }, depends_on: ['time_sleep.roles'] } },
            },
          },
        },
      },
    },
  };
  const { document } = await readText('plan.json', JSON.stringify(planned));
  const open = [...resource(document, 'azurerm_resource_group.g').dependencies()];
  for (const key of open) open.push(...(document.between?.(key) ?? []));
  expect(open).toContain('module.s.time_sleep.roles');
});

test('a plan that only refreshes shows what it found, as the state does', async () => {
  const state = JSON.parse(shown('full-state').replace(/"storage_mb":\s*\d+/g, '"storage_mb":4194304'));
  const { configuration } = JSON.parse(shown('full'));
  const refresh = {
    ...{ format_version: '1.2', planned_values: { root_module: {} }, resource_drift: [], complete: true },
    prior_state: state,
    configuration,
  };
  const of = async (content: object) => (await readText('x.json', JSON.stringify(content))).document;
  const [found, wanted] = [await of(refresh), await of(state)];
  const addresses = ({ resources }: SourceDocument) => resources.map(({ address }) => address).sort();
  expect(addresses(found)).toEqual(addresses(wanted));
  expect(wanted.resources.length).toBeGreaterThan(10);
  const tooLarge = findingsOf('PGB401', found);
  expect(tooLarge.length).toBeGreaterThan(0);
  expect(tooLarge).toEqual(findingsOf('PGB401', wanted));
});
