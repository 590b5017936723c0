# Ways to break the rules that only a plan shows, or hides: passwords, order, two providers.
provider "azurerm" {
  features {}
}

provider "azurerm" {
  alias           = "backup"
  subscription_id = "8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10"
  features {}
}

# Tells the plan which subscription the environment has chosen.
data "azurerm_client_config" "current" {}

variable "password" {
  default = "Horse-7-battery"
}

locals {
  password = "Horse-7-battery"
}

resource "azurerm_resource_group" "shop" {
  name     = "rg-shop"
  location = "westeurope"
}

resource "azurerm_resource_group" "backup" {
  provider = azurerm.backup
  name     = "rg-shop"
  location = "westeurope"
}

resource "azurerm_data_protection_backup_vault" "backup" {
  provider            = azurerm.backup
  name                = "bv-backup"
  resource_group_name = azurerm_resource_group.backup.name
  location            = azurerm_resource_group.backup.location
  datastore_type      = "VaultStore"
  redundancy          = "LocallyRedundant"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "daily" {
  provider                        = azurerm.backup
  name                            = "daily"
  vault_id                        = azurerm_data_protection_backup_vault.backup.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1D"]

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P11Y"
    }
  }
}

resource "azurerm_postgresql_flexible_server" "literal" {
  name                   = "pg-literal"
  resource_group_name    = azurerm_resource_group.shop.name
  location               = azurerm_resource_group.shop.location
  version                = "17"
  sku_name               = "GP_Standard_D4ds_v5"
  administrator_login    = "psqladmin"
  administrator_password = "Horse-7-battery"
}

resource "azurerm_postgresql_flexible_server" "variable" {
  name                              = "pg-variable"
  resource_group_name               = azurerm_resource_group.shop.name
  location                          = azurerm_resource_group.shop.location
  version                           = "17"
  sku_name                          = "GP_Standard_D4ds_v5"
  administrator_login               = "psqladmin"
  administrator_password_wo         = var.password
  administrator_password_wo_version = 1
}

resource "azurerm_postgresql_flexible_server" "hidden" {
  name                   = "pg-hidden"
  resource_group_name    = azurerm_resource_group.shop.name
  location               = azurerm_resource_group.shop.location
  version                = "17"
  sku_name               = "GP_Standard_D4ds_v5"
  administrator_login    = "psqladmin"
  administrator_password = local.password
}

# In the other subscription's group of the same name, so that it doesn't hold for the server.
resource "azurerm_role_assignment" "reader" {
  provider             = azurerm.backup
  scope                = azurerm_resource_group.backup.id
  role_definition_name = "Reader"
  principal_id         = azurerm_data_protection_backup_vault.backup.identity[0].principal_id
}

resource "azurerm_role_assignment" "backup" {
  scope                = azurerm_postgresql_flexible_server.literal.id
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = azurerm_data_protection_backup_vault.backup.identity[0].principal_id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "literal" {
  provider         = azurerm.backup
  name             = "literal"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.backup.id
  server_id        = azurerm_postgresql_flexible_server.literal.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.daily.id
}
