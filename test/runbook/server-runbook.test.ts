import { readFileSync } from 'fs';
import { join } from 'path';
import MarkdownIt from 'markdown-it';
import { estateOfPlan, estateOfText, fileOf, ROOT, runbookOf, TODAY } from './kit';
import { Finding, Outcome, Severity } from '../../src/findings/finding';
import { SOURCES } from '../../src/matrix/source';
import { chooseSubject } from '../../src/runbook/subject';

const SUB = '11111111-1111-4111-8111-111111111111';

/** The settings of a file by their names, as they are written. */
function settingsIn(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^(?:(\w+)=\$\{\1:-(.*)\}|\[ -n "\$\{(\w+)\+set\}" \] \|\| \3=(.*))$/gm)];
  return Object.fromEntries(lines.map(([, name, value, list, values]) => [name ?? list, value ?? values]));
}

const HCL = `
provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "shop" {
  name     = "rg-shop"
  location = "West Europe"
}

resource "azurerm_postgresql_flexible_server" "orders" {
  name                          = "pg-orders"
  resource_group_name           = azurerm_resource_group.shop.name
  location                      = azurerm_resource_group.shop.location
  version                       = "16"
  sku_name                      = "MO_Standard_E4ds_v5"
  storage_mb                    = 1048576
  auto_grow_enabled             = true
  backup_retention_days         = 14
  administrator_login           = "keeper"
  public_network_access_enabled = true

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = true
    tenant_id                     = "tenant-1"
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "extensions" {
  name      = "azure.extensions"
  server_id = azurerm_postgresql_flexible_server.orders.id
  value     = "HSTORE,PG_TRGM"
}

resource "azurerm_postgresql_flexible_server_configuration" "memory" {
  name      = "work_mem"
  server_id = azurerm_postgresql_flexible_server.orders.id
  value     = "65536"
}

resource "azurerm_postgresql_flexible_server_active_directory_administrator" "team" {
  server_name         = azurerm_postgresql_flexible_server.orders.name
  resource_group_name = azurerm_resource_group.shop.name
  tenant_id           = "tenant-1"
  object_id           = "00000000-0000-0000-0000-00000000000a"
  principal_name      = "The keepers"
  principal_type      = "Group"
}

resource "azurerm_data_protection_backup_vault" "v" {
  name                         = "bv-shop"
  resource_group_name          = "rg-backup"
  location                     = "westeurope"
  datastore_type               = "VaultStore"
  redundancy                   = "GeoRedundant"
  cross_region_restore_enabled = true

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "p" {
  name                            = "weekly"
  vault_id                        = azurerm_data_protection_backup_vault.v.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W", "R/2024-01-10T02:00:00+00:00/P1W"]

  default_retention_rule {
    life_cycle {
      duration        = "P3M"
      data_store_type = "VaultStore"
    }
  }

  retention_rule {
    name     = "Yearly"
    priority = 10

    criteria {
      absolute_criteria = "FirstOfYear"
    }

    life_cycle {
      duration        = "P10Y"
      data_store_type = "VaultStore"
    }
  }
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "i" {
  name             = "pg-orders"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.v.id
  server_id        = azurerm_postgresql_flexible_server.orders.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.p.id
}

resource "azurerm_storage_account" "here" {
  name                             = "strestorehere"
  resource_group_name              = "rg-backup"
  location                         = "westeurope"
  account_tier                     = "Standard"
  account_replication_type         = "LRS"
  cross_tenant_replication_enabled = true
}

resource "azurerm_storage_container" "here" {
  name               = "restore"
  storage_account_id = azurerm_storage_account.here.id
}

resource "azurerm_storage_account" "there" {
  name                             = "strestorethere"
  resource_group_name              = "rg-backup"
  location                         = "northeurope"
  account_tier                     = "Standard"
  account_replication_type         = "LRS"
  cross_tenant_replication_enabled = true
}

resource "azurerm_storage_container" "there" {
  name               = "restore-there"
  storage_account_id = azurerm_storage_account.there.id
}
`;

