import { readFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import { untyped } from './cluster-kit';
import { emptyStack, LTR, outcomes, rawEstate, READER, roleId, verdicts } from './kit';
import { assemble } from '../../src/inventory/assemble';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RULES } from '../../src/rules/registry';
import { Rule } from '../../src/rules/rule';
import { judge } from '../../src/validation/engine';
import { Profile } from '../../src/validation/profile';
import { readText } from '../../src/validation/readers/read';
import { NOW } from '../kit';

const SERVERS = 'Microsoft.DBforPostgreSQL/flexibleServers';
const VAULTS = 'Microsoft.DataProtection/backupVaults';
const IN_VAULT = 'VaultStore';
const PRINCIPAL = '${azapi_resource.vault.identity[0].principal_id}';

const rule = (id: string): Rule => RULES.find((each) => each.id === id)!;

type Part = 'vault' | 'policy' | 'ltr' | 'reader' | 'instance';
/** What is else in the body of a part: below its `properties`, or a whole body that is an expression. */
type Bodies = Partial<Record<Part, Record<string, unknown> | string>>;

const keep = (name: string, duration: string, isDefault = false) => ({
  objectType: 'AzureRetentionRule',
  name,
  isDefault,
  lifecycles: [{ deleteAfter: { duration }, sourceDataStore: { dataStoreType: IN_VAULT } }],
});

const tag = (tagName: string, taggingPriority: number, criterion: Record<string, unknown>) => ({
  tagInfo: { tagName },
  taggingPriority,
  criteria: [{ objectType: 'ScheduleBasedBackupCriteria', ...criterion }],
});

function rules(interval: string, retention: readonly object[] = [], tags: readonly object[] = []) {
  const schedule = { repeatingTimeIntervals: [`R/2024-01-07T02:00:00+00:00/${interval}`], timeZone: 'UTC' };
  const taggingCriteria = [...tags, { isDefault: true, taggingPriority: 99, tagInfo: { tagName: 'Default' } }];
  return {
    policyRules: [
      { objectType: 'AzureBackupRule', name: 'BackupWeekly', trigger: { schedule, taggingCriteria } },
      keep('Default', 'P3M', true),
      ...retention,
    ],
  };
}

const PROPERTIES: Readonly<Record<Part, Record<string, unknown>>> = {
  vault: {
    storageSettings: [{ datastoreType: IN_VAULT, type: 'GeoRedundant' }],
    securitySettings: {
      softDeleteSettings: { state: 'On', retentionDurationInDays: 30 },
      immutabilitySettings: { state: 'Unlocked' },
    },
  },
  policy: { datasourceTypes: [SERVERS], ...rules('P1W') },
  ltr: { roleDefinitionId: roleId(LTR), principalId: PRINCIPAL },
  reader: { roleDefinitionId: roleId(READER), principalId: PRINCIPAL },
  instance: {
    dataSourceInfo: {
      datasourceType: SERVERS,
      resourceID: '${azurerm_postgresql_flexible_server.server.id}',
      resourceLocation: 'westeurope',
    },
    policyInfo: { policyId: '${azapi_resource.policy.id}' },
  },
};

const ARGUMENTS: Readonly<Record<Part, Record<string, unknown>>> = {
  vault: {
    type: `${VAULTS}@2024-04-01`,
    name: 'bv-orders',
    parent_id: '${azurerm_resource_group.group.id}',
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
  },
  policy: { type: `${VAULTS}/backupPolicies@2024-04-01`, name: 'weekly', parent_id: '${azapi_resource.vault.id}' },
  ltr: {
    type: 'Microsoft.Authorization/roleAssignments@2022-04-01',
    name: '5a6e7d1c-3f53-4b7e-9a3f-0c1d2e3f4a5b',
    parent_id: '${azurerm_postgresql_flexible_server.server.id}',
  },
  reader: {
    type: 'Microsoft.Authorization/roleAssignments@2022-04-01',
    name: '6a6e7d1c-3f53-4b7e-9a3f-0c1d2e3f4a5b',
    parent_id: '${azurerm_resource_group.group.id}',
  },
  instance: {
    type: `${VAULTS}/backupInstances@2024-04-01`,
    name: 'pg-orders',
    parent_id: '${azapi_resource.vault.id}',
    depends_on: ['azapi_resource.ltr', 'azapi_resource.reader'],
  },
};

