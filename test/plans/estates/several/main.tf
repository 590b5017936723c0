# `count` and `for_each`, and what refers to one of several.
provider "azurerm" {
  features {}
}

locals {
  vault = azurerm_data_protection_backup_vault.this[0].id
  server_defaults = {
    version                      = "17"
    sku_name                     = "GP_Standard_D4ds_v5"
    storage_mb                   = 131072
    backup_retention_days        = 35
    geo_redundant_backup_enabled = true
  }
}

variable "existing_vault" {
  default = null
}

resource "azurerm_resource_group" "this" {
  for_each = { west = "westeurope", north = "northeurope" }
  name     = "rg-${each.key}"
  location = each.value
}

resource "azurerm_data_protection_backup_vault" "this" {
  count               = var.existing_vault == null ? 1 : 0
  name                = "bv-several"
  resource_group_name = azurerm_resource_group.this["west"].name
  location            = azurerm_resource_group.this["west"].location
  datastore_type      = "VaultStore"
  redundancy          = "GeoRedundant"

  identity {
    type = "SystemAssigned"
  }
}

data "azurerm_data_protection_backup_vault" "existing" {
  count               = var.existing_vault == null ? 0 : 1
  name                = var.existing_vault
  resource_group_name = "rg-backup"
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  name                            = "weekly"
  vault_id                        = var.existing_vault == null ? azurerm_data_protection_backup_vault.this[0].id : data.azurerm_data_protection_backup_vault.existing[0].id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P3M"
    }
  }
}

# By number.
resource "azurerm_postgresql_flexible_server" "counted" {
  count                        = 2
  name                         = "pg-counted-${count.index}"
  resource_group_name          = azurerm_resource_group.this["west"].name
  location                     = azurerm_resource_group.this["west"].location
  version                      = local.server_defaults.version
  sku_name                     = local.server_defaults.sku_name
  storage_mb                   = local.server_defaults.storage_mb
  backup_retention_days        = local.server_defaults.backup_retention_days
  geo_redundant_backup_enabled = local.server_defaults.geo_redundant_backup_enabled
  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }
}

resource "azurerm_role_assignment" "counted" {
  count                = 2
  scope                = azurerm_postgresql_flexible_server.counted[count.index].id
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = one(azurerm_data_protection_backup_vault.this[*].identity[0].principal_id)
}

# By name: the keys are the servers' names, the values their ids.
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "counted" {
  for_each         = { for server in azurerm_postgresql_flexible_server.counted : server.name => server.id }
  name             = each.key
  location         = azurerm_resource_group.this["west"].location
  vault_id         = try(azurerm_data_protection_backup_vault.this[0].id, var.existing_vault)
  server_id        = each.value
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly.id
  depends_on       = [azurerm_role_assignment.counted, azurerm_role_assignment.reader]
}

# By key, one for each of the others.
resource "azurerm_postgresql_flexible_server" "keyed" {
  for_each                     = toset(["a", "b"])
  name                         = "pg-keyed-${each.value}"
  resource_group_name          = azurerm_resource_group.this["west"].name
  location                     = azurerm_resource_group.this["west"].location
  version                      = "17"
  sku_name                     = "GP_Standard_D4ds_v5"
  storage_mb                   = 131072
  backup_retention_days        = 35
  geo_redundant_backup_enabled = true
  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }
}

resource "azurerm_role_assignment" "keyed" {
  for_each           = azurerm_postgresql_flexible_server.keyed
  scope              = each.value.id
  role_definition_id = "/subscriptions/11111111-1111-4111-8111-111111111111/providers/Microsoft.Authorization/roleDefinitions/c088a766-074b-43ba-90d4-1fb21feae531"
  principal_id       = azurerm_data_protection_backup_vault.this[0].identity[0].principal_id
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_resource_group.this["west"].id
  role_definition_name = "Reader"
  principal_id         = azurerm_data_protection_backup_vault.this[0].identity[0].principal_id
}

# What the plan doesn't show: a local stands for the vault.
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "keyed" {
  for_each         = azurerm_role_assignment.keyed
  name             = "keyed-${each.key}"
  location         = "westeurope"
  vault_id         = local.vault
  server_id        = azurerm_postgresql_flexible_server.keyed[each.key].id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly.id
}