describe('of a state', () => {
  test('everything that it says is filled in', async () => {
    const made = runbookOf(await estateOfPlan('quickstart-state.json'), 'ledger-cb82b644');
    const vault = `/subscriptions/${SUB}/resourceGroups/rg-backup-shop-westeurope/providers/Microsoft.DataProtection/backupVaults/bv-shop-westeurope`;
    expect(made.missing).toEqual(['OPERATOR_ADDRESS', 'TARGET_ENTRA_ADMINS', 'PGUSER']);
    expect(made.name).toBe('ledger-cb82b644');
    expect(settingsIn(fileOf(made, 'settings.sh'))).toMatchObject({
      SUBSCRIPTION_ID: `'${SUB}'`,
      VAULT_ID: `'${vault}'`,
      BACKUP_INSTANCE_ID: `'${vault}/backupInstances/ledger-cb82b644'`,
      STORAGE_CONTAINER: "'restore'",
      TARGET_SERVER_NAME: "'ledger-cb82b644-restored'",
      TARGET_SKU: "'Standard_D2ds_v5'",
      TARGET_TIER: "'GeneralPurpose'",
      TARGET_STORAGE_GB: "'128'",
      TARGET_GEO_BACKUP: "'Enabled'",
      TARGET_PASSWORD_AUTH: "'Disabled'",
      ENTRA_LOGIN: "'yes'",
      TARGET_ENTRA_ADMINS: '()',
      RECOVERY_POINT: "'latest'",
    });
    const page = fileOf(made, 'RUNBOOK.md');
    for (const text of [
      'every Sunday at 02:00 UTC',
      `on ${TODAY} it is that of Sunday, 2026-11-15`,
      'the first of each year: kept 10 years; the first of each month: kept 1 year; every other backup: kept 3 months',
      'az storage account network-rule add --account-name',
      'At most 1 restore a day is recommended',
    ]) {
      expect(page).toContain(text);
    }
  });

  test('the same estate makes the same files', async () => {
    const [one, two] = [await estateOfPlan('quickstart-state.json'), await estateOfPlan('quickstart-state.json')];
    expect(runbookOf(one, 'ledger-cb82b644')).toEqual(runbookOf(two, 'ledger-cb82b644'));
  });
});

