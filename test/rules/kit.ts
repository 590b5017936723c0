import { readFileSync, existsSync } from 'fs';
import { join } from 'path';
import { DataProtectionBackupInstancePostgresqlFlexibleServer as Instance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { DataProtectionBackupPolicyPostgresqlFlexibleServer as Policy } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import { DataProtectionBackupVault as Vault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { PostgresqlFlexibleServer as Server } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { App, TerraformStack } from 'cdktf';
import { assemble } from '../../src/inventory/assemble';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { Rule, Verdict } from '../../src/rules/rule';
import { readTree } from '../../src/validation/readers/tree';
import { PostgresBackupValidator, ValidationOptions } from '../../src/validation/validator';
import { temporaryFolder } from '../temporary';

export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
export const LTR = 'c088a766-074b-43ba-90d4-1fb21feae531';
export const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const NOW = '2026-11-20';

/** Overrides of the one protected server below; a part set to `false` is left out. */
export interface Overrides {
  readonly provider?: Record<string, unknown>;
  readonly group?: Record<string, unknown>;
  readonly vault?: Record<string, unknown>;
  readonly policy?: Record<string, unknown>;
  readonly server?: Record<string, unknown>;
  readonly ltr?: Record<string, unknown> | false;
  readonly reader?: Record<string, unknown> | false;
  readonly instance?: Record<string, unknown> | false;
}

export interface RawEstate {
  readonly stack: TerraformStack;
  readonly group: ResourceGroup;
  readonly vault: Vault;
  readonly policy: Policy;
  readonly server: Server;
  readonly ltr?: RoleAssignment;
  readonly reader?: RoleAssignment;
  readonly instance?: Instance;
}

export function roleId(guid: string): string {
  return `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

/** A stack with nothing but the provider, outside of the source tree. */
export function emptyStack(name = 'raw', app = new App({ outdir: temporaryFolder() })): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });
  return stack;
}

/** One protected server out of raw azurerm resources that no rule objects to; `over` breaks what a test wants broken. */
export function rawEstate(over: Overrides = {}, stack = emptyStack()): RawEstate {
  const group = new ResourceGroup(stack, 'group', { name: 'rg-orders', location: 'westeurope', ...over.group });
  const vault = new Vault(stack, 'vault', {
    name: 'bv-orders',
    resourceGroupName: group.name,
    location: group.location,
    datastoreType: 'VaultStore',
    redundancy: 'GeoRedundant',
    softDelete: 'On',
    retentionDurationInDays: 30,
    immutability: 'Unlocked',
    identity: { type: 'SystemAssigned' },
    ...over.vault,
  });
  const policy = new Policy(stack, 'policy', {
    name: 'weekly',
    vaultId: vault.id,
    backupRepeatingTimeIntervals: ['R/2024-01-07T02:00:00+00:00/P1W'],
    timeZone: 'UTC',
    defaultRetentionRule: { lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P3M' }] },
    ...over.policy,
  });
  const server = new Server(stack, 'server', {
    name: 'pg-orders',
    resourceGroupName: group.name,
    location: group.location,
    version: '17',
    skuName: 'GP_Standard_D4ds_v5',
    storageMb: 131072,
    zone: '1',
    backupRetentionDays: 35,
    geoRedundantBackupEnabled: true,
    authentication: { activeDirectoryAuthEnabled: true, passwordAuthEnabled: false },
    ...over.server,
  });
  const assign = (id: string, scope: string, guid: string, overrides: Record<string, unknown> | false | undefined) =>
    overrides === false
      ? undefined
      : new RoleAssignment(stack, id, {
          scope,
          roleDefinitionId: roleId(guid),
          principalId: vault.identity.principalId,
          principalType: 'ServicePrincipal',
          ...overrides,
        });
  const ltr = assign('ltr', server.id, LTR, over.ltr);
  const reader = assign('reader', group.id, READER, over.reader);
  const instance =
    over.instance === false
      ? undefined
      : new Instance(stack, 'instance', {
          name: 'pg-orders',
          location: group.location,
          vaultId: vault.id,
          serverId: server.id,
          backupPolicyId: policy.id,
          dependsOn: [ltr, reader].filter((assignment) => assignment !== undefined),
          ...over.instance,
        });
  return { stack, group, vault, policy, server, ltr, reader, instance };
}

/** What one rule says of the tree, compliant verdicts included. */
export function verdicts(rule: Rule, stack: TerraformStack, edition = SupportMatrix.DEFAULT, now = NOW): Verdict[] {
  return [...rule.evaluate(assemble(readTree(stack.node.root)), { edition: edition._edition, now })];
}

/** `compliant`, `violated` …, one per resource judged, in the order of the tree. */
export function outcomes(rule: Rule, stack: TerraformStack, edition = SupportMatrix.DEFAULT, now = NOW): string[] {
  if (rule.appliesTo?.(edition._edition) === false) return [];
  return verdicts(rule, stack, edition, now).map(({ outcome }) => outcome);
}

export interface Synthesized {
  /** What `App.synth` threw, or undefined. */
  readonly error?: string;
  /** The stack's cdk.tf.json, where one was written. */
  readonly json?: any;
}

/** Synthesizes the whole app as `cdktf synth` does, with the validator attached. */
export function synthesize(stack: TerraformStack, options: ValidationOptions = {}): Synthesized {
  PostgresBackupValidator.of(stack).use({ now: NOW, ...options });
  const app = stack.node.root as App;
  let error: string | undefined;
  try {
    app.synth();
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  const file = join(app.outdir, 'stacks', stack.node.id, 'cdk.tf.json');
  return { error, json: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined };
}
