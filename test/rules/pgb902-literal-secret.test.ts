import { Fn, TerraformLocal, TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, GEO_API, geoCluster, untyped } from './cluster-kit';
import { estateInHcl, verdictsInHcl } from './hcl-kit';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { judgedPlan, planText, SERVER } from './plan-kit';
import { LITERAL_SECRET } from '../../src/rules/pgb902-literal-secret';
import { readText } from '../../src/validation/readers/read';
import { root } from '../validation/readers/folders';
import { findingsOf } from '../validation/readers/kit';

const SECRET = 'correct-Horse-7-battery';
const SERVER_API = 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01';
const APIS = [SERVER_API, GEO_API];
const estate = (server: object, stack = emptyStack()) => rawEstate({ server: { ...server } }, stack).stack;

describe('PGB902 literal-secret', () => {
  test('no password, or one from elsewhere, is in order', () => {
    expect(outcomes(LITERAL_SECRET, estate({}))).toEqual(['compliant']);
    const stack = emptyStack();
    const { stringValue } = new TerraformVariable(stack, 'password', { type: 'string', sensitive: true });
    expect(outcomes(LITERAL_SECRET, estate({ administratorPassword: stringValue }, stack))).toEqual(['compliant']);
    const second = emptyStack();
    const part = new TerraformVariable(second, 'password', { type: 'string' }).stringValue;
    const mixed = estate({ administratorPasswordWo: `pg-${part}`, administratorPasswordWoVersion: 1 }, second);
    expect(outcomes(LITERAL_SECRET, mixed)).toEqual(['compliant']);
    const made = estate({ administratorPassword: Fn.file('/run/secrets/password') });
    expect(outcomes(LITERAL_SECRET, made)).toEqual(['compliant']);
  });

  test.each([
    ['administrator_password', { administratorPassword: SECRET }],
    ['administrator_password_wo', { administratorPasswordWo: SECRET, administratorPasswordWoVersion: 1 }],
  ])('a literal in %s is refused and not repeated', (name, server) => {
    const found = verdicts(LITERAL_SECRET, estate(server));
    expect(found).toMatchObject([{ outcome: 'violated' }]);
    expect(found[0].message).toContain(`\`${name}\` must come from outside`);
    expect(found[0].got).toBeUndefined();
    expect(JSON.stringify({ ...found[0], on: undefined })).not.toContain(SECRET);
  });

  test('a local value hides nothing', () => {
    const stack = emptyStack();
    const local = new TerraformLocal(stack, 'password', SECRET);
    expect(outcomes(LITERAL_SECRET, estate({ administratorPassword: local.asString }, stack))).toEqual(['violated']);
  });

  test('an unprotected server is judged too, and no reason excuses it', () => {
    const { stack } = rawEstate({ server: { administratorPassword: SECRET }, instance: false });
    expect(outcomes(LITERAL_SECRET, stack)).toEqual(['violated']);
    expect(LITERAL_SECRET.acknowledgeable).toBe(false);
  });

  test('a server that isn’t managed here isn’t judged', () => {
    const serverId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';
    expect(outcomes(LITERAL_SECRET, rawEstate({ instance: { serverId } }).stack)).toEqual(['compliant']);
  });

  test('synthesis refuses it without printing it', () => {
    const { error, json } = synthesize(estate({ administratorLogin: 'pgowner', administratorPassword: SECRET }));
    expect(error).toContain(
      '[Error at /raw/server] PGB902 literal-secret: `administrator_password` must come from outside of the configuration, got: a literal',
    );
    expect(error).toContain('no password is written in a configuration');
    expect(error).toContain('Mend: take it from a sensitive variable');
    expect(error).not.toContain('acknowledge PGB902');
    expect(error).not.toContain(SECRET);
    expect(json).toBeUndefined();
  });

  test('a cluster is judged too, through azurerm and through azapi', () => {
    const clusters = clusterEstate();
    const { stringValue } = new TerraformVariable(clusters.stack, 'password', { type: 'string', sensitive: true });
    cluster(clusters, { administratorLoginPassword: stringValue }, 'given');
    cluster(clusters, { administratorLoginPassword: SECRET }, 'written');
    geoCluster(clusters, { administratorLoginPassword: SECRET });
    const found = verdicts(LITERAL_SECRET, clusters.stack);
    expect(found.map(({ outcome }) => outcome)).toEqual(['compliant', 'violated', 'violated']);
    expect(found[1].message).toBe(
      '`administrator_login_password` must come from outside of the configuration, got: a literal',
    );
    expect(found[2].message).toContain('`body.properties.administratorLoginPassword` must come from outside');
    expect(JSON.stringify(found.map(({ message, mend }) => [message, mend]))).not.toContain(SECRET);
  });

  test.each(APIS)('what azapi is told is named by the body that it is written in: %s', (type) => {
    const stack = emptyStack();
    const password = { properties: { administratorLoginPassword: SECRET } };
    const reference = { properties: { administratorLoginPassword: '${var.password}' } };
    const made = { type, name: 'pg', location: 'westeurope' };
    untyped(stack, 'azapi_resource', 'a', { ...made, body: password });
    untyped(stack, 'azapi_resource', 'b', { ...made, body: {}, sensitive_body: password });
    untyped(stack, 'azapi_resource', 'c', { ...made, body: {}, sensitive_body: reference });
    expect(verdicts(LITERAL_SECRET, stack).map(({ message }) => /`(.*)`/.exec(message ?? '')?.[1])).toEqual([
      'body.properties.administratorLoginPassword',
      'sensitive_body.properties.administratorLoginPassword',
      undefined,
    ]);
  });
});

