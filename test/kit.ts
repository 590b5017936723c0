import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, AppConfig, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { temporaryFolder } from './temporary';
import { BackupConfigurationError } from '../src/errors';
import { Finding, Severity } from '../src/findings/finding';
import { splitTemplate } from '../src/inventory/expression';

export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
export const OTHER_SUBSCRIPTION = '00000000-0000-0000-0000-000000000002';
export const NOW = '2026-11-20';
/** What `process.env.X!` gives where there is no X. */
export const NOTHING = undefined as unknown as string;
export const NULL = null as unknown as undefined;
export const LTR = 'c088a766-074b-43ba-90d4-1fb21feae531';
export const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const CRYPTO_USER = 'e147488a-f6f5-4113-8e2d-b22465e65bf6';

export const TYPES = {
  vault: 'azurerm_data_protection_backup_vault',
  vaultKey: 'azurerm_data_protection_backup_vault_customer_managed_key',
  policy: 'azurerm_data_protection_backup_policy_postgresql_flexible_server',
  instance: 'azurerm_data_protection_backup_instance_postgresql_flexible_server',
  server: 'azurerm_postgresql_flexible_server',
  administrator: 'azurerm_postgresql_flexible_server_active_directory_administrator',
  role: 'azurerm_role_assignment',
  sleep: 'time_sleep',
  group: 'azurerm_resource_group',
  storageAccount: 'azurerm_storage_account',
  container: 'azurerm_storage_container',
  managementPolicy: 'azurerm_storage_management_policy',
  privateEndpoint: 'azurerm_private_endpoint',
  update: 'azapi_update_resource',
  actionGroup: 'azurerm_monitor_action_group',
  alertProcessing: 'azurerm_monitor_alert_processing_rule_action_group',
  diagnosticSetting: 'azurerm_monitor_diagnostic_setting',
  metricAlert: 'azurerm_monitor_metric_alert',
} as const;

export function newApp(config: AppConfig = {}): App {
  return new App({ outdir: temporaryFolder(), ...config });
}

/** A stack with its azurerm provider, logged in to a subscription that nobody wrote down unless `subscriptionId` says so. */
export function newStack(name = 'estate', app = newApp(), subscriptionId?: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId });
  return stack;
}

export function newGroup(scope: Construct, id = 'group', location = 'westeurope'): ResourceGroup {
  return new ResourceGroup(scope, id, { name: `rg-${id}`, location });
}

export function variable(scope: Construct, name: string, type = 'string'): TerraformVariable {
  return new TerraformVariable(scope, name, { type });
}

/** Synthesizes the app as `cdktf synth` does; the stack's cdk.tf.json. */
export function synth(stack: TerraformStack): any {
  const app = stack.node.root as App;
  app.synth();
  return JSON.parse(synthText(stack)!);
}

/** What is wrong with the app, in the words of the synthesis; undefined where it passes. */
export function synthError(stack: TerraformStack): string | undefined {
  try {
    (stack.node.root as App).synth();
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

/** The stack's cdk.tf.json as it was written, where it was. */
export function synthText(stack: TerraformStack): string | undefined {
  const file = join((stack.node.root as App).outdir, 'stacks', stack.node.id, 'cdk.tf.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** A part of cdk.tf.json as Terraform reads it: the locals that it names are replaced by what they stand for. */
export function withLocals(json: any, part: any = json): any {
  if (typeof part === 'string') return withLocalsInText(json.locals ?? {}, part);
  if (Array.isArray(part)) return part.map((each) => withLocals(json, each));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withLocals(json, value)]));
}

function withLocalsInText(locals: Record<string, any>, text: string): string {
  if (!text.includes('local.')) return text;
  const known = (name: string) => typeof locals[name] === 'string';
  return splitTemplate(text)
    .map(({ code, text: part }) => {
      if (!code) return part.replace(/\$\{/g, '$$$${');
      const whole = /^local\.([\w-]+)$/.exec(part);
      if (whole !== null && known(whole[1])) return withLocalsInText(locals, locals[whole[1]]);
      const expanded = part.replace(/(?<![\w.-])local\.([\w-]+)/g, (reference, name) =>
        known(name) ? asExpression(withLocalsInText(locals, locals[name])) : reference,
      );
      return `\${${expanded}}`;
    })
    .join('');
}

/** Text as it stands inside of an expression. */
function asExpression(text: string): string {
  const parts = splitTemplate(text);
  return parts.length === 1 && parts[0].code ? parts[0].text : `"${text}"`;
}

/** Every resource of a type, as `[name, arguments]`, by name, with its locals written out. */
export function entries(json: any, type: string): [string, any][] {
  const found: Record<string, any> = withLocals(json, json.resource?.[type] ?? {});
  return Object.entries(found)
    .map(([name, { '//': _, ...rest }]): [string, any] => [name, rest])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Every resource of a type. */
export function all(json: any, type: string): any[] {
  return entries(json, type).map(([, resource]) => resource);
}

/** The one resource of a type. */
export function only(json: any, type: string): any {
  const found = all(json, type);
  expect(found).toHaveLength(1);
  return found[0];
}

/** The role assignments of one role. */
export function assignments(json: any, guid: string): any[] {
  return all(json, TYPES.role).filter((resource) => resource.role_definition_id.endsWith(guid));
}

/** Findings but for the notes on what an estate has beside vault and servers: somewhere to restore to, somebody who watches. */
export function withoutNotes(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity !== Severity.NOTE);
}

/** The error that a constructor or factory throws. */
export function thrown(action: () => unknown): BackupConfigurationError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(BackupConfigurationError);
    return error as BackupConfigurationError;
  }
  throw new Error('nothing was thrown');
}

/** Annotations of a construct and everything below it, as `[level, text, path]`. */
export function annotations(scope: IConstruct): { level: string; text: string; path: string }[] {
  return scope.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter((entry) => entry.type.startsWith('@cdktf/'))
      .map((entry) => ({
        level: entry.type.replace('@cdktf/', ''),
        text: String(entry.data),
        path: construct.node.path,
      })),
  );
}

/** A text as it stands in the synthesized file of a stack of its own making. */
export function resolvedIn(stack: TerraformStack, value: any): any {
  const name = `resolved${stack.node.children.length}`;
  new TerraformOutput(stack, name, { value, staticId: true });
  return synth(stack).output[name].value;
}
