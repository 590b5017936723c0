import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { readInputs } from '../../src/cli/inputs';
import { assemble } from '../../src/inventory/assemble';
import { combine } from '../../src/inventory/combine';
import { BackupInventory } from '../../src/inventory/inventory';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RULES } from '../../src/rules/registry';
import { Rule } from '../../src/rules/rule';
import { judge } from '../../src/validation/engine';
import { readText } from '../../src/validation/readers/read';
import { NOW } from '../kit';

const PLANS = join(__dirname, '..', 'plans');
const VAULT = 'azurerm_data_protection_backup_vault';
const POLICY = 'azurerm_data_protection_backup_policy_postgresql_flexible_server';
const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
const SERVER = 'azurerm_postgresql_flexible_server';
const ROLE = 'azurerm_role_assignment';
const CLUSTER = 'azurerm_cosmosdb_postgresql_cluster';
const BACKUP = 'azurerm_postgresql_flexible_server_backup';

interface Seen {
  /** Of test/plans, written by generate.ts. */
  readonly plan: string;
  readonly violated: string;
  /** A neighbour that does it right; absent where there is but one to judge. */
  readonly compliant?: string;
  readonly edition?: SupportMatrix;
}

const seen = (plan: string, violated: string, compliant?: string, edition?: SupportMatrix): Seen => ({
  plan,
  violated,
  compliant,
  edition,
});

