import { StorageAccountNetworkRulesA as NetworkRules } from '@cdktf/provider-azurerm/lib/storage-account-network-rules';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { restoreEstate } from './restore-kit';
import { RESTORE_NETWORK } from '../../src/rules/pgb603-restore-network';

const RULE = RESTORE_NETWORK;
const DENY = { defaultAction: 'Deny', bypass: ['None'] };
const PROVIDERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/*/providers`;

function judged(account: Record<string, unknown>): string[] {
  return outcomes(RULE, restoreEstate({ account }).stack);
}

describe('PGB603 restore-network', () => {
  test.each([
    ['open', {}, 'compliant'],
    ['public access off', { publicNetworkAccessEnabled: false }, 'violated'],
    [
      'public access off, whatever the firewall says',
      { publicNetworkAccessEnabled: false, networkRules: { defaultAction: 'Allow' } },
      'violated',
    ],
    ['a firewall that lets all in', { networkRules: { defaultAction: 'Allow' } }, 'compliant'],
    ['a firewall without bypass lets trusted services in', { networkRules: { defaultAction: 'Deny' } }, 'compliant'],
    [
      'trusted services',
      { networkRules: { defaultAction: 'Deny', bypass: ['Logging', 'AzureServices'] } },
      'compliant',
    ],
    ['logging alone', { networkRules: { defaultAction: 'Deny', bypass: ['Logging'] } }, 'violated'],
    ['nobody', { networkRules: DENY }, 'violated'],
    [
      'every vault of the subscription',
      {
        networkRules: {
          ...DENY,
          privateLinkAccess: [{ endpointResourceId: `${PROVIDERS}/Microsoft.DataProtection/BackupVaults/*` }],
        },
      },
      'compliant',
    ],
    [
      'something else',
      {
        networkRules: {
          ...DENY,
          privateLinkAccess: [{ endpointResourceId: `${PROVIDERS}/Microsoft.Search/searchServices/*` }],
        },
      },
      'violated',
    ],
  ])('%s: %s', (_, account, outcome) => {
    expect(judged(account)).toEqual([outcome]);
  });

  test('a rule for the vault, in a block or in a resource of its own', () => {
    const estate = rawEstate();
    const rule = { endpointResourceId: estate.vault.id };
    const inBlock = restoreEstate({ account: { networkRules: { ...DENY, privateLinkAccess: [rule] } } }, estate);
    expect(outcomes(RULE, inBlock.stack)).toEqual(['compliant']);
    const apart = restoreEstate();
    new NetworkRules(apart.stack, 'rules', { storageAccountId: apart.account.id, ...DENY });
    expect(outcomes(RULE, apart.stack)).toEqual(['violated']);
  });

  test.each([
    ['publicNetworkAccessEnabled', (open: string) => ({ publicNetworkAccessEnabled: open })],
    ['defaultAction', (open: string) => ({ networkRules: { ...DENY, defaultAction: open } })],
    ['bypass', (open: string) => ({ networkRules: { defaultAction: 'Deny', bypass: [open] } })],
    [
      'a rule',
      (open: string) => ({ networkRules: { ...DENY, privateLinkAccess: [{ endpointResourceId: `${open}${open}` }] } }),
    ],
  ])('undecided while %s is a variable', (_, account) => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    const { stack: estate } = restoreEstate({ account: account(open) }, rawEstate({}, stack));
    expect(outcomes(RULE, estate)).toEqual(['undecided']);
  });

  test('what keeps the vault out decides, whatever else is open', () => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'bool' }).booleanValue;
    const account = { publicNetworkAccessEnabled: open, networkRules: DENY };
    expect(outcomes(RULE, restoreEstate({ account }, rawEstate({}, stack)).stack)).toEqual(['violated']);
  });

  test('the synthesis says how to let the vault in', () => {
    const [verdict] = verdicts(RULE, restoreEstate({ account: { networkRules: DENY } }).stack);
    expect(verdict.message).toBe(
      'the storage account of a restore target must let the vault in, got: default action Deny, with neither trusted services nor the vault let in',
    );
    const { error } = synthesize(restoreEstate({ account: { publicNetworkAccessEnabled: false } }).stack);
    expect(error).toContain('PGB603 restore-network: ');
    expect(error).toContain('Mend: set `public_network_access_enabled = true`');
  });
});
