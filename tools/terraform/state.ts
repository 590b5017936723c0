import { createHash } from 'node:crypto';
import { OBJECT_ID, SUBSCRIPTION_ID, TENANT_ID } from './endpoint';
import type {
  BlockSchema,
  ConfiguredResource,
  Plan,
  PlanResult,
  ProviderSchemas,
  ResourceChange,
  TerraformRunner,
} from './terraform';

type Values = Record<string, any>;

interface Work {
  readonly change: ResourceChange;
  readonly config: ConfiguredResource;
  readonly block: BlockSchema;
  /** Resources that have to exist before this one. */
  readonly dependencies: readonly string[];
}

/** ARM resource types with an id of the form `<resource group>/providers/<type>/<name>`. */
const IN_GROUP: Record<string, string> = {
  azurerm_container_registry: 'Microsoft.ContainerRegistry/registries',
  azurerm_cosmosdb_postgresql_cluster: 'Microsoft.DBforPostgreSQL/serverGroupsv2',
  azurerm_data_protection_backup_vault: 'Microsoft.DataProtection/backupVaults',
  azurerm_data_protection_resource_guard: 'Microsoft.DataProtection/resourceGuards',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults',
  azurerm_log_analytics_workspace: 'Microsoft.OperationalInsights/workspaces',
  azurerm_monitor_action_group: 'Microsoft.Insights/actionGroups',
  azurerm_monitor_alert_processing_rule_action_group: 'Microsoft.AlertsManagement/actionRules',
  azurerm_monitor_metric_alert: 'Microsoft.Insights/metricAlerts',
  azurerm_postgresql_flexible_server: 'Microsoft.DBforPostgreSQL/flexibleServers',
  azurerm_private_dns_zone: 'Microsoft.Network/privateDnsZones',
  azurerm_private_endpoint: 'Microsoft.Network/privateEndpoints',
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts',
  azurerm_user_assigned_identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
};

/** Types whose id is that of another resource, named by the first text, followed by the second and their own name. */
const IN_PARENT: Record<string, readonly [attribute: string, path: string]> = {
  azurerm_cosmosdb_postgresql_firewall_rule: ['cluster_id', 'firewallRules'],
  azurerm_data_protection_backup_instance_postgresql_flexible_server: ['vault_id', 'backupInstances'],
  azurerm_data_protection_backup_policy_postgresql_flexible_server: ['vault_id', 'backupPolicies'],
  azurerm_management_lock: ['scope', 'providers/Microsoft.Authorization/locks'],
  azurerm_postgresql_flexible_server_backup: ['server_id', 'backups'],
  azurerm_postgresql_flexible_server_configuration: ['server_id', 'configurations'],
  azurerm_postgresql_flexible_server_database: ['server_id', 'databases'],
  azurerm_postgresql_flexible_server_firewall_rule: ['server_id', 'firewallRules'],
  azurerm_postgresql_flexible_server_virtual_endpoint: ['source_server_id', 'virtualEndpoints'],
  azurerm_resource_group_policy_assignment: [
    'resource_group_id',
    'providers/Microsoft.Authorization/policyAssignments',
  ],
  azurerm_resource_policy_assignment: ['resource_id', 'providers/Microsoft.Authorization/policyAssignments'],
  azurerm_role_assignment: ['scope', 'providers/Microsoft.Authorization/roleAssignments'],
  azurerm_storage_container: ['storage_account_id', 'blobServices/default/containers'],
  azurerm_subscription_policy_assignment: ['subscription_id', 'providers/Microsoft.Authorization/policyAssignments'],
};

/** Performance tier that a flexible server gets for the size of its disk, in MB. */
const STORAGE_TIERS: readonly (readonly [number, string])[] = [
  [32768, 'P4'],
  [65536, 'P6'],
  [131072, 'P10'],
  [262144, 'P15'],
  [524288, 'P20'],
  [1048576, 'P30'],
  [2097152, 'P40'],
  [4194304, 'P50'],
  [8388608, 'P60'],
  [16777216, 'P70'],
  [33553408, 'P80'],
];

const ROUNDS = 10;

/**
 * The state that an apply of this stack would leave behind. Expressions are Terraform's own business: whatever
 * `stateFromPlan` guessed wrong shows as a change in a plan over its result, together with the right value.
 */
