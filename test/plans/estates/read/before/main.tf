provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "databases" {
  name     = "rg-read"
  location = "westeurope"
}

resource "azurerm_postgresql_flexible_server" "orders" {
  name                = "pg-read-orders"
  resource_group_name = azurerm_resource_group.databases.name
  location            = azurerm_resource_group.databases.location
  version             = "17"
  sku_name            = "GP_Standard_D4ds_v5"
  storage_mb          = 131072

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }
}

resource "azurerm_data_protection_backup_vault" "this" {
  name                = "bv-read"
  resource_group_name = azurerm_resource_group.databases.name
  location            = azurerm_resource_group.databases.location
  datastore_type      = "VaultStore"
  redundancy          = "GeoRedundant"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  name                            = "weekly"
  vault_id                        = azurerm_data_protection_backup_vault.this.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P1Y"
    }
  }
}