describe('PGB902 literal-secret: what azapi updates', () => {
  const update = (type: string, body: object) => {
    const stack = emptyStack();
    untyped(stack, 'azapi_update_resource', 'update', { type, resource_id: '/subscriptions/s', ...body });
    return verdicts(LITERAL_SECRET, stack);
  };
  const password = (value: string) => ({ properties: { administratorLoginPassword: value } });

  test.each(APIS)('is judged like what it makes: %s', (type) => {
    expect(update(type, { body: password(SECRET) })).toMatchObject([
      {
        outcome: 'violated',
        on: { address: 'azapi_update_resource.update' },
        message: expect.stringContaining('`body.properties.administratorLoginPassword` must come from outside'),
      },
    ]);
    expect(update(type, { sensitive_body: password(SECRET) })).toMatchObject([{ outcome: 'violated' }]);
    expect(update(type, { body: password('${var.password}') })).toMatchObject([{ outcome: 'compliant' }]);
    expect(update(type, { body: { properties: {} } })).toMatchObject([{ outcome: 'compliant' }]);
  });

  test('is nobody’s business where it is something else', () => {
    expect(update('Microsoft.Sql/servers@2023-08-01', { body: password(SECRET) })).toEqual([]);
  });

  test('may be all there is in an estate', async () => {
    const text = `
resource "azapi_update_resource" "tenants" {
  type        = "${GEO_API}"
  resource_id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants"
  body        = { properties = { administratorLoginPassword = "${SECRET}" } }
}
`;
    const { document } = await readText('main.tf', text);
    expect(findingsOf('PGB902', document)).toEqual(['violated azapi_update_resource.tenants']);
  });
});

describe('PGB902 literal-secret: a body that can’t be followed', () => {
  test.each([
    ['what is around the password', '{ properties = merge({ administratorLoginPassword = "Horse-7" }, var.more) }'],
    ['all of it', 'merge({ properties = { administratorLoginPassword = "Horse-7" } }, var.more)'],
    ['a text with a part in it', '"{\\"properties\\":{\\"administratorLoginPassword\\":\\"Horse-7${var.more}\\"}}"'],
  ])('is open: %s', async (_, body) => {
    const text = `
variable "more" {}
resource "azapi_resource" "tenants" {
  type = "${GEO_API}"
  body = ${body}
}
`;
    const { document } = await readText('main.tf', text);
    expect(findingsOf('PGB902', document)).toEqual(['undecided azapi_resource.tenants']);
    const [{ message }] = await verdictsInHcl('PGB902', text);
    expect(message).not.toContain('Horse-7');
  });
});

