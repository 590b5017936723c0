import { NOW, SUBSCRIPTION } from './kit';
import { assemble } from '../../src/inventory/assemble';
import { BackupInventory } from '../../src/inventory/inventory';
import { ChangeAction } from '../../src/inventory/source';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { Rule, Verdict } from '../../src/rules/rule';
import { readText } from '../../src/validation/readers/read';

export const VAULT = 'azurerm_data_protection_backup_vault';
export const POLICY = 'azurerm_data_protection_backup_policy_postgresql_flexible_server';
export const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
export const SERVER = 'azurerm_postgresql_flexible_server';

export function id(path: string): string {
  return `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/${path}`;
}

export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly ChangeAction[];
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
  /** Names of arguments that applying tells. */
  readonly unknown?: readonly string[];
  /** References of arguments, as the configuration has them. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
}

/** A plan with these changes, as `terraform show -json` prints one. */
export function planText(changes: readonly PlannedChange[]): string {
  const parts = (address: string) => {
    const [type, name] = address.split('.');
    return { address, mode: 'managed', type, name, provider_name: 'registry.terraform.io/hashicorp/azurerm' };
  };
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: {} },
    resource_changes: changes.map(({ address, actions, before = null, after = null, unknown = [] }) => ({
      ...parts(address),
      change: {
        actions,
        before,
        after,
        after_unknown: Object.fromEntries(unknown.map((name) => [name, true])),
      },
    })),
    configuration: {
      provider_config: { azurerm: { name: 'azurerm', full_name: 'registry.terraform.io/hashicorp/azurerm' } },
      root_module: {
        resources: changes
          .filter(({ after }) => after !== undefined)
          .map(({ address, references = {} }) => ({
            ...parts(address),
            provider_config_key: 'azurerm',
            expressions: Object.fromEntries(
              Object.entries(references).map(([name, list]) => [name, { references: list }]),
            ),
          })),
      },
    },
  });
}

export async function planned(changes: readonly PlannedChange[]): Promise<BackupInventory> {
  const { document } = await readText('plan.json', planText(changes));
  return assemble(document);
}

/** What one rule says of a plan, compliant verdicts included. */
export async function plannedVerdicts(rule: Rule, changes: readonly PlannedChange[], now = NOW): Promise<Verdict[]> {
  return [...rule.evaluate(await planned(changes), { edition: SupportMatrix.DEFAULT._edition, now })];
}

/** `azurerm_….orders violated`, one for each resource judged. */
export async function plannedOutcomes(rule: Rule, changes: readonly PlannedChange[], now = NOW): Promise<string[]> {
  return (await plannedVerdicts(rule, changes, now)).map(({ on, outcome }) => `${on.address} ${outcome}`);
}

/** What rules say of a plan, each kind of outcome once. */
export async function judgedPlan(plan: unknown, rules: readonly Rule[]): Promise<Record<string, string>> {
  const estate = assemble((await readText('plan.json', JSON.stringify(plan))).document);
  const context = { edition: SupportMatrix.DEFAULT._edition, now: NOW };
  return Object.fromEntries(
    rules.map((rule) => [
      rule.id,
      [...new Set([...rule.evaluate(estate, context)].map(({ outcome }) => outcome))].join(),
    ]),
  );
}