export async function appliedState(runner: TerraformRunner): Promise<string> {
  const schemas = await runner.schemas();
  let state = stateFromPlan((await runner.plan()).plan, schemas);
  let result: PlanResult | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    result = await runner.plan({ refresh: false, state });
    if (isSettled(result.plan)) return state;
    state = stateFromPlan(result.plan, schemas, state);
  }
  throw new Error(`The stack's plan does not settle:\n${result?.text}`);
}

/** Whether applying this plan would change nothing at all. */
export function isSettled(plan: Plan): boolean {
  const changes = [
    ...(plan.resource_changes ?? []).filter(({ mode }) => mode === 'managed').map(({ change }) => change),
    ...Object.values(plan.output_changes ?? {}),
  ];
  return changes.every(({ actions }) => actions.every((action) => action === 'no-op'));
}

/**
 * Text of a Terraform state as if this plan had been applied. What only Azure could tell is made up, the same on each
 * run; `earlier`, the state that the plan was made over, keeps what was made up before.
 */
export function stateFromPlan(plan: Plan, schemas: ProviderSchemas, earlier?: string): string {
  const { configuration } = plan;
  if (Object.keys(configuration.root_module.module_calls ?? {}).length > 0) {
    throw new Error('A stack with Terraform modules: their resources are not covered here.');
  }
  const before = earlier === undefined ? new Map<string, Values>() : attributesOf(earlier);
  const configs = new Map((configuration.root_module.resources ?? []).map((config) => [config.address, config]));
  const dependenciesOf = transitive(configs);

  const works = new Map<string, Work>();
  for (const change of plan.resource_changes ?? []) {
    const { type, name } = change;
    const config = configs.get(`${type}.${name}`);
    if (change.mode !== 'managed' || !config || change.change.after === null) continue;
    const block = schemas.provider_schemas[change.provider_name]?.resource_schemas?.[type]?.block;
    if (!block) throw new Error(`No schema for ${change.address}`);
    works.set(change.address, { change, config, block, dependencies: dependenciesOf(config.address) });
  }

  const done = new Map<string, Values>();
  // What a resource refers to has always fewer dependencies than itself.
  const order = [...works.values()].sort((a, b) => a.dependencies.length - b.dependencies.length);
  for (const work of order) {
    const { address } = work.change;
    done.set(address, new Filler(work, done, unwrapped(work.block, before.get(address))).fill());
  }

  const groups = new Map<string, { head: Values; instances: Values[] }>();
  for (const work of works.values()) {
    const { change, config, dependencies } = work;
    const schema = schemas.provider_schemas[change.provider_name]!.resource_schemas![change.type]!;
    const group = groups.get(config.address) ?? {
      head: { mode: 'managed', type: change.type, name: change.name, provider: providerOf(plan, change, config) },
      instances: [],
    };
    groups.set(config.address, group);
    group.instances.push({
      ...(change.index === undefined ? {} : { index_key: change.index }),
      schema_version: schema.version,
      attributes: wrapped(schema.block, done.get(change.address)!),
      sensitive_attributes: sensitivePaths(change.change.after_sensitive),
      ...(dependencies.length > 0 ? { dependencies } : {}),
    });
  }

  const state = {
    version: 4,
    terraform_version: plan.terraform_version,
    serial: 1,
    lineage: uuidFrom('lineage'),
    outputs: outputsOf(plan),
    resources: [...groups.values()].map(({ head, instances }) => ({ ...head, instances })),
    check_results: null,
  };
  return JSON.stringify(state, undefined, 2);
}