describe('PGB902 literal-secret: what Terraform works out', () => {
  const judged = async (password: string, rest: Record<string, string> = {}) => {
    const more = `
variable "x" {}
variable "pw" {}
variable "servers" {}
locals {
  db = { password = "${SECRET}" }
}
resource "random_password" "made" {
  length = 20
}
`;
    return verdictsInHcl('PGB902', estateInHcl({ server: { administrator_password: password, ...rest } }, more));
  };

  test.each([
    `sensitive("${SECRET}")`,
    'nonsensitive(local.db.password)',
    'lookup(local.db, "password", null)',
    'base64decode("QWJjMTIzNDUh")',
    `var.x ? "${SECRET}" : "Def12345!"`,
    `var.pw == null ? "${SECRET}" : var.pw`,
    `var.x == "a long time ago in a place that is far away from here" ? var.pw : "${SECRET}"`,
    '"pg-${base64decode("QWJj")}"',
  ])('may be written in it: %s', async (password) => {
    const [verdict] = await judged(password);
    expect(verdict).toMatchObject({ outcome: 'undecided' });
    expect(verdict.message).toContain("`administrator_password` can't be decided yet: Terraform works it out");
    expect(JSON.stringify({ ...verdict, on: undefined })).not.toContain(SECRET);
  });

  test.each([
    'var.pw',
    'var.pw != "" ? var.pw : random_password.made.result',
    'var.x == "prod" ? var.pw : random_password.made.result',
    'coalesce(var.pw, random_password.made.result)',
    'sensitive(file("/run/secrets/password"))',
    '"pg-${var.pw}"',
  ])('comes from elsewhere: %s', async (password) => {
    expect(await judged(password)).toMatchObject([{ outcome: 'compliant' }]);
  });

  test('of each of several comes from where they do', async () => {
    const each = (for_each: string) => judged('each.value.password', { for_each });
    expect(await each('var.servers')).toMatchObject([{ outcome: 'compliant' }]);
    expect(await each(`merge({ a = { password = "${SECRET}" } }, {})`)).toMatchObject([{ outcome: 'undecided' }]);
  });

  test('a number is written out too', async () => {
    expect(await judged('12345678')).toMatchObject([{ outcome: 'violated' }]);
  });
});

/** What a plan shows of one azapi resource, and of what its body is made from. */
interface Shown {
  readonly body?: unknown;
  readonly sensitiveBody?: unknown;
  readonly unknown?: unknown;
  readonly marks?: unknown;
  readonly expression?: unknown;
  readonly sensitiveExpression?: unknown;
}

const VARIABLES = {
  password: { value: 'Only-for-a-test-1', sensitive: true },
  other: { value: 'Another-1', sensitive: true },
  open: { value: 'Out-in-the-open-1' },
  nodes: { value: '2' },
  many: { value: { a: { password: 'One-of-many-1' } } },
};

const RANDOM = {
  address: 'random_password.made',
  mode: 'managed',
  type: 'random_password',
  name: 'made',
};

const DATA = {
  address: 'data.azurerm_key_vault_secret.kept',
  mode: 'data',
  type: 'azurerm_key_vault_secret',
  name: 'kept',
};

function plan(type: string, resource: string, shown: Shown): object {
  const made = { address: `${resource}.tenants`, mode: 'managed', type: resource, name: 'tenants' };
  const expressions = { body: shown.expression, sensitive_body: shown.sensitiveExpression };
  return {
    format_version: '1.2',
    variables: Object.fromEntries(Object.entries(VARIABLES).map(([name, { value }]) => [name, { value }])),
    resource_changes: [
      {
        ...made,
        change: {
          actions: ['create'],
          before: null,
          after: { type, body: shown.body, sensitive_body: shown.sensitiveBody ?? null },
          after_unknown: { body: shown.unknown, id: true },
          ...(shown.marks !== undefined && { after_sensitive: { body: shown.marks } }),
        },
      },
      {
        ...RANDOM,
        change: {
          actions: ['create'],
          before: null,
          after: {},
          after_unknown: { result: true },
          after_sensitive: { result: true },
        },
      },
    ],
    prior_state: {
      values: {
        root_module: { resources: [{ ...DATA, values: { value: 'Kept-1' }, sensitive_values: { value: true } }] },
      },
    },
    configuration: {
      provider_config: {},
      root_module: {
        resources: [{ ...made, expressions: { type: { constant_value: type }, ...expressions } }, RANDOM, DATA],
        variables: VARIABLES,
      },
    },
  };
}

