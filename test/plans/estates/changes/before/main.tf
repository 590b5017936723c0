provider "azurerm" {
  features {}
}

locals {
  roles = "/subscriptions/11111111-1111-4111-8111-111111111111/providers/Microsoft.Authorization/roleDefinitions"
}

resource "azurerm_resource_group" "shop" {
  name     = "rg-shop"
  location = "westeurope"
}

resource "azurerm_data_protection_backup_vault" "shop" {
  name                         = "bv-shop"
  resource_group_name          = azurerm_resource_group.shop.name
  location                     = azurerm_resource_group.shop.location
  datastore_type               = "VaultStore"
  redundancy                   = "GeoRedundant"
  cross_region_restore_enabled = true

  identity {
    type = "SystemAssigned"
  }
}

# Holds nothing.
resource "azurerm_data_protection_backup_vault" "archive" {
  name                = "bv-archive"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  datastore_type      = "VaultStore"
  redundancy          = "ZoneRedundant"
  immutability        = "Locked"
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  name                            = "weekly"
  vault_id                        = azurerm_data_protection_backup_vault.shop.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P3M"
    }
  }
}

resource "azurerm_postgresql_flexible_server" "shop" {
  for_each                     = toset(["orders", "carts", "stock"])
  name                         = "pg-${each.key}"
  resource_group_name          = azurerm_resource_group.shop.name
  location                     = azurerm_resource_group.shop.location
  version                      = "16"
  sku_name                     = "GP_Standard_D4ds_v5"
  storage_mb                   = 131072
  zone                         = "1"
  backup_retention_days        = 35
  geo_redundant_backup_enabled = true
  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }
}

resource "azurerm_role_assignment" "backup" {
  for_each           = azurerm_postgresql_flexible_server.shop
  scope              = each.value.id
  role_definition_id = "${local.roles}/c088a766-074b-43ba-90d4-1fb21feae531"
  principal_id       = azurerm_data_protection_backup_vault.shop.identity[0].principal_id
}

resource "azurerm_role_assignment" "reader" {
  scope              = azurerm_resource_group.shop.id
  role_definition_id = "${local.roles}/acdd72a7-3385-48ef-bd42-f606fba81ae7"
  principal_id       = azurerm_data_protection_backup_vault.shop.identity[0].principal_id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "shop" {
  for_each         = azurerm_postgresql_flexible_server.shop
  name             = each.value.name
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.shop.id
  server_id        = each.value.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly.id
  depends_on       = [azurerm_role_assignment.backup, azurerm_role_assignment.reader]
}

resource "azurerm_data_protection_backup_vault" "former" {
  name                = "bv-moved"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  datastore_type      = "VaultStore"
  redundancy          = "LocallyRedundant"
}

resource "azurerm_data_protection_backup_vault" "handed_over" {
  name                = "bv-handed-over"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  datastore_type      = "VaultStore"
  redundancy          = "ZoneRedundant"
}