describe('of plain Terraform', () => {
  test('what lies in the subscription that nothing names is put together with it', async () => {
    const made = runbookOf(await estateOfText(HCL));
    expect(made.missing).toEqual(['SUBSCRIPTION_ID', 'OPERATOR_ADDRESS']);
    const below = `'/subscriptions/'"$SUBSCRIPTION_ID"'/resourceGroups/`;
    expect(settingsIn(fileOf(made, 'settings.sh'))).toMatchObject({
      SUBSCRIPTION_ID: '',
      TENANT_ID: "'tenant-1'",
      VAULT_ID: `${below}rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-shop'`,
      BACKUP_INSTANCE_ID: `${below}rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-shop''/backupInstances/pg-orders'`,
      STORAGE_ACCOUNT: "'strestorehere'",
      STORAGE_ACCOUNT_ID: `${below}rg-backup/providers/Microsoft.Storage/storageAccounts/strestorehere'`,
      TARGET_SUBSCRIPTION_ID: '"$SUBSCRIPTION_ID"',
      TARGET_RESOURCE_GROUP: "'rg-shop'",
      TARGET_LOCATION: "'westeurope'",
      TARGET_TIER: "'MemoryOptimized'",
      TARGET_AUTO_GROW: "'Enabled'",
      TARGET_BACKUP_DAYS: "'14'",
      TARGET_EXTENSIONS: "'HSTORE,PG_TRGM'",
      TARGET_PARAMETERS: "('work_mem=65536')",
      TARGET_ENTRA_ADMINS: "('00000000-0000-0000-0000-00000000000a Group The keepers')",
      PGUSER: "'keeper'",
    });
    const page = fileOf(made, 'RUNBOOK.md');
    expect(page).toContain('every Sunday at 02:00 UTC, every Wednesday at 02:00 UTC');
    expect(page).toContain('at most 4 days old');
    expect(page).toContain('it is that of Wednesday, 2026-11-18');
  });

  test('in the paired region it takes the container that lies there', async () => {
    const made = runbookOf(await estateOfText(HCL), undefined, { regionKind: 'secondary', targetName: 'pg-back' });
    expect(settingsIn(fileOf(made, 'settings.sh'))).toMatchObject({
      RESTORE_REGION_KIND: "'secondary'",
      RESTORE_LOCATION: "'northeurope'",
      STORAGE_ACCOUNT: "'strestorethere'",
      STORAGE_CONTAINER: "'restore-there'",
      TARGET_LOCATION: "'northeurope'",
      TARGET_SERVER_NAME: "'pg-back'",
    });
    expect(fileOf(made, 'RUNBOOK.md')).toContain('a recovery point is seen up to 12 hours later');
    expect(fileOf(made, 'RUNBOOK.md')).not.toContain('## Mend first');
  });

  test('where cross-region restore is not on, and no container is there, that stands at the top', async () => {
    const text = HCL.replace(/cross_region_restore_enabled = true/, '').replace(/"northeurope"/, '"uksouth"');
    const page = fileOf(runbookOf(await estateOfText(text), undefined, { regionKind: 'secondary' }), 'RUNBOOK.md');
    expect(page).toContain('## Mend first');
    expect(page).toContain('Cross-region restore is not known to be enabled');
    expect(page).toContain('There is no container to restore to** in the paired region');
  });

  test('in a virtual network the target goes where the source is', async () => {
    const private_ = HCL.replace(
      'public_network_access_enabled = true',
      'delegated_subnet_id = "/subscriptions/s/subnets/db"\n  private_dns_zone_id = "/subscriptions/s/zones/db"',
    );
    const made = runbookOf(await estateOfText(private_));
    expect(made.missing).toEqual(['SUBSCRIPTION_ID']);
    const settings = settingsIn(fileOf(made, 'settings.sh'));
    expect(settings).toMatchObject({ TARGET_SUBNET_ID: "'/subscriptions/s/subnets/db'", OPERATOR_ADDRESS: "''" });
    // With neither the server isn't made.
    expect(settings).toHaveProperty('TARGET_PUBLIC_ACCESS', '');
    const paired = runbookOf(await estateOfText(private_), undefined, { regionKind: 'secondary' });
    expect(paired.missing).toEqual(['SUBSCRIPTION_ID', 'TARGET_SUBNET_ID', 'TARGET_PRIVATE_DNS_ZONE_ID']);
  });

  test('what is not known of network and authentication is not guessed', async () => {
    const text = HCL.replace('"MO_Standard_E4ds_v5"', '"MO_Standard_E4ds_v5"\n  geo_redundant_backup_enabled = var.x')
      .replace('public_network_access_enabled = true', 'public_network_access_enabled = var.x')
      .replace('password_auth_enabled         = true', 'password_auth_enabled = var.x');
    const made = runbookOf(await estateOfText(`${text}\nvariable "x" {}\n`));
    const unknown = ['TARGET_GEO_BACKUP', 'TARGET_PUBLIC_ACCESS', 'TARGET_PASSWORD_AUTH'];
    expect(made.missing).toEqual(expect.arrayContaining(unknown));
    const settings = settingsIn(fileOf(made, 'settings.sh'));
    expect(unknown.map((name) => settings[name])).toEqual(['', '', '']);
  });

  test('a subnet that is made with the server is one: it is not taken for a public server', async () => {
    const plan = JSON.parse(readFileSync(join(ROOT, 'test', 'plans', 'full.json'), 'utf8'));
    const address = 'azurerm_postgresql_flexible_server.reporting_6DFD540A';
    const { change } = plan.resource_changes.find((each: any) => each.address === address);
    const planned = plan.planned_values.root_module.resources.find((each: any) => each.address === address);
    for (const values of [change.after, planned.values]) delete values.delegated_subnet_id;
    change.after_unknown.delegated_subnet_id = true;
    const written = plan.configuration.root_module.resources.find((each: any) => each.address === address);
    written.expressions.delegated_subnet_id = { references: ['module.network.subnet_id', 'module.network'] };
    const made = runbookOf(await estateOfText(JSON.stringify(plan), 'plan.json'), address);
    expect(made.missing).toContain('TARGET_SUBNET_ID');
    expect(settingsIn(fileOf(made, 'settings.sh'))).toMatchObject({ TARGET_SUBNET_ID: '', TARGET_PUBLIC_ACCESS: '' });
  });

  test('a key of its own has to be chosen again', async () => {
    const keyed = HCL.replace(
      'authentication {',
      'customer_managed_key {\n    key_vault_key_id = "https://kv.test/keys/a"\n  }\n\n  authentication {',
    );
    const made = runbookOf(await estateOfText(keyed));
    expect(settingsIn(fileOf(made, 'settings.sh'))).toMatchObject({
      TARGET_ENCRYPTION: "'AzureKeyVault'",
      TARGET_KEY_ID: "'https://kv.test/keys/a'",
      TARGET_KEY_IDENTITY_ID: '',
      TARGET_GEO_KEY_ID: '',
    });
    expect(made.missing).toContain('TARGET_KEY_IDENTITY_ID');
    const unkeyed = fileOf(runbookOf(await estateOfText(HCL)), 'settings.sh');
    expect(unkeyed).not.toContain('TARGET_ENCRYPTION');
  });

  test('whether it has one that is not said has to be filled in', async () => {
    const open = HCL.replace(
      'authentication {',
      'dynamic "customer_managed_key" {\n    for_each = var.keys\n    content {\n      key_vault_key_id = "k"\n    }\n  }\n\n  authentication {',
    );
    const made = runbookOf(await estateOfText(open));
    expect(settingsIn(fileOf(made, 'settings.sh'))).toMatchObject({ TARGET_ENCRYPTION: '', TARGET_KEY_ID: '' });
    expect(made.missing).toContain('TARGET_ENCRYPTION');
    expect(made.missing).not.toContain('TARGET_KEY_ID');
  });

  test('a server without a backup says so first', async () => {
    const alone = HCL.slice(0, HCL.indexOf('resource "azurerm_data_protection_backup_vault"'));
    const page = fileOf(runbookOf(await estateOfText(alone)), 'RUNBOOK.md');
    expect(page).toContain('**No backup instance of this server was found**');
    expect(page.indexOf('## Mend first')).toBeLessThan(page.indexOf('## What and where'));
    for (const name of ['SUBSCRIPTION_ID', 'VAULT_ID', 'BACKUP_INSTANCE_ID', 'STORAGE_ACCOUNT']) {
      expect(page).toContain(`- \`${name}\`: `);
    }
  });
});