const properties = (password: unknown) => ({ properties: { nodeCount: 2, administratorLoginPassword: password } });
const refers = (...references: string[]) => ({ references });
const MARKS = properties(true);

describe.each([
  [SERVER_API, 'azapi_resource'],
  [GEO_API, 'azapi_resource'],
  [SERVER_API, 'azapi_update_resource'],
  [GEO_API, 'azapi_update_resource'],
])('PGB902 literal-secret: a plan of %s by %s', (type, resource) => {
  const judged = async (shown: Shown) =>
    (await judgedPlan(plan(type, resource, shown), [LITERAL_SECRET]))[LITERAL_SECRET.id];

  test.each<[string, unknown]>([
    ['an object', properties(SECRET)],
    ['a text', JSON.stringify(properties(SECRET))],
  ])('shows %s that is written out', async (_, body) => {
    expect(await judged({ body, expression: { constant_value: body } })).toBe('violated');
  });

  test.each<[string, Shown]>([
    ['another part refers to something', { expression: refers('var.nodes') }],
    ['all others do', { expression: refers('each.value.nodes', 'each.value', 'local.nodes') }],
    ['a function makes all of it', { expression: {} }],
    ['another part is sensitive too', { expression: refers('var.other'), marks: { properties: { more: true } } }],
    [
      'more than it is sensitive',
      { expression: refers('var.other'), marks: { properties: { administratorLoginPassword: true, more: true } } },
    ],
    ['what is marked comes from nothing that is sensitive', { expression: refers('var.nodes'), marks: MARKS }],
  ])('doesn’t show where a password comes from, where %s', async (_, shown) => {
    expect(await judged({ body: properties(SECRET), ...shown })).toBe('undecided');
    expect(await judged({ body: JSON.stringify(properties(SECRET)), ...shown, marks: undefined })).toBe('undecided');
  });

  test.each<[string, string, string]>([
    ['a variable', 'Only-for-a-test-1', 'var.password'],
    ['a variable that isn’t sensitive', 'Out-in-the-open-1', 'var.open'],
    ['a part of a variable', 'One-of-many-1', 'var.many["a"].password'],
    ['a data source', 'Kept-1', 'data.azurerm_key_vault_secret.kept.value'],
  ])('shows that it is the value of %s', async (_, password, reference) => {
    const expression = refers('var.nodes', reference);
    expect(await judged({ body: properties(password), expression })).toBe('compliant');
    expect(await judged({ body: JSON.stringify(properties(password)), expression, marks: true })).toBe('compliant');
  });

  test('shows that it is made from the only thing that is sensitive', async () => {
    const shown = { body: properties('pg-Only-for-a-test-1'), expression: refers('var.nodes', 'var.password') };
    expect(await judged({ ...shown, marks: MARKS })).toBe('compliant');
    // What isn't kept in a plan says nothing.
    expect(await judged(shown)).toBe('undecided');
  });

  test('shows that there is none, or that it isn’t known yet', async () => {
    const expression = refers('var.nodes', 'random_password.made.result', 'random_password.made');
    expect(await judged({ body: properties(null), expression })).toBe('compliant');
    expect(await judged({ body: properties(undefined), unknown: MARKS, expression })).toBe('compliant');
    expect(await judged({ unknown: true, expression })).toBe('undecided');
    expect(await judged({ body: {}, unknown: { properties: true }, expression })).toBe('undecided');
    expect(await judged({ body: 'no JSON', expression })).toBe('undecided');
    // It may be a text around the one thing that isn't known, with a password in it.
    const one = refers('azurerm_resource_group.rg.id', 'azurerm_resource_group.rg');
    expect(await judged({ unknown: true, expression: one })).toBe('undecided');
  });

  test('shows the texts of a JSON configuration', async () => {
    const written = (text: string, ...references: string[]) => ({
      body: properties('pg-Only-for-a-test-1'),
      expression: { constant_value: properties(text), ...(references.length > 0 && { references }) },
    });
    expect(await judged(written('${var.password}', 'var.password'))).toBe('compliant');
    expect(await judged(written('pg-${var.password}', 'var.password'))).toBe('compliant');
    expect(await judged(written('${file("/run/secrets/password")}'))).toBe('compliant');
    expect(await judged(written(SECRET, 'var.nodes'))).toBe('violated');
    expect(await judged(written('${local.password}', 'local.password'))).toBe('undecided');
    expect(await judged(written('pg-${local.password}', 'local.password'))).toBe('undecided');
  });

  test.each<[string, unknown, string]>([
    ['a literal', { constant_value: properties(SECRET) }, 'violated'],
    ['a text of JSON', { constant_value: JSON.stringify(properties(SECRET)) }, 'violated'],
    ['a sensitive variable', refers('var.password'), 'compliant'],
    ['one of several', refers('var.password', 'each.key'), 'compliant'],
    ['what is sensitive to its provider', refers('random_password.made.result', 'random_password.made'), 'compliant'],
    ['what is ephemeral', refers('ephemeral.azurerm_key_vault_secret.kept.value'), 'compliant'],
    ['a JSON configuration', { constant_value: properties('${var.open}'), references: ['var.open'] }, 'compliant'],
    ['something beside a secret', refers('var.nodes', 'var.password'), 'undecided'],
    ['a local value', refers('local.password'), 'undecided'],
    ['a function', {}, 'undecided'],
  ])('keeps nothing of a write-only body, which is made from %s', async (_, sensitiveExpression, outcome) => {
    expect(await judged({ body: {}, sensitiveExpression })).toBe(outcome);
  });

  test('shows a write-only body that has nothing to do with the password', async () => {
    const sensitiveExpression = { constant_value: { properties: { nodeCount: 2 } } };
    expect(await judged({ body: {}, sensitiveExpression })).toBe('compliant');
  });
});

