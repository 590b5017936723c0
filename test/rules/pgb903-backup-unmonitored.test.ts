import { MonitorAlertProcessingRuleActionGroup as AlertProcessing } from '@cdktf/provider-azurerm/lib/monitor-alert-processing-rule-action-group';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { MonitorMetricAlert } from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import { TerraformVariable } from 'cdktf';
import { block, estateInHcl, outcomeInHcl } from './hcl-kit';
import { emptyStack, NOW, outcomes, RawEstate, rawEstate, SUBSCRIPTION } from './kit';
import { BACKUP_UNMONITORED } from '../../src/rules/pgb903-backup-unmonitored';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const RULE = BACKUP_UNMONITORED;
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders`;
const ON_CALL = `${GROUP}/providers/Microsoft.Insights/actionGroups/on-call`;

function setting({ stack }: RawEstate, targetResourceId: string): void {
  new MonitorDiagnosticSetting(stack, 'setting', { name: 'jobs', targetResourceId });
}

function alert({ stack }: RawEstate, scopes: string[], over: Record<string, unknown> = {}): void {
  new MonitorMetricAlert(stack, 'alert', { name: 'health', resourceGroupName: 'rg-orders', scopes, ...over });
}

function routing({ stack }: RawEstate, scopes: string[], over: Record<string, unknown> = {}): void {
  new AlertProcessing(stack, 'routing', {
    name: 'backups',
    resourceGroupName: 'rg-orders',
    scopes,
    addActionGroupIds: [ON_CALL],
    ...over,
  });
}

function judged(make: (estate: RawEstate) => void): string[] {
  const estate = rawEstate();
  make(estate);
  return outcomes(RULE, estate.stack);
}

function services(operator: string, ...values: string[]): Record<string, unknown> {
  return { condition: { monitorService: { operator, values } } };
}

const VAULTS = 'Microsoft.DataProtection/backupVaults';
const MACHINES = 'Microsoft.Compute/virtualMachines';

function types(operator: string, ...values: string[]): Record<string, unknown> {
  return { condition: { targetResourceType: { operator, values } } };
}

describe('PGB903 backup-unmonitored', () => {
  test.each<[string, (estate: RawEstate) => void, string]>([
    ['nothing', () => undefined, 'violated'],
    ['a diagnostic setting', (estate) => setting(estate, estate.vault.id), 'compliant'],
    ['a diagnostic setting of something else', (estate) => setting(estate, estate.server.id), 'violated'],
    ['a metric alert', (estate) => alert(estate, [estate.vault.id]), 'compliant'],
    ['a metric alert that is off', (estate) => alert(estate, [estate.vault.id], { enabled: false }), 'violated'],
    ['a metric alert on the subscription', (estate) => alert(estate, [`/subscriptions/${SUBSCRIPTION}`]), 'compliant'],
    ['routing of the vault', (estate) => routing(estate, [estate.server.id, estate.vault.id]), 'compliant'],
    ['routing of its group', (estate) => routing(estate, [GROUP]), 'compliant'],
    ['routing of another group', (estate) => routing(estate, [`${GROUP}-other`]), 'violated'],
    ['routing that is off', (estate) => routing(estate, [GROUP], { enabled: false }), 'violated'],
    ['routing of backups', (estate) => routing(estate, [GROUP], services('Equals', 'Azure Backup')), 'compliant'],
    ['routing of metrics', (estate) => routing(estate, [GROUP], services('Equals', 'Metric')), 'violated'],
    [
      'routing of all but backups',
      (estate) => routing(estate, [GROUP], services('NotEquals', 'Azure Backup')),
      'violated',
    ],
    ['routing of vaults', (estate) => routing(estate, [GROUP], types('Equals', VAULTS)), 'compliant'],
    [
      'routing of vaults, in part',
      (estate) => routing(estate, [GROUP], types('Contains', 'backupVaults')),
      'compliant',
    ],
    ['routing of machines', (estate) => routing(estate, [GROUP], types('Equals', MACHINES)), 'violated'],
    ['routing of machines, in part', (estate) => routing(estate, [GROUP], types('Contains', 'Compute')), 'violated'],
    ['routing of all but machines', (estate) => routing(estate, [GROUP], types('NotEquals', MACHINES)), 'compliant'],
    ['routing of all but vaults', (estate) => routing(estate, [GROUP], types('DoesNotContain', 'backup')), 'violated'],
    ['routing of all but metrics', (estate) => routing(estate, [GROUP], services('NotEquals', 'Metric')), 'compliant'],
  ])('%s: %s', (_, make, outcome) => {
    expect(judged(make)).toEqual([outcome]);
  });

  test.each<[string, (estate: RawEstate, open: TerraformVariable) => void]>([
    ['the target', (estate, open) => setting(estate, open.stringValue)],
    ['the scopes', (estate, open) => alert(estate, open.listValue)],
    ['a scope', (estate, open) => alert(estate, [estate.server.id, open.stringValue])],
    ['whether it is on', (estate, open) => alert(estate, [estate.vault.id], { enabled: open.booleanValue })],
    ['what is routed', (estate, open) => routing(estate, [GROUP], services('Equals', open.stringValue))],
    ['of what is routed', (estate, open) => routing(estate, [GROUP], types('Equals', open.stringValue))],
    ['how it is compared', (estate, open) => routing(estate, [GROUP], services(open.stringValue, 'Metric'))],
  ])('undecided while %s is a variable', (_, make) => {
    const stack = emptyStack();
    const estate = rawEstate({}, stack);
    make(estate, new TerraformVariable(stack, 'open', {}));
    expect(outcomes(RULE, stack)).toEqual(['undecided']);
  });

  test.each([
    [
      'of its group',
      '"${azurerm_resource_group.rg.id}/providers/Microsoft.DataProtection/backupVaults/bv-orders"',
      'compliant',
    ],
    [
      'of another name',
      '"${azurerm_resource_group.rg.id}/providers/Microsoft.DataProtection/backupVaults/bv"',
      'violated',
    ],
    ['in a subscription', `"${GROUP}/providers/Microsoft.DataProtection/backupVaults/bv-orders"`, 'undecided'],
  ])('a setting of an id that is put together, %s: %s', async (_, target_resource_id, outcome) => {
    const jobs = block('azurerm_monitor_diagnostic_setting', 'd', { name: '"jobs"', target_resource_id });
    expect(await outcomeInHcl('PGB903', estateInHcl({}, jobs))).toBe(outcome);
  });

  test('it is a note, and says what to add', () => {
    const findings = PostgresBackupValidator.of(rawEstate().stack).findings({
      now: NOW,
      profiles: [Profile.RECOMMENDED],
    });
    expect(findings.find(({ rule }) => rule === 'PGB903')).toMatchObject({
      severity: 'note',
      path: 'raw/vault',
      mend: expect.stringContaining('add a `azurerm_monitor_alert_processing_rule_action_group`'),
    });
  });
});
