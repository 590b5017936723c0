import {
  Aspects,
  Fn,
  IAspect,
  TerraformOutput,
  TerraformProvider,
  TerraformProviderConfig,
  TerraformStack,
} from 'cdktf';
import { IConstruct } from 'constructs';
import { API, azapi, clusterIn, LOCK, newCluster, PLACE, stackOf } from './kit';
import {
  AdministratorPassword,
  CitusVersion,
  ClusterAuthentication,
  ClusterNetwork,
  ClusterNode,
  ClusterShape,
  EntraAdministrator,
  GeoRedundantClusterProps,
  PostgresVersion,
  StorageSize,
} from '../../src';
import { entries, newApp, newGroup, newStack, only, SUBSCRIPTION, synth, thrown, TYPES, variable } from '../kit';

const LEARN = 'https://learn.microsoft.com/azure/cosmos-db/postgresql';
const ADMIN = {
  objectId: '5a3c0b1e-6d1f-4a58-9a3e-0d6b7c1f2e44',
  principalName: 'id-tenants',
  principalType: 'ServicePrincipal',
};

/** As the bindings of a user have it. */
class AzapiProvider extends TerraformProvider {
  private ownAlias?: string;

  public get alias() {
    return this.ownAlias;
  }

  public set alias(alias) {
    this.ownAlias = alias;
  }
}

/** As many a program has one. */
class Owner implements IAspect {
  public visit(node: IConstruct): void {
    if (!('tags' in node && 'tagsInput' in node)) return;
    node.tags = { ...(node.tagsInput as object | undefined), owner: 'me' };
  }
}

function bodyOf(props: Partial<GeoRedundantClusterProps>): any {
  return clusterIn(stackOf(newCluster(props))).body.properties;
}

function refusal(props: Partial<GeoRedundantClusterProps>): string {
  return thrown(() => newCluster(props)).message;
}