test('PGB902 literal-secret: a module’s password is where it is given', async () => {
  const judged = async (given: unknown, password: string, kept?: object) => {
    const made = { mode: 'managed', type: 'azapi_resource', name: 'tenants' };
    const shown = plan(GEO_API, 'azapi_resource', {}) as any;
    shown.resource_changes[0] = {
      ...made,
      address: 'module.tenants.azapi_resource.tenants',
      module_address: 'module.tenants',
      change: {
        actions: ['create'],
        before: null,
        after: { type: GEO_API, body: properties(password) },
        after_unknown: {},
      },
    };
    const { root_module: top } = shown.configuration;
    top.resources.shift();
    top.module_calls = {
      tenants: {
        expressions: { password: given },
        module: {
          resources: [
            {
              ...made,
              address: 'azapi_resource.tenants',
              expressions: { type: { constant_value: GEO_API }, body: refers('var.password', 'var.fallback') },
            },
          ],
          variables: { password: {}, fallback: { default: 'Fall-back-1' } },
        },
      },
      vault: { module: { outputs: { password: { expression: kept } } } },
    };
    return (await judgedPlan(shown, [LITERAL_SECRET]))[LITERAL_SECRET.id];
  };
  expect(await judged({ constant_value: SECRET }, SECRET)).toBe('violated');
  expect(await judged(refers('var.password'), 'Only-for-a-test-1')).toBe('compliant');
  expect(await judged(refers('var.password'), 'Fall-back-1')).toBe('violated');
  expect(await judged(refers('var.password'), SECRET)).toBe('undecided');
  expect(await judged(refers('local.password'), SECRET)).toBe('undecided');
  const output = refers('module.vault.password', 'module.vault');
  expect(await judged(output, SECRET, { constant_value: SECRET })).toBe('violated');
  expect(await judged(output, SECRET, refers('local.password'))).toBe('undecided');
});