/** Where each rule is seen on a plan that real Terraform and azurerm have made. */
const SEEN: Readonly<Record<string, Seen>> = {
  PGB101: seen('roles', `${INSTANCE}.shop["carts"]`, `${INSTANCE}.shop["orders"]`),
  PGB102: seen('roles', `${INSTANCE}.trial`, `${INSTANCE}.stock`),
  PGB103: seen('roles', `${INSTANCE}.stock`, `${INSTANCE}.shop["orders"]`),
  PGB104: seen('roles', `module.lab.${VAULT}.this`, `module.shop.${VAULT}.this`),
  PGB105: seen('roles', `${ROLE}.people[0]`, `${ROLE}.backup["orders"]`),
  PGB106: seen('roles', `${ROLE}.everywhere`, `${ROLE}.backup["orders"]`),
  PGB107: seen('restore', 'azurerm_storage_container.this["bad"]', 'azurerm_storage_container.this["good"]'),
  PGB108: seen('roles', `${ROLE}.reader_again`, `${ROLE}.reader`),
  PGB109: seen('roles', `${ROLE}.backup["orders"]`),
  PGB201: seen('policies', `${POLICY}.sloppy`, `${POLICY}.table["sound"]`),
  PGB202: seen('policies', `${POLICY}.table["eager"]`, `${POLICY}.table["sound"]`),
  PGB203: seen('policies', `${POLICY}.table["mixed"]`, `${POLICY}.table["sound"]`),
  PGB204: seen('policies', `${POLICY}.sloppy`, `${POLICY}.table["sound"]`),
  PGB301: seen('policies', `${POLICY}.table["eager"]`, `${POLICY}.table["sound"]`),
  PGB302: seen('policies', `${POLICY}.table["mixed"]`, `${POLICY}.table["sound"]`),
  PGB303: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB304: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB305: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB306: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB307: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB309: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB310: seen('policies', `${POLICY}.sloppy`, `${POLICY}.table["sound"]`),
  PGB401: seen('servers', `${SERVER}.this["big"]`, `${SERVER}.this["sound"]`),
  PGB402: seen('servers', `${SERVER}.this["growing"]`, `${SERVER}.this["sound"]`),
  PGB403: seen('servers', `${INSTANCE}.this["away"]`, `${INSTANCE}.this["sound"]`),
  PGB404: seen('servers', `${SERVER}.this["copy"]`, `${SERVER}.this["sound"]`),
  PGB405: seen('servers', 'azapi_resource.fast', `${SERVER}.this["sound"]`),
  PGB406: seen('servers', `${SERVER}.this["nodes"]`, `${SERVER}.this["sound"]`),
  PGB407: seen('servers', `${SERVER}.this["tiny"]`, `${SERVER}.this["sound"]`, SupportMatrix.V2_2026_09_28),
  PGB409: seen('servers', `${INSTANCE}.cluster`, `${INSTANCE}.fast`),
  PGB410: seen('servers', `${INSTANCE}.this["sound"]`, `${INSTANCE}.this["big"]`),
  PGB411: seen('servers', `${SERVER}.this["closed"]`, `${SERVER}.this["sound"]`),
  PGB412: seen('servers', `${SERVER}.this["old"]`, `${SERVER}.this["sound"]`),
  PGB413: seen('servers', `${INSTANCE}.database`, `${INSTANCE}.fast`),
  PGB502: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB504: seen('vaults', `${VAULT}.final`, `${VAULT}.careful`),
  PGB505: seen('changes', `${VAULT}.moved`, `${VAULT}.shop`),
  PGB506: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB507: seen('changes', `${POLICY}.weekly`),
  PGB508: seen('changes', `${VAULT}.moved`, `${VAULT}.shop`),
  PGB509: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB510: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB511: seen('policies', 'terraform.required_providers.azurerm'),
  PGB512: seen('vaults', `${VAULT}.careful`, `${VAULT}.final`),
  PGB513: seen('vaults', `${VAULT}.careful`, `${VAULT}.final`),
  PGB514: seen('roles', `${INSTANCE}.stock`),
  PGB515: seen('servers', `${VAULT}.data`),
  PGB601: seen('restore', `${VAULT}.this["lost"]`, `${VAULT}.this["shop"]`),
  PGB602: seen('restore', 'azurerm_storage_account.this["bad"]', 'azurerm_storage_account.this["good"]'),
  PGB603: seen('restore', 'azurerm_storage_account.this["bad"]', 'azurerm_storage_account.this["good"]'),
  PGB604: seen('restore', 'azurerm_storage_account.this["bad"]', 'azurerm_storage_account.this["good"]'),
  PGB605: seen('restore', 'azapi_resource_action.restore["server"]', 'azapi_resource_action.restore["files"]'),
  PGB701: seen('servers', 'azapi_resource.fast', `${SERVER}.this["sound"]`),
  PGB702: seen('changes', `${SERVER}.shop["orders"]`, `${SERVER}.shop["stock"]`),
  PGB703: seen('servers', `${SERVER}.this["sound"]`, `${SERVER}.this["tiny"]`),
  PGB704: seen('servers', `${BACKUP}.tiny`, `${BACKUP}.release[0]`),
  PGB705: seen('servers', `${BACKUP}.release[1]`, `${BACKUP}.release[0]`),
  PGB706: seen('servers', `${SERVER}.this["keyed"]`, `${SERVER}.this["sound"]`),
  PGB707: seen('servers', `${SERVER}.this["away"]`, `${SERVER}.this["sound"]`),
  PGB801: seen('clusters', 'azapi_resource.geo["nowhere"]', 'azapi_resource.geo["sound"]'),
  PGB802: seen('clusters', 'azapi_resource.geo["small"]', 'azapi_resource.geo["sound"]'),
  PGB803: seen('clusters', 'azapi_resource.geo["small"]', 'azapi_resource.geo["sound"]'),
  PGB804: seen('clusters', 'azapi_resource.geo["early"]', 'azapi_resource.geo["sound"]'),
  PGB805: seen('clusters', `${CLUSTER}.restored`, `${CLUSTER}.reachable`),
  PGB806: seen('clusters', `${CLUSTER}.restored`),
  PGB807: seen('clusters', `${CLUSTER}.restored`, `${CLUSTER}.reachable`),
  PGB808: seen('clusters', `${CLUSTER}.restored`, `${CLUSTER}.reachable`),
  PGB809: seen('clusters', `${CLUSTER}.restored`, 'azapi_resource.geo["sound"]'),
  PGB901: seen('servers', `${SERVER}.this["alone"]`, `${SERVER}.this["sound"]`),
  PGB902: seen('servers', `${SERVER}.literal`, `${SERVER}.this["sound"]`),
  PGB903: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB905: seen('servers', `${INSTANCE}.this["big"]`, `${INSTANCE}.this["sound"]`),
};