/** The estate of `rawEstate`, of which azapi makes all that protects the server. */
function estate(bodies: Bodies = {}, over: Partial<Record<Part, Record<string, unknown>>> = {}): TerraformStack {
  const stack = emptyStack();
  const { vault, policy, ltr, reader, instance } = rawEstate({}, stack);
  for (const part of [vault, policy, ltr!, reader!, instance!]) stack.node.tryRemoveChild(part.node.id);
  for (const part of Object.keys(ARGUMENTS) as Part[]) {
    const more = bodies[part] ?? {};
    const body = typeof more === 'string' ? more : { properties: { ...PROPERTIES[part], ...more } };
    untyped(stack, 'azapi_resource', part, { ...ARGUMENTS[part], body, ...over[part] });
  }
  return stack;
}

const outcome = (id: string, bodies?: Bodies, over?: Partial<Record<Part, Record<string, unknown>>>) =>
  outcomes(rule(id), estate(bodies, over));

describe('a vault, a policy, an instance and roles that azapi makes', () => {
  test.each(RULES.filter(({ id }) => id !== 'PGB105').map(({ id }) => id))('are judged as azurerm’s: %s', (id) => {
    expect(outcome(id).sort()).toEqual(outcomes(rule(id), rawEstate().stack).sort());
  });

  test('azurerm has no say in how a role is written', () => {
    expect(outcome('PGB105', { ltr: { roleDefinitionId: LTR } })).toEqual([]);
    expect(outcome('PGB101', { ltr: { roleDefinitionId: LTR } })).toEqual(['compliant']);
  });

  const frequent = rules('P1W', [keep('Monthly', 'P1Y')], [tag('Monthly', 5, { absoluteCriteria: ['FirstOfMonth'] })]);
  test.each<[string, Bodies]>([
    ['PGB101', { ltr: { roleDefinitionId: roleId(READER) } }],
    ['PGB102', { reader: { roleDefinitionId: roleId(LTR) } }],
    ['PGB201', { policy: rules('P1X') }],
    ['PGB202', { policy: rules('P1D') }],
    [
      'PGB301',
      { policy: rules('P1W', [keep('Yearly', 'P11Y')], [tag('Yearly', 5, { absoluteCriteria: ['FirstOfYear'] })]) },
    ],
    [
      'PGB303',
      { policy: rules('P1W', [keep('Yearly', 'P1Y')], [tag('Yearly', 120, { absoluteCriteria: ['FirstOfYear'] })]) },
    ],
    [
      'PGB305',
      { policy: rules('P1W', [keep('Default', 'P1Y')], [tag('Default', 5, { absoluteCriteria: ['FirstOfYear'] })]) },
    ],
    [
      'PGB306',
      {
        policy: rules(
          'P1W',
          [keep('Monday', 'P1Y')],
          [tag('Monday', 5, { daysOfTheWeek: ['Monday'], scheduleTimes: ['2024-01-07T02:00:00Z'] })],
        ),
      },
    ],
    ['PGB309', { policy: rules('P1W', [keep('Bare', 'P1Y')], [tag('Bare', 5, {})]) }],
    ['PGB502', { vault: { securitySettings: { softDeleteSettings: { state: 'Off' } } } }],
    ['PGB503', { vault: { securitySettings: { softDeleteSettings: { state: 'On', retentionDurationInDays: 7 } } } }],
    ['PGB504', { vault: { securitySettings: { immutabilitySettings: { state: 'Locked' } } } }],
    ['PGB506', { vault: { storageSettings: [{ datastoreType: IN_VAULT, type: 'LocallyRedundant' }] } }],
  ])('break %s as azurerm’s do', (id, bodies) => {
    expect(outcome(id, bodies)).toContain('violated');
    expect(outcome(id, { policy: frequent })).not.toContain('violated');
  });

  test('of cross-region restore the API takes what azurerm doesn’t', () => {
    const vault = (state: string, type = 'LocallyRedundant') => ({
      vault: {
        storageSettings: [{ type }],
        featureSettings: { crossRegionRestoreSettings: { state } },
      },
    });
    expect(outcome('PGB501', vault('Disabled'))).toEqual(['compliant']);
    expect(outcome('PGB501', vault('Enabled'))).toEqual(['violated']);
    expect(outcome('PGB515', vault('Enabled', 'GeoRedundant'))).toEqual(['compliant']);
  });

  test('an instance comes after its roles', () => {
    expect(outcome('PGB103', {}, { instance: { depends_on: ['azapi_resource.ltr'] } })).toEqual(['violated']);
  });

  test('an instance names its server in either spelling', () => {
    const dataSourceInfo = { datasourceType: SERVERS, resourceId: '${azurerm_postgresql_flexible_server.server.id}' };
    expect(outcome('PGB901', { instance: { dataSourceInfo } })).toEqual(['compliant']);
  });

  test('what a body is worked out from is not guessed', () => {
    expect(outcome('PGB502', { vault: '${var.body}' })).toEqual(['undecided']);
    expect(outcome('PGB202', { policy: { policyRules: '${var.rules}' } })).toEqual(['undecided']);
    expect(outcome('PGB303', { policy: { policyRules: ['${var.rule}'] } })).toEqual(['undecided']);
    expect(outcome('PGB101', { ltr: { principalId: '${var.principal}' } })).toEqual(['undecided']);
    const exported = '${azapi_resource.vault.output.identity.principalId}';
    expect(outcome('PGB101', { ltr: { principalId: exported } })).toEqual(['compliant']);
    const policy = rules('P1W', [keep('${var.name}', 'P1Y')], [tag('Yearly', 200, {})]);
    expect(outcome('PGB303', { policy })).toEqual(['undecided']);
  });

  test('other workloads are nobody’s business', () => {
    const disk = { datasourceType: 'Microsoft.Compute/disks', resourceID: '/subscriptions/x' };
    const stack = estate({
      policy: { datasourceTypes: ['Microsoft.Compute/disks'] },
      instance: { dataSourceInfo: disk },
    });
    expect(outcomes(rule('PGB409'), stack)).toEqual([]);
    expect(outcomes(rule('PGB202'), stack)).toEqual([]);
    expect(outcomes(rule('PGB901'), stack)).toEqual(['violated']);
    expect(verdicts(rule('PGB903'), stack).map(({ outcome: found }) => found)).toEqual(['violated']);
  });

  test('of an instance whose workload isn’t known nothing is said', () => {
    const dataSourceInfo = { ...(PROPERTIES.instance.dataSourceInfo as object), datasourceType: '${var.workload}' };
    expect(outcome('PGB901', { instance: { dataSourceInfo } })).toEqual(['undecided']);
  });
});

