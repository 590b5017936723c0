import { untyped } from './cluster-kit';
import { emptyStack, outcomes, RawEstate, rawEstate, verdicts } from './kit';
import { RULES } from '../../src/rules/registry';
import { Rule } from '../../src/rules/rule';

const TYPE = 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01';

const rule = (id: string): Rule => RULES.find((each) => each.id === id)!;

/** The protected server made by azapi, beside the estate's own, which nothing protects. */
function estate(properties: Record<string, unknown> = {}, over: Record<string, unknown> = {}): RawEstate {
  const stack = emptyStack();
  const parts = rawEstate({}, stack);
  untyped(stack, 'azapi_resource', 'fast', {
    type: TYPE,
    name: 'pg-fast',
    parent_id: parts.group.id,
    location: 'westeurope',
    body: {
      sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
      properties: { version: '17', storage: { storageSizeGB: 128 }, ...properties },
    },
    ...over,
  });
  parts.instance!.addOverride('server_id', '${azapi_resource.fast.id}');
  parts.ltr!.addOverride('scope', '${azapi_resource.fast.id}');
  return parts;
}

/** What a rule says of the server, or of its instance. */
const outcome = (id: string, properties?: Record<string, unknown>, over?: Record<string, unknown>) =>
  verdicts(rule(id), estate(properties, over).stack)
    .filter(({ on }) => !on.path?.endsWith('/server'))
    .map((verdict) => verdict.outcome);

describe('a flexible server that azapi makes', () => {
  test.each([
    'PGB101',
    'PGB102',
    'PGB401',
    'PGB403',
    'PGB404',
    'PGB405',
    'PGB406',
    'PGB409',
    'PGB411',
    'PGB412',
    'PGB413',
  ])('is in order where it is like any other: %s', (id) => {
    expect(outcome(id)).toEqual(['compliant']);
  });

  test.each<[string, Record<string, unknown>]>([
    ['PGB401', { storage: { storageSizeGB: 2048 } }],
    ['PGB402', { storage: { storageSizeGB: 1024, autoGrow: 'Enabled' } }],
    ['PGB404', { createMode: 'Replica' }],
    ['PGB405', { storage: { type: 'PremiumV2_LRS', storageSizeGB: 128 } }],
    ['PGB406', { cluster: { clusterSize: 4 } }],
    ['PGB411', { network: { publicNetworkAccess: 'Disabled' } }],
    ['PGB701', { backup: { backupRetentionDays: 60 } }],
    [
      'PGB706',
      {
        backup: { geoRedundantBackup: 'Enabled' },
        dataEncryption: { type: 'AzureKeyVault', primaryKeyURI: 'https://kv.vault.azure.net/keys/server' },
      },
    ],
    ['PGB902', { administratorLoginPassword: 'correct-Horse-7-battery' }],
  ])('breaks %s as any other does', (id, properties) => {
    expect(outcome(id, properties)).toEqual(['violated']);
  });

  test('has the key that Azure manages where it says so', () => {
    const backup = { geoRedundantBackup: 'Enabled' };
    expect(outcome('PGB706', { backup, dataEncryption: { type: 'SystemManaged' } })).toEqual(['compliant']);
  });

  test('is undecided where its body is worked out', () => {
    expect(outcome('PGB401', {}, { body: '${var.body}' })).toEqual(['undecided']);
  });

  test('is no server where its type is another', () => {
    const other = estate({}, { type: 'Microsoft.Sql/servers@2023-08-01' });
    expect(outcomes(rule('PGB409'), other.stack)).toEqual(['violated']);
    expect(outcomes(rule('PGB401'), other.stack)).toEqual([]);
  });
});