test('of a server that azapi makes the same is known', async () => {
  const text = `
resource "azapi_resource" "orders" {
  type      = "Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01"
  name      = "pg-orders"
  parent_id = "/subscriptions/sub-1/resourceGroups/rg-shop"
  location  = "westeurope"

  body = {
    sku = { name = "Standard_D4ds_v5", tier = "GeneralPurpose" }
    properties = {
      version            = "17"
      administratorLogin = "keeper"
      authConfig         = { activeDirectoryAuth = "Disabled", passwordAuth = "Enabled", tenantId = "tenant-2" }
      network            = { delegatedSubnetResourceId = "/s/db", privateDnsZoneArmResourceId = "/z/db" }
      backup             = { backupRetentionDays = 21, geoRedundantBackup = "Enabled" }
    }
  }
}
`;
  expect(settingsIn(fileOf(runbookOf(await estateOfText(text)), 'settings.sh'))).toMatchObject({
    SOURCE_SERVER_ID:
      "'/subscriptions/sub-1/resourceGroups/rg-shop/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-orders'",
    TENANT_ID: "'tenant-2'",
    TARGET_SUBSCRIPTION_ID: "'sub-1'",
    TARGET_TIER: "'GeneralPurpose'",
    TARGET_SKU: "'Standard_D4ds_v5'",
    TARGET_SUBNET_ID: "'/s/db'",
    TARGET_PRIVATE_DNS_ZONE_ID: "'/z/db'",
    TARGET_BACKUP_DAYS: "'21'",
    TARGET_GEO_BACKUP: "'Enabled'",
    TARGET_ENTRA_AUTH: "'Disabled'",
    PGUSER: "'keeper'",
  });
});

test('of a vault, an account and a container that are only named by their ids, the ids say it', async () => {
  const account =
    '/subscriptions/sub-3/resourceGroups/rg-files/providers/Microsoft.Storage/storageAccounts/strestorefar';
  const vault = '/subscriptions/sub-2/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-far';
  const text = HCL.replace(/resource "azurerm_data_protection_backup_vault"[^]*?\n}\n/, '')
    .replace(/resource "azurerm_storage_(account|container)"[^]*?\n}\n/g, '')
    .replaceAll('azurerm_data_protection_backup_vault.v.id', `"${vault}"`);
  const made = runbookOf(await estateOfText(text));
  expect(settingsIn(fileOf(made, 'settings.sh'))).toMatchObject({
    SUBSCRIPTION_ID: "'sub-2'",
    // That of the source is another, and nothing names it.
    TARGET_SUBSCRIPTION_ID: '',
    VAULT_ID: `'${vault}'`,
    BACKUP_INSTANCE_ID: `'${vault}''/backupInstances/pg-orders'`,
    RESTORE_LOCATION: '',
    STORAGE_ACCOUNT: '',
  });
  const role = `
resource "azurerm_role_assignment" "restore" {
  scope                = "${account}/blobServices/default/containers/back"
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_data_protection_backup_vault.v.identity[0].principal_id
}
`;
  const named = HCL.replace(/resource "azurerm_storage_(account|container)"[^]*?\n}\n/g, '') + role;
  expect(settingsIn(fileOf(runbookOf(await estateOfText(named)), 'settings.sh'))).toMatchObject({
    STORAGE_ACCOUNT: "'strestorefar'",
    STORAGE_ACCOUNT_ID: `'${account}'`,
    STORAGE_CONTAINER: "'back'",
  });
});