describe('PGB902 literal-secret: the default of a variable', () => {
  const GOT = 'must come from outside of the configuration, got: the default of a variable';
  const server = (password: string) => estateInHcl({ server: { administrator_password: password } });
  const judged = (password: string, variables: string) => verdictsInHcl('PGB902', `${server(password)}\n${variables}`);

  test.each([
    ['var.pw', `variable "pw" { default = "${SECRET}" }`],
    ['var.db.password', `variable "db" { default = { password = "${SECRET}" } }`],
    ['local.pw', `variable "pw" { default = "${SECRET}" }\nlocals { pw = var.pw }`],
  ])('is written out: %s', async (password, variables) => {
    const [verdict] = await judged(password, variables);
    expect(verdict).toMatchObject({ outcome: 'violated', message: `\`administrator_password\` ${GOT}` });
    expect(verdict.mend).toBe('take the default out of the variable, and change the password that was written');
    expect(JSON.stringify({ ...verdict, on: undefined })).not.toContain(SECRET);
  });

  test.each([
    ['undecided', 'sensitive(var.pw)', `variable "pw" { default = "${SECRET}" }`],
    ['undecided', '"pg-${var.pw}"', `variable "pw" { default = "${SECRET}" }`],
    ['compliant', 'var.pw', 'variable "pw" { default = null }'],
    ['compliant', 'var.pw', 'variable "pw" { default = "" }'],
    ['compliant', 'var.db.password', 'variable "db" { default = { login = "pgadmin" } }'],
    ['compliant', 'coalesce(var.pw, random_password.made.result)', `variable "pw" { default = "${SECRET}" }`],
  ])('is %s in %s with %s', async (outcome, password, variables) => {
    expect(await judged(password, variables)).toMatchObject([{ outcome }]);
  });

  test('of a module counts where the module is given nothing else', async () => {
    const files = (given: string) => ({
      'root/main.tf': `module "db" {\n  source = "./db"\n  ${given}\n}\nvariable "secret" {}\n`,
      'root/db/main.tf': `${server('var.pw')}\nvariable "pw" { default = "${SECRET}" }\n`,
    });
    const judgedIn = async (given: string) => findingsOf('PGB902', (await root(files(given))).document);
    expect(await judgedIn('')).toEqual(['violated module.db.azurerm_postgresql_flexible_server.s']);
    expect(await judgedIn('pw = var.secret')).toEqual([]);
  });

  test('of the root doesn’t count where a file gives another value', async () => {
    const files = { 'root/main.tf': `${server('var.pw')}\nvariable "pw" { default = "${SECRET}" }\n` };
    const judgedWith = async (variables: Record<string, unknown>) =>
      findingsOf('PGB902', (await root(files, variables)).document);
    expect(await judgedWith({})).toEqual(['violated azurerm_postgresql_flexible_server.s']);
    expect(await judgedWith({ pw: 'from-a-file' })).toEqual([]);
  });

  test('is found at synthesis', () => {
    const stack = emptyStack();
    const { stringValue } = new TerraformVariable(stack, 'password', { type: 'string', default: SECRET });
    const { error } = synthesize(estate({ administratorPassword: stringValue }, stack));
    expect(error).toContain(`\`administrator_password\` ${GOT}`);
    expect(error).not.toContain(SECRET);
  });

  test.each([
    ['violated', SECRET],
    ['compliant', 'given-by-somebody-1'],
  ])('is %s in a plan for which it is %s', async (outcome, value) => {
    const made = { address: `${SERVER}.orders`, actions: ['create'] as const, after: { name: 'pg-orders' } };
    const shown = JSON.parse(planText([{ ...made, references: { administrator_password: ['var.pw'] } }]));
    shown.variables = { pw: { value } };
    shown.configuration.root_module.variables = { pw: { default: SECRET, sensitive: true } };
    expect(await judgedPlan(shown, [LITERAL_SECRET])).toEqual({ PGB902: outcome });
  });
});