describe('real plans and states of them', () => {
  const shown = async (name: string, profile = Profile.AZURE) => {
    const text = readFileSync(join(__dirname, '..', 'plans', `${name}.json`), 'utf8');
    const { document } = await readText('input', text);
    const settings = { edition: SupportMatrix.DEFAULT._edition, now: NOW, acknowledgements: [] };
    const { findings } = judge(assemble(document), RULES, { ...settings, profiles: [profile._data] });
    return findings.map(({ finding }) => `${finding.outcome} ${finding.rule} ${finding.resource}`).sort();
  };

  test('lead from instance to server, vault, policy and roles, though a plan shows of bodies what they refer to', async () => {
    expect(await shown('azapi')).toEqual([
      'violated PGB103 azapi_resource.instance',
      'violated PGB202 azapi_resource.policy["daily"]',
      'violated PGB203 azapi_resource.policy["daily"]',
      'violated PGB301 azapi_resource.policy["daily"]',
      'violated PGB303 azapi_resource.policy["daily"]',
      'violated PGB305 azapi_resource.policy["daily"]',
      'violated PGB401 azapi_resource.server',
    ]);
  });

  test('find nothing wrong with what is in order', async () => {
    expect(await shown('azapi-changes-state')).toEqual([]);
  });

  test('tell what is changed and taken away', async () => {
    expect(await shown('azapi-changes', Profile.RECOMMENDED)).toEqual([
      'violated PGB505 azapi_resource.vault',
      'violated PGB508 azapi_resource.instance',
      'violated PGB702 azapi_resource.server',
      'violated PGB901 azapi_resource.server',
      'violated PGB903 azapi_resource.vault',
    ]);
  });
});