describe('what was found', () => {
  const finding = (over: Partial<Finding>): Finding => ({
    rule: 'PGB107',
    name: 'restore-role',
    severity: Severity.ERROR,
    outcome: Outcome.VIOLATED,
    resource: 'azurerm_storage_container.here',
    message: 'the vault must hold a role on `restore`',
    mend: 'assign the role',
    source: SOURCES.restoreArticle,
    edition: '2025-05-15',
    fingerprint: '0',
    ...over,
  });

  test('of what the restore needs stands at the top, the surest first', async () => {
    const findings = [
      finding({ rule: 'PGB603', outcome: Outcome.UNDECIDED, mend: undefined }),
      finding({ rule: 'PGB401', resource: 'azurerm_postgresql_flexible_server.orders' }),
      finding({}),
      // Neither of these keeps anybody from restoring.
      finding({ rule: 'PGB502', severity: Severity.WARNING, resource: 'azurerm_data_protection_backup_vault.v' }),
      finding({ resource: 'azurerm_storage_container.there' }),
    ];
    const made = runbookOf(await estateOfText(HCL), undefined, { findings });
    expect(made.stopping).toBe(3);
    const [mend] = fileOf(made, 'RUNBOOK.md').split('## What and where');
    expect([...mend.matchAll(/\*\*(PGB\d+[^*]*)\*\*/g)].map(([, rule]) => rule)).toEqual([
      'PGB107',
      'PGB401',
      'PGB603, undecided',
    ]);
    expect(mend).toContain('Mend: assign the role.');
  });
});

describe('names that somebody wrote', () => {
  const HOSTILE = 'a|b`` <img src=x> [c](https://evil.test) $(id) \u202e *d* \\"e\\"';

  test('do nothing to the page', async () => {
    const named = HCL.replace(
      '"pg-orders"\n  resource_group_name ',
      `"${HOSTILE.replace('$', '$$$')}"\n  resource_group_name `,
    );
    const estate = await estateOfText(named);
    const choice = chooseSubject(estate, undefined);
    expect(choice).toMatchObject({ subject: { name: { state: 'known' } } });
    const page = fileOf(runbookOf(estate), 'RUNBOOK.md');
    const html = new MarkdownIt({ html: true, linkify: true }).render(page);
    expect(html).not.toMatch(/<img|evil\.test"|<em>d/);
    expect(html).toContain('&lt;img src=x&gt;');
    expect(page).not.toContain('\u202e');
    expect(html.match(/<h1>.*<\/h1>/)![0]).toContain('$(id)');
    // Each row of the table has two cells still.
    const rows = html.match(/<tr>.*?<\/tr>/gs)!.slice(0, 11);
    for (const row of rows) expect(row.match(/<t[dh]>/g)).toHaveLength(2);
  });

  test('that no server can have give the target no name', async () => {
    const made = runbookOf(
      await estateOfText(HCL.replace('"pg-orders"\n  resource_group_name ', '"PG orders"\n  resource_group_name ')),
    );
    expect(made.missing).toContain('TARGET_SERVER_NAME');
  });

  test('that are long are cut', async () => {
    const long = `pg-${'a'.repeat(51)}-bcdefgh`;
    const made = runbookOf(
      await estateOfText(HCL.replace('"pg-orders"\n  resource_group_name ', `"${long}"\n  resource_group_name `)),
    );
    const { TARGET_SERVER_NAME: name } = settingsIn(fileOf(made, 'settings.sh'));
    expect(name).toBe(`'pg-${'a'.repeat(51)}-restored'`);
    expect(name.length - 2).toBeLessThanOrEqual(63);
  });
});