describe('a cluster', () => {
  test('is geo-redundant and locked, with nobody who can get in', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const group = newGroup(stack);
    newCluster({ resourceGroupName: group.name, location: group.location }, stack);
    const json = synth(stack);
    const [[name, cluster]] = entries(json, 'azapi_resource');
    expect(cluster).toEqual({
      type: `Microsoft.DBforPostgreSQL/serverGroupsv2@${API}`,
      name: expect.stringMatching(/^tenants-\$\{substr\(sha256\(.*\), 0, 8\)\}$/),
      parent_id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/\${azurerm_resource_group.group.name}`,
      location: '${azurerm_resource_group.group.location}',
      body: {
        tags: {},
        properties: {
          nodeCount: 2,
          coordinatorServerEdition: 'GeneralPurpose',
          coordinatorVCores: 4,
          coordinatorStorageQuotaInMb: 524288,
          enableShardsOnCoordinator: false,
          nodeServerEdition: 'MemoryOptimized',
          nodeVCores: 4,
          nodeStorageQuotaInMb: 524288,
          authConfig: { activeDirectoryAuth: 'enabled', passwordAuth: 'disabled' },
          postgresqlVersion: '16',
          enableGeoBackup: true,
          enableHa: false,
          coordinatorEnablePublicIpAccess: true,
          nodeEnablePublicIpAccess: false,
        },
      },
      response_export_values: ['properties.serverNames', 'properties.earliestRestoreTime'],
      timeouts: { create: '3h', update: '3h', delete: '3h' },
    });
    expect(only(json, LOCK)).toEqual({
      name: 'postgres-backup',
      scope: `\${azapi_resource.${name}.id}`,
      lock_level: 'CanNotDelete',
      notes: expect.stringContaining('can not be restored'),
      lifecycle: { prevent_destroy: true },
    });
    expect(json.terraform.required_providers.azapi).toEqual({ source: 'azure/azapi', version: '>= 1.15.0, < 3.0.0' });
  });

  test.each<[string, Partial<GeoRedundantClusterProps>, Record<string, unknown>]>([
    ['high availability', { highAvailability: true }, { enableHa: true }],
    ['no geo-redundant backup', { geoRedundantBackup: false }, { enableGeoBackup: false }],
    [
      'public endpoints of workers',
      { network: ClusterNetwork.publicEndpoint(true) },
      { nodeEnablePublicIpAccess: true },
    ],
    [
      'private endpoints alone',
      { network: ClusterNetwork.privateEndpoints() },
      { coordinatorEnablePublicIpAccess: false, nodeEnablePublicIpAccess: false },
    ],
    [
      'versions',
      { version: PostgresVersion.V15, citusVersion: CitusVersion.V12_1 },
      { postgresqlVersion: '15', citusVersion: '12.1' },
    ],
    [
      'an older Citus',
      { version: PostgresVersion.V14, citusVersion: CitusVersion.of('10.2') },
      { postgresqlVersion: '14', citusVersion: '10.2' },
    ],
    [
      'a maintenance window',
      { maintenanceWindow: { dayOfWeek: 0, startHour: 3 } },
      { maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 0, startHour: 3, startMinute: 0 } },
    ],
  ])('with %s', (_, props, expected) => {
    expect(bodyOf(props)).toMatchObject(expected);
  });

  describe('without tags', () => {
    const tagsOf = (props: Partial<GeoRedundantClusterProps>, change?: (stack: TerraformStack) => void) => {
      const cluster = newCluster(props);
      change?.(stackOf(cluster));
      const { body, tags } = clusterIn(stackOf(cluster));
      return { inBody: body.tags, tags };
    };
    const ownProvider = (stack: TerraformStack, argument: string, value: unknown) => {
      const provider = new AzapiProvider(stack, 'own', {
        terraformResourceType: 'azapi',
        terraformGeneratorMetadata: { providerName: 'azapi' },
      });
      provider.addOverride(argument, value);
      return provider;
    };
    const withDefaults = (stack: TerraformStack) => ownProvider(stack, 'default_tags', { team: 'data' });

    test('says so in its body, since azapi sends no empty `tags`', () => {
      expect(tagsOf({})).toEqual({ inBody: {}, tags: undefined });
      expect(tagsOf({ tags: {} })).toEqual({ inBody: {}, tags: undefined });
      expect(tagsOf({ tags: { team: 'tenants' } })).toEqual({ inBody: undefined, tags: { team: 'tenants' } });
    });

    test('has the default ones of its azapi provider, unless it says that it has none', () => {
      expect(tagsOf({}, withDefaults)).toEqual({ inBody: undefined, tags: undefined });
      expect(tagsOf({ tags: {} }, withDefaults)).toEqual({ inBody: {}, tags: undefined });
      expect(tagsOf({}, (stack) => ownProvider(stack, 'default_location', 'westeurope'))).toEqual({
        inBody: {},
        tags: undefined,
      });
      expect(tagsOf({}, (stack) => ownProvider(stack, 'default_tags', {}))).toEqual({ inBody: {}, tags: undefined });
    });

    test('not those of an azapi provider that it doesn’t use', () => {
      const aliased = (stack: TerraformStack) => {
        const provider = withDefaults(stack);
        provider.alias = 'other';
        return provider;
      };
      expect(tagsOf({}, aliased)).toEqual({ inBody: {}, tags: undefined });
      const cluster = newCluster();
      cluster.resource.provider = aliased(stackOf(cluster));
      const { body, tags } = clusterIn(stackOf(cluster));
      expect({ inBody: body.tags, tags }).toEqual({ inBody: undefined, tags: undefined });
    });

    test('can be given some by an override', () => {
      const cluster = newCluster();
      cluster.resource.addOverride('tags', { team: 'tenants' });
      expect(clusterIn(stackOf(cluster))).toMatchObject({ tags: { team: 'tenants' } });
      expect(clusterIn(stackOf(cluster)).body.tags).toBeUndefined();
    });

    test('can be given some by an aspect, as everything that has tags in Azure and nothing else', () => {
      const tagged = (props: Partial<GeoRedundantClusterProps>, change?: (stack: TerraformStack) => void) => {
        const cluster = newCluster({ authentication: ClusterAuthentication.entraOnly([ADMIN]), ...props });
        cluster.addFirewallRule('Office', { startIpAddress: '203.0.113.10' });
        const stack = stackOf(cluster);
        newGroup(stack);
        change?.(stack);
        Aspects.of(stack).add(new Owner());
        const json = synth(stack);
        expect(only(json, TYPES.group).tags).toEqual({ owner: 'me' });
        for (const part of ['roles', 'firewallRules']) expect(azapi(json, part)[0].tags).toBeUndefined();
        const [{ body, tags }] = azapi(json, 'serverGroupsv2');
        return { inBody: body.tags, tags };
      };
      expect(tagged({})).toEqual({ inBody: undefined, tags: { owner: 'me' } });
      expect(tagged({ tags: {} })).toEqual({ inBody: undefined, tags: { owner: 'me' } });
      expect(tagged({ tags: { team: 'data' } }).tags).toEqual({ team: 'data', owner: 'me' });
      expect(tagged({}, withDefaults)).toEqual({ inBody: undefined, tags: { owner: 'me' } });
    });

    test('can be robbed of them by one', () => {
      const cluster = newCluster({ tags: { team: 'data' } });
      (cluster.resource as unknown as { resetTags(): void }).resetTags();
      const { body, tags } = clusterIn(stackOf(cluster));
      expect([body.tags, tags]).toEqual([{}, undefined]);
    });
  });

  test('tells its names and its earliest restore, in other stacks too', () => {
    const app = newApp();
    const stack = newStack('one', app);
    const cluster = newCluster({}, stack);
    const other = newStack('two', app);
    new TerraformOutput(stack, 'host', { value: cluster.fullyQualifiedDomainName });
    new TerraformOutput(stack, 'workers', { value: cluster.workerNames });
    new TerraformOutput(stack, 'coordinator', { value: cluster.coordinatorName });
    new TerraformOutput(other, 'since', { value: cluster.earliestRestoreTime });
    new TerraformOutput(other, 'host', { value: Fn.upper(cluster.fullyQualifiedDomainName) });
    const elsewhere = synth(other).output;
    expect(elsewhere.host.value).toMatch(
      /^\$\{upper\(one\(\[for node in data\.terraform_remote_state\..*serverNames : /,
    );
    const json = synth(stack);
    const [[name]] = entries(json, 'azapi_resource');
    const nodes = `azapi_resource.${name}.output.properties.serverNames`;
    const first = 'startswith(node.fullyQualifiedDomainName, "c")';
    expect(json.output.host.value).toBe(`\${one([for node in ${nodes} : node.fullyQualifiedDomainName if ${first}])}`);
    expect(json.output.coordinator.value).toBe(`\${one([for node in ${nodes} : node.name if ${first}])}`);
    expect(json.output.workers.value).toBe(`\${[for node in ${nodes} : node.name if !${first}]}`);
    const handedOn = Object.values<any>(json.output).map(({ value }) => value);
    expect(handedOn).toContain(`\${azapi_resource.${name}.output.properties.earliestRestoreTime}`);
  });

  test('tells its names to the functions of cdktf', () => {
    const stack = newStack();
    const { fullyQualifiedDomainName, coordinatorName, workerNames } = newCluster({}, stack);
    new TerraformOutput(stack, 'host', { value: Fn.upper(fullyQualifiedDomainName) });
    new TerraformOutput(stack, 'url', { value: Fn.upper(`postgres://${coordinatorName}/`) });
    new TerraformOutput(stack, 'workers', { value: Fn.join(',', workerNames) });
    const { output, resource } = synth(stack);
    const [name] = Object.keys(resource.azapi_resource);
    const nodes = `azapi_resource.${name}.output.properties.serverNames`;
    const first = 'startswith(node.fullyQualifiedDomainName, "c")';
    expect(output.host.value).toBe(
      `\${upper(one([for node in ${nodes} : node.fullyQualifiedDomainName if ${first}]))}`,
    );
    expect(output.url.value).toBe(`\${upper("postgres://\${one([for node in ${nodes} : node.name if ${first}])}/")}`);
    expect(output.workers.value).toBe(`\${join(",", [for node in ${nodes} : node.name if !${first}])}`);
  });

  test('can be kept from Terraform, and be without a lock', () => {
    const stack = newStack();
    newCluster({ preventDestroy: true, lock: false }, stack);
    const json = synth(stack);
    expect(only(json, 'azapi_resource').lifecycle).toEqual({ prevent_destroy: true });
    expect(json.resource[LOCK]).toBeUndefined();
  });
});

describe('who may log in', () => {
  test('administrators by their identity', () => {
    const stack = newStack();
    newCluster({ authentication: ClusterAuthentication.entraOnly([ADMIN]) }, stack);
    const json = synth(stack);
    const [[cluster]] = entries(json, 'azapi_resource').filter(([, { location }]) => location !== undefined);
    expect(azapi(json, 'roles')).toEqual([
      {
        type: `Microsoft.DBforPostgreSQL/serverGroupsv2/roles@${API}`,
        name: ADMIN.principalName,
        parent_id: `\${azapi_resource.${cluster}.id}`,
        body: {
          properties: {
            roleType: 'admin',
            externalIdentity: {
              objectId: ADMIN.objectId,
              tenantId: '${data.azurerm_client_config.AzureClientConfig.tenant_id}',
              principalType: 'servicePrincipal',
            },
          },
        },
        locks: [`\${azapi_resource.${cluster}.id}`],
      },
    ]);
    // Azure deletes nothing below a locked cluster.
    const [role] = entries(json, 'azapi_resource').find(([, { body }]) => body.properties.roleType === 'admin')!;
    expect(only(json, LOCK).depends_on).toEqual([`azapi_resource.${role}`]);
  });

  test('a password goes where nobody keeps it, and asks for an azapi that can', () => {
    const stack = newStack();
    const password = AdministratorPassword.writeOnly(variable(stack, 'password').stringValue, 3);
    newCluster({ authentication: ClusterAuthentication.entraAndPassword(password) }, stack);
    const json = synth(stack);
    const { body, sensitive_body, sensitive_body_version } = only(json, 'azapi_resource');
    expect(body.properties.authConfig).toEqual({ activeDirectoryAuth: 'enabled', passwordAuth: 'enabled' });
    expect(JSON.stringify(body)).not.toContain('var.password');
    expect(sensitive_body).toEqual({ properties: { administratorLoginPassword: '${var.password}' } });
    expect(sensitive_body_version).toEqual({ 'properties.administratorLoginPassword': '3' });
    expect(json.terraform.required_providers.azapi.version).toBe('>= 2.5.0, < 3.0.0');
  });

  test.each<[string, Partial<TerraformProviderConfig['terraformGeneratorMetadata']>, string | undefined, boolean]>([
    ['pinned before', { providerVersion: '1.15.0', providerVersionConstraint: '~> 1.15' }, undefined, false],
    ['pinned before, with an alias', { providerVersion: '2.4.0' }, 'other', false],
    ['pinned to the first', { providerVersion: '2.5.0' }, undefined, true],
    ['a range', { providerVersionConstraint: '~> 2.0' }, undefined, true],
  ])('a password, and an azapi of the program’s own: %s', (_, metadata, alias, isFine) => {
    const stack = newStack();
    const password = AdministratorPassword.writeOnly(variable(stack, 'password').stringValue);
    newCluster({ authentication: ClusterAuthentication.passwordOnly(password) }, stack);
    const own = new AzapiProvider(stack, 'azapi', {
      terraformResourceType: 'azapi',
      terraformProviderSource: 'Azure/azapi',
      terraformGeneratorMetadata: { providerName: 'azapi', ...metadata },
    });
    own.alias = alias;
    const problems = stack.node.findAll().flatMap(({ node }) => node.validate());
    expect(problems).toEqual(
      isFine
        ? []
        : [
            expect.stringMatching(
              /^\[\/estate\/Tenants\/Resource\] AzapiVersion: azapi must be at least 2\.5\.0 to be given a password that it keeps nowhere, got: (1\.15|2\.4)\.0\.\n {2}Limit: https:.*\n {2}Mend: generate the bindings/,
            ),
          ],
    );
  });

  test('a password alone', () => {
    const stack = newStack();
    const password = AdministratorPassword.writeOnly(variable(stack, 'password').stringValue);
    newCluster(
      { authentication: ClusterAuthentication.passwordOnly(password), version: PostgresVersion.of('13') },
      stack,
    );
    expect(clusterIn(stack).body.properties).toMatchObject({
      postgresqlVersion: '13',
      authConfig: { activeDirectoryAuth: 'disabled', passwordAuth: 'enabled' },
    });
  });

  test.each([
    ['Group', 'Group'],
    [undefined, 'Group'],
  ])('no group: %s', (principalType, got) => {
    const message = thrown(() => ClusterAuthentication.entraOnly([{ ...ADMIN, principalType }])).message;
    expect(message).toContain(
      `EntraAdministrator: \`principalType\` must be one of User, ServicePrincipal, got: ${got} for id-tenants.`,
    );
    expect(message).toContain(`Limit: "Azure Cosmos DB for PostgreSQL limits and limitations", 2024-07-07, ${LEARN}`);
    expect(message).toContain('Mend: name the users or service principals one by one: clusters know no groups');
  });

  test.each(['user', ''])('no type that there isn’t: %p', (principalType) => {
    const message = thrown(() => ClusterAuthentication.entraOnly([{ ...ADMIN, principalType }])).message;
    expect(message).toContain(`got: ${principalType || '(empty)'} for id-tenants.`);
    expect(message).toContain('Mend: take one of User, ServicePrincipal');
  });

  test('administrators come and go without the others', () => {
    const roles = (...names: string[]) => {
      const stack = newStack();
      const administrators = names.map((principalName) => ({ ...ADMIN, principalName }));
      newCluster({ authentication: ClusterAuthentication.entraOnly(administrators) }, stack);
      const made = entries(synth(stack), 'azapi_resource').filter(([, { location }]) => location === undefined);
      return Object.fromEntries(made.map(([address, { name }]) => [name, address]));
    };
    const { 'id-b': kept } = roles('id-a', 'id-b');
    expect(roles('id-b')).toEqual({ 'id-b': kept });
  });

  test('administrators that Terraform is told later', () => {
    const stack = newStack();
    const text = (name: string) => variable(stack, name).stringValue;
    const administrator = { objectId: text('id'), principalName: text('name'), principalType: text('type') };
    newCluster({ authentication: ClusterAuthentication.entraOnly([administrator]) }, stack);
    const [{ name, body }] = azapi(synth(stack), 'roles');
    expect(name).toBe('${var.name}');
    expect(body.properties.externalIdentity).toMatchObject({
      objectId: '${var.id}',
      principalType: '${{"User" = "user", "ServicePrincipal" = "servicePrincipal"}[var.type]}',
    });
  });

  test.each<[string, object[], string]>([
    [
      'no object id',
      [{ ...ADMIN, objectId: 'id-tenants' }],
      '`objectId` must be the GUID of an object in Microsoft Entra, got: id-tenants for id-tenants.',
    ],
    ['no object id at all', [{ ...ADMIN, objectId: '' }], 'got: (empty) for id-tenants.'],
    ['one twice', [ADMIN, ADMIN], '`principalName` must be different for each, got: id-tenants twice.'],
    [
      'one twice in other letters',
      [ADMIN, { ...ADMIN, principalName: 'ID-tenants' }],
      '`principalName` must be different for each, got: ID-tenants twice.',
    ],
  ])('not %s', (_, administrators, sentence) => {
    const make = () => ClusterAuthentication.entraOnly(administrators as EntraAdministrator[]);
    expect(thrown(make)).toMatchObject({ code: 'EntraAdministrator', message: expect.stringContaining(sentence) });
  });

  const named = (principalName: string) =>
    refusal({ authentication: ClusterAuthentication.entraOnly([{ ...ADMIN, principalName }]) });

  test.each([
    ['jo@example.com', 'jo@example.com', 'name a service principal or managed identity; a user whose name holds an @'],
    ['', '(empty)', 'give a name of 1 to 128 letters'],
    ['x'.repeat(129), 'x'.repeat(129), 'give a name of 1 to 128 letters'],
  ])('no name that the API has no pattern for: %p', (name, got, mend) => {
    const message = named(name);
    expect(message).toContain(
      `[/estate/Tenants] EntraAdministrator: \`principalName\` must be 1 to 128 letters, digits, hyphens, underscores and periods, got: ${got}.`,
    );
    expect(message).toContain(`Mend: ${mend}`);
  });

  test.each(['citus', 'Citus'])('not %s, who is there already', (name) => {
    const message = named(name);
    expect(message).toContain(
      `[/estate/Tenants] EntraAdministrator: \`principalName\` must not be citus, the built-in administrator, got: ${name}.`,
    );
    expect(message).toContain('Limit: "Microsoft Entra ID and PostgreSQL authentication with');
  });

  test('whoever is named by a token, and whoever is called as its number', () => {
    const stack = newStack();
    const names = [variable(stack, 'name').stringValue, '0'];
    const administrators = names.map((principalName) => ({ ...ADMIN, principalName }));
    newCluster({ authentication: ClusterAuthentication.entraOnly(administrators) }, stack);
    expect(azapi(synth(stack), 'roles').map(({ name }) => name)).toEqual(expect.arrayContaining(['${var.name}', '0']));
  });
});

describe('a shape', () => {
  test('of one node', () => {
    const body = bodyOf({ shape: ClusterShape.singleNode(ClusterNode.of(8, StorageSize.gibibytes(1024))) });
    expect(body).toMatchObject({
      nodeCount: 0,
      coordinatorServerEdition: 'GeneralPurpose',
      coordinatorVCores: 8,
      coordinatorStorageQuotaInMb: 1048576,
      enableShardsOnCoordinator: true,
    });
    expect(body.nodeVCores).toBeUndefined();
  });

  test.each([
    [1, 'BurstableMemoryOptimized'],
    [2, 'BurstableGeneralPurpose'],
  ])('of one burstable node of %i vCores', (vCores, edition) => {
    expect(bodyOf({ shape: ClusterShape.burstable(vCores), geoRedundantBackup: false })).toMatchObject({
      nodeCount: 0,
      coordinatorServerEdition: edition,
      coordinatorVCores: vCores,
      coordinatorStorageQuotaInMb: 32768,
    });
  });

  test('of one burstable node whose vCores Terraform is told later', () => {
    const stack = newStack();
    const shape = ClusterShape.burstable(variable(stack, 'v_cores', 'number').numberValue);
    expect(thrown(() => newCluster({ shape }, stack)).message).toContain('PGB802');
    newCluster({ shape, geoRedundantBackup: false }, stack, 'Local');
    expect(clusterIn(stack).body.properties).toMatchObject({
      coordinatorVCores: '${var.v_cores}',
      coordinatorServerEdition: '${{"1" = "BurstableMemoryOptimized", "2" = "BurstableGeneralPurpose"}[var.v_cores]}',
    });
  });

  test.each([2, 20])('of %i workers', (workers) => {
    expect(bodyOf({ shape: ClusterShape.multiNode({ workers }) }).nodeCount).toBe(workers);
  });

  test.each([
    [0, 'take at least 2, or ClusterShape.singleNode(…)'],
    [1, 'take at least 2, or ClusterShape.singleNode(…)'],
    [21, 'take at most 20'],
    [2.5, 'give a whole number from 2 to 20'],
    [Number.NaN, 'give a whole number from 2 to 20'],
  ])('not of %p workers', (workers, mend) => {
    const message = thrown(() => ClusterShape.multiNode({ workers })).message;
    expect(message).toContain(`Mend: ${mend}`);
    expect(message).toContain(`PGB805: \`workers\` must be between 2 and 20, got: ${workers}.`);
    expect(message).toContain('Limit: "azurerm 4.55.0: azurerm_cosmosdb_postgresql_cluster", 2025-12-04');
  });

  test.each<[string, () => ClusterShape, string]>([
    [
      'workers of too few vCores',
      () => ClusterShape.multiNode({ workers: 2, worker: ClusterNode.of(2) }),
      '`worker.vCores` must be one of 4, 8, 16, 32, 64, 96, 104, got: 2.',
    ],
    [
      'a coordinator of too many',
      () => ClusterShape.multiNode({ workers: 2, coordinator: ClusterNode.of(104) }),
      '`coordinator.vCores` must be one of 4, 8, 16, 32, 64, 96, got: 104.',
    ],
    [
      'a worker of too small a disk',
      () => ClusterShape.multiNode({ workers: 2, worker: ClusterNode.of(4, StorageSize.gibibytes(256)) }),
      '`worker.storage` must be one of 512, 1024, 2048, 4096, 8192, 16384 GiB, got: 256 GiB.',
    ],
    [
      'a large disk with few vCores',
      () => ClusterShape.singleNode(ClusterNode.of(4, StorageSize.gibibytes(1024))),
      '`node.storage` must be at most 512 GiB below 8 vCores, got: 1024 GiB with 4.',
    ],
    ['a burstable node of 4 vCores', () => ClusterShape.burstable(4), '`node.vCores` must be one of 1, 2, got: 4.'],
  ])('not %s', (_, make, sentence) => {
    const message = thrown(make).message;
    expect(message).toContain(`ClusterShape: ${sentence}`);
    expect(message).toContain(
      `"Azure Cosmos DB for PostgreSQL compute and storage", 2024-01-22, ${LEARN}/resources-compute`,
    );
  });

  test('of numbers that Terraform is told later', () => {
    const stack = newStack();
    const count = (name: string) => variable(stack, name, 'number').numberValue;
    const worker = ClusterNode.of(count('v_cores'), StorageSize.megabytes(count('storage')));
    newCluster({ shape: ClusterShape.multiNode({ workers: count('workers'), worker }) }, stack);
    expect(clusterIn(stack).body.properties).toMatchObject({
      nodeCount: '${var.workers}',
      nodeVCores: '${var.v_cores}',
      nodeStorageQuotaInMb: '${var.storage}',
    });
  });
});

describe('refused where it is made', () => {
  const REGIONS = `Limit: "Regional availability for Azure Cosmos DB for PostgreSQL", 2024-04-02, ${LEARN}/resources-regions`;
  const LIMITS = `Limit: "Azure Cosmos DB for PostgreSQL limits and limitations", 2024-07-07, ${LEARN}/reference-limits`;

  test.each<[string, Partial<GeoRedundantClusterProps>, string, string]>([
    [
      'geo-redundant backup in a region without',
      { location: 'swedencentral' },
      'PGB801: `geoRedundantBackup` must be false in a region without geo-redundant backup, got: true in Sweden Central.',
      REGIONS,
    ],
    [
      'geo-redundant backup of burstable compute',
      { shape: ClusterShape.burstable(1) },
      'PGB802: `geoRedundantBackup` must be false for burstable compute, got: true.',
      LIMITS,
    ],
    [
      'standbys of burstable compute',
      { shape: ClusterShape.burstable(1), geoRedundantBackup: false, highAvailability: true },
      'ClusterHighAvailability: `highAvailability` must be false for burstable compute, got: true.',
      LIMITS,
    ],
    [
      'a name',
      { clusterName: 'Tenants_1' },
      'PGB805: `clusterName` must be 3 to 40 lower-case letters',
      'got: Tenants_1.',
    ],
    ['no name', { clusterName: '' }, 'PGB805: `clusterName` must be 3 to 40 lower-case letters', 'got: (empty).'],
    [
      'PostgreSQL 17',
      { version: PostgresVersion.V17 },
      'ClusterVersion: `version` must be between 11 and 16, got: 17.',
      'elastic clusters of flexible server',
    ],
    [
      'Entra identities of PostgreSQL 13',
      { version: PostgresVersion.of('13') },
      'ClusterVersion: `version` must be at least 14 where Microsoft Entra identities log in, got: 13.',
      LIMITS,
    ],
    [
      'burstable compute with PostgreSQL 11',
      { shape: ClusterShape.burstable(2), geoRedundantBackup: false, version: PostgresVersion.of('11') },
      'ClusterVersion: `version` must be at least 12 for burstable compute, got: 11.',
      LIMITS,
    ],
    [
      'Citus 11.3 with PostgreSQL 16',
      { citusVersion: CitusVersion.V11_3 },
      'ClusterVersion: `citusVersion` must be 12.1 with PostgreSQL 16, got: 11.3.',
      `Limit: "PostgreSQL extensions in Azure Cosmos DB for PostgreSQL", 2024-05-28, ${LEARN}/reference-extensions`,
    ],
    [
      'a Citus that is too new',
      { version: PostgresVersion.V14, citusVersion: CitusVersion.of('12.2') },
      'ClusterVersion: `citusVersion` must be between 10.2 and 12.1 with PostgreSQL 14, got: 12.2.',
      'leave it out for 12.1',
    ],
    [
      'a maintenance window',
      { maintenanceWindow: { dayOfWeek: 7 } },
      'MaintenanceWindow: `dayOfWeek` must be between 0 and 6, got: 7.',
      '',
    ],
    ['a region', { location: ' ' }, 'Location: `location` must be a region, got: (empty).', ''],
    ['a resource group', { resourceGroupName: 'rg.' }, 'PGB509: `resourceGroupName` must be', 'got: rg..'],
  ])('%s', (_, props, sentence, more) => {
    const message = refusal(props);
    expect(message).toContain(`[/estate/Tenants] ${sentence}`);
    expect(message).toContain(more);
    expect(message).toContain('Mend: ');
  });

  test.each<[string, ClusterShape, string]>([
    ['burstable compute', ClusterShape.burstable(2), '12'],
    ['regular compute', ClusterShape.multiNode({ workers: 2 }), '11'],
  ])('but not the oldest version of %s', (_, shape, version) => {
    const stack = newStack();
    const password = AdministratorPassword.writeOnly(variable(stack, 'password').stringValue);
    const authentication = ClusterAuthentication.passwordOnly(password);
    newCluster({ shape, version: PostgresVersion.of(version), authentication, geoRedundantBackup: false }, stack);
    expect(clusterIn(stack).body.properties.postgresqlVersion).toBe(version);
  });

  test('geo-redundant backup in the region of a group without', () => {
    const stack = newStack();
    const { name, location } = newGroup(stack, 'group', 'swedencentral');
    expect(thrown(() => newCluster({ resourceGroupName: name, location }, stack)).message).toContain('PGB801');
  });

  test.each(['atlantis', '${var.region}'])('but not a region that nobody knows: %s', (location) => {
    expect(bodyOf({ location }).enableGeoBackup).toBe(true);
  });

  test('a name twice, in whatever group and stack', () => {
    const app = newApp();
    const stack = newStack('estate', app, SUBSCRIPTION);
    newCluster({ clusterName: 'tenants' }, stack);
    const again = () => newCluster({ clusterName: 'tenants', resourceGroupName: 'rg-other' }, stack, 'Again');
    expect(thrown(again).message).toContain(
      '[/estate/Again] PGB509: `clusterName` must be unique in all of Azure, got: tenants, which /estate/Tenants has.',
    );
    expect(() => newCluster({ clusterName: 'tenants' }, newStack('other', app))).toThrow('PGB509');
    newCluster({ clusterName: 'tenants-too' }, stack, 'Elsewhere');
  });
});

test('places of constructs don’t meet: the default names of two clusters are two', () => {
  const stack = newStack();
  for (const id of ['Tenants', 'Orders']) newCluster({}, stack, id);
  const names = azapi(synth(stack), 'serverGroupsv2').map(({ name }) => name);
  expect(new Set(names).size).toBe(2);
  expect(names[0]).toContain(PLACE.resourceGroupName);
  expect(Object.keys(synth(stack).resource)).not.toContain(TYPES.server);
});