/** A UUID that is always the same for the same text. */
export function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = '89ab'[parseInt(hex[16], 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** Turns one planned resource into an existing one. */
class Filler {
  private readonly type: string;

  constructor(
    private readonly work: Work,
    private readonly done: ReadonlyMap<string, Values>,
    private readonly earlier: Values | undefined,
  ) {
    this.type = work.change.type;
  }

  public fill(): Values {
    const { change, config, block } = this.work;
    const { after, after_unknown: unknown } = change.change;
    const expressions = config.expressions ?? {};

    // First what the configuration says, because the id is made of it, and then what is made of the id.
    const known: Values = {};
    for (const name of Object.keys(block.attributes ?? {})) {
      if (unknown?.[name] !== true) known[name] = after[name] ?? null;
      else if (expressions[name]) known[name] = this.referenced(expressions[name]) ?? this.earlier?.[name];
    }
    const id = unknown?.id === true ? this.id(known) : after.id;
    const values = this.block(block, after, unknown, expressions, this.earlier, { ...known, id });
    return this.type === 'terraform_data' ? { ...values, output: values.input } : values;
  }

  private block(
    schema: BlockSchema,
    after: Values | undefined,
    unknown: Values | undefined,
    expressions: any,
    earlier: Values | undefined,
    resource: Values,
    nested = false,
  ): Values {
    const values: Values = {};
    for (const [name, { type, nested_type: nestedType }] of Object.entries(schema.attributes ?? {})) {
      if (name === 'id' && !nested) {
        values.id = resource.id;
        continue;
      }
      const shape = type ?? (nestedType as { nesting_mode: string }).nesting_mode;
      values[name] = this.value(
        name,
        shape,
        after?.[name],
        unknown?.[name],
        expressions?.[name],
        earlier?.[name],
        resource,
      );
    }
    for (const [name, { block }] of Object.entries(schema.block_types ?? {})) {
      const inner = (a: any, u: any, e: any, b: any): any => (a ? this.block(block, a, u, e, b, resource, true) : a);
      const blocks = after?.[name];
      if (Array.isArray(blocks)) {
        values[name] = blocks.map((each, index) =>
          inner(each, unknown?.[name]?.[index], at(expressions?.[name], index), earlier?.[name]?.[index]),
        );
      } else if (unknown?.[name] === true) {
        values[name] = earlier?.[name] ?? [];
      } else {
        values[name] = inner(blocks, unknown?.[name], expressions?.[name], earlier?.[name]) ?? null;
      }
    }
    return values;
  }

  private value(
    name: string,
    type: unknown,
    after: any,
    unknown: any,
    expression: any,
    earlier: any,
    resource: Values,
  ): any {
    if (unknown === true) {
      return (expression ? this.referenced(expression) : undefined) ?? earlier ?? this.madeUp(name, type, resource);
    }
    if (unknown && typeof unknown === 'object' && !Array.isArray(unknown)) {
      const values: Values = { ...after };
      for (const key of Object.keys(unknown)) {
        // A map with one reference in it is mostly that of the same name; the next plan tells if not.
        values[key] = this.value(
          name,
          elementType(type, key),
          after?.[key],
          unknown[key],
          expression,
          earlier?.[key],
          resource,
        );
      }
      return values;
    }
    if (Array.isArray(unknown) && unknown.some(Boolean)) {
      return unknown.map((each, index) =>
        this.value(name, elementType(type, index), after?.[index], each, expression, earlier?.[index], resource),
      );
    }
    return after ?? null;
  }

  /** Value of an expression that is nothing but a reference to an attribute of another resource. */
  private referenced(expression: any): any {
    const named: string[] = expression?.references ?? [];
    // Terraform lists a reference with all its prefixes, the longest first.
    const [first] = named;
    if (first === undefined || !named.every((reference) => first.startsWith(reference))) return undefined;
    const parts = [...first.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map((match) =>
      match[2] === undefined ? (match[1] ?? match[3]) : Number(match[2]),
    );
    const [type, name, key, ...rest] = parts;
    const one = this.done.get(`${type}.${name}`);
    if (one) return [key, ...rest].filter((part) => part !== undefined).reduce(step, one);
    if (key === undefined) return undefined;
    const indexed = this.done.get(`${type}.${name}[${JSON.stringify(key)}]`);
    return rest.reduce(step, indexed);
  }

  private id(known: Values): string {
    const { address } = this.work.change;
    const { type } = this;
    const subscription = `/subscriptions/${SUBSCRIPTION_ID}`;
    const name = known.name ?? (type === 'azurerm_role_assignment' ? uuidFrom(address) : address);
    const group = `${subscription}/resourceGroups/${known.resource_group_name}`;

    if (type === 'azurerm_resource_group') return `${subscription}/resourceGroups/${name}`;
    if (IN_GROUP[type]) return `${group}/providers/${IN_GROUP[type]}/${name}`;
    if (IN_PARENT[type]) return `${known[IN_PARENT[type][0]]}/${IN_PARENT[type][1]}/${name}`;
    switch (type) {
      case 'azurerm_data_protection_backup_vault_customer_managed_key':
        return known.data_protection_backup_vault_id;
      case 'azurerm_monitor_diagnostic_setting':
        return `${known.target_resource_id}|${name}`;
      case 'azurerm_policy_definition':
        return `${subscription}/providers/Microsoft.Authorization/policyDefinitions/${name}`;
      case 'azurerm_role_definition': {
        const scope = known.scope ?? subscription;
        const role = known.role_definition_id ?? uuidFrom(address);
        return `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role}|${scope}`;
      }
      case 'azurerm_postgresql_flexible_server_active_directory_administrator': {
        const server = `${group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/${known.server_name}`;
        return `${server}/administrators/${known.object_id}`;
      }
      case 'time_sleep':
        return '2026-01-01T00:00:00Z';
    }
    if (type.startsWith('azurerm_') && known.resource_group_name) {
      return `${group}/providers/Local.Terraform/${type.replace('azurerm_', '')}/${name}`;
    }
    return uuidFrom(address);
  }

  private madeUp(name: string, type: unknown, resource: Values): any {
    if (Array.isArray(type)) return type[0] === 'map' || type[0] === 'object' ? madeUpObject(this, type, resource) : [];
    if (type === 'list' || type === 'set') return [];
    if (type === 'map' || type === 'single') return {};
    if (type === 'bool') return false;
    if (type === 'number') return this.madeUpNumber(name);
    return this.madeUpText(name, resource);
  }

  /** For the members of a computed object. */
  public member(name: string, type: unknown, resource: Values): any {
    return this.madeUp(name, type, resource);
  }

  private madeUpNumber(name: string): number {
    switch (`${this.type}.${name}`) {
      case 'azurerm_postgresql_flexible_server.storage_mb':
        return 32768;
      case 'azurerm_postgresql_flexible_server.backup_retention_days':
        return 7;
    }
    return 0;
  }

  private madeUpText(name: string, resource: Values): string {
    const { id } = resource;
    switch (`${this.type}.${name}`) {
      case 'azurerm_role_assignment.name':
        return String(id).split('/').pop()!;
      case 'azurerm_role_assignment.role_definition_id':
        return [
          `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions`,
          uuidFrom(`role ${resource.role_definition_name}`),
        ].join('/');
      case 'azurerm_role_assignment.principal_type':
        return 'ServicePrincipal';
      case 'azurerm_postgresql_flexible_server.storage_tier':
        return (STORAGE_TIERS.find(([size]) => size >= (resource.storage_mb ?? 0)) ?? STORAGE_TIERS[0])[1];
      case 'azurerm_postgresql_flexible_server.zone':
        return '1';
      case 'azurerm_postgresql_flexible_server.version':
        return '16';
      case 'azurerm_postgresql_flexible_server.sku_name':
        return 'B_Standard_B1ms';
      case 'azurerm_data_protection_backup_instance_postgresql_flexible_server.protection_state':
        return 'ProtectionConfigured';
      case 'azurerm_key_vault.vault_uri':
        return `https://${resource.name}.vault.azure.net/`;
    }
    switch (name) {
      case 'tenant_id':
        return TENANT_ID;
      case 'subscription_id':
        return SUBSCRIPTION_ID;
      case 'object_id':
        return OBJECT_ID;
      case 'principal_id':
      case 'client_id':
      case 'unique_id':
      case 'workspace_id':
        return uuidFrom(`${name} of ${id}`);
      case 'fqdn':
        return `${resource.name}.postgres.database.azure.com`;
    }
    if (/_(endpoint|uri|url)$/.test(name)) return `https://${resource.name}.example.com/`;
    if (/_(id)$/.test(name)) return uuidFrom(`${name} of ${id}`);
    return `made-up-${name.replace(/_/g, '-')}`;
  }
}

function madeUpObject(filler: Filler, type: readonly unknown[], resource: Values): Values {
  if (type[0] === 'map') return {};
  const members = Object.entries(type[1] as Record<string, unknown>);
  return Object.fromEntries(members.map(([name, each]) => [name, filler.member(name, each, resource)]));
}

function step(value: any, part: string | number | undefined): any {
  return part === undefined ? value : value?.[part];
}

/** A block that may occur only once is not a list in the configuration's JSON. */
function at(expressions: any, index: number): any {
  return Array.isArray(expressions) ? expressions[index] : expressions;
}

function elementType(type: unknown, key: string | number): unknown {
  if (!Array.isArray(type)) return 'string';
  return type[0] === 'object' || type[0] === 'tuple' ? type[1][key] : type[1];
}

/** For each resource, all resources it needs, directly or not. */
function transitive(configs: ReadonlyMap<string, ConfiguredResource>): (address: string) => readonly string[] {
  const known = new Map<string, ReadonlySet<string>>();
  const visit = (address: string): ReadonlySet<string> => {
    const present = known.get(address);
    if (present) return present;
    const all = new Set<string>();
    known.set(address, all);
    const config = configs.get(address)!;
    for (const reference of [...(config.depends_on ?? []), ...references(config.expressions)]) {
      const base = /^(data\.)?[^.[\]]+\.[^.[\]]+/.exec(reference)?.[0];
      if (base === undefined || base === address || !configs.has(base)) continue;
      all.add(base);
      visit(base).forEach((each) => all.add(each));
    }
    return all;
  };
  return (address) => [...visit(address)].filter((each) => configs.get(each)!.mode === 'managed').sort();
}

function references(expressions: any): string[] {
  if (Array.isArray(expressions)) return expressions.flatMap(references);
  if (expressions === null || typeof expressions !== 'object') return [];
  return Object.entries(expressions).flatMap(([name, value]) =>
    name === 'references' && Array.isArray(value)
      ? (value as string[])
      : name === 'constant_value'
        ? []
        : references(value),
  );
}

function providerOf(plan: Plan, change: ResourceChange, config: ConfiguredResource): string {
  const alias = plan.configuration.provider_config?.[config.provider_config_key]?.alias;
  return `provider["${change.provider_name}"]${alias ? `.${alias}` : ''}`;
}

/** Terraform takes a value whose sensitivity is not in the state for one that changes. */
function sensitivePaths(sensitive: any, path: readonly unknown[] = []): unknown[][] {
  if (sensitive === true) return [[...path]];
  if (Array.isArray(sensitive)) {
    return sensitive.flatMap((each, index) => sensitivePaths(each, [...path, indexStep('number', index)]));
  }
  if (sensitive === null || typeof sensitive !== 'object') return [];
  return Object.entries(sensitive).flatMap(([name, each]) =>
    sensitivePaths(each, [...path, { type: 'get_attr', value: name }]),
  );
}

function indexStep(type: string, value: unknown): unknown {
  return { type: 'index', value: { value, type } };
}

/** Where a schema leaves the type open, the state has to name it. */
function wrapped(block: BlockSchema, values: Values): Values {
  return mapDynamic(block, values, (value) => ({ value, type: typeOf(value) }));
}

function unwrapped(block: BlockSchema, values: Values | undefined): Values | undefined {
  return values && mapDynamic(block, values, ({ value }) => value);
}

function mapDynamic(block: BlockSchema, values: Values, convert: (value: any) => any): Values {
  const open = (name: string): boolean => block.attributes?.[name]?.type === 'dynamic';
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, open(name) && value !== null ? convert(value) : value]),
  );
}

function typeOf(value: any): unknown {
  if (value === null) return 'dynamic';
  if (Array.isArray(value)) return ['tuple', value.map(typeOf)];
  if (typeof value === 'boolean') return 'bool';
  if (typeof value !== 'object') return typeof value;
  return ['object', Object.fromEntries(Object.entries(value).map(([name, each]) => [name, typeOf(each)]))];
}

function outputsOf(plan: Plan): Values {
  const outputs = Object.entries(plan.planned_values.outputs ?? {}).filter(([, { type }]) => type !== undefined);
  return Object.fromEntries(
    outputs.map(([name, { value, type, sensitive }]) => [name, { value, type, ...(sensitive ? { sensitive } : {}) }]),
  );
}

function attributesOf(state: string): Map<string, Values> {
  const all = new Map<string, Values>();
  for (const { type, name, instances } of JSON.parse(state).resources) {
    for (const { index_key: key, attributes } of instances) {
      all.set(`${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`, attributes);
    }
  }
  return all;
}
