# Somebody else manages the server now; what protects it is made here.
provider "azurerm" {
  features {}
}

removed {
  from = azurerm_postgresql_flexible_server.orders

  lifecycle {
    destroy = false
  }
}

resource "azurerm_resource_group" "databases" {
  name     = "rg-read"
  location = "westeurope"
}

data "azurerm_postgresql_flexible_server" "orders" {
  name                = "pg-read-orders"
  resource_group_name = "rg-read"
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

resource "azurerm_role_assignment" "backup" {
  scope                = data.azurerm_postgresql_flexible_server.orders.id
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = azurerm_data_protection_backup_vault.this.identity[0].principal_id
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_resource_group.databases.id
  role_definition_name = "Reader"
  principal_id         = azurerm_data_protection_backup_vault.this.identity[0].principal_id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  name             = "orders"
  location         = data.azurerm_postgresql_flexible_server.orders.location
  vault_id         = azurerm_data_protection_backup_vault.this.id
  server_id        = data.azurerm_postgresql_flexible_server.orders.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly.id
  depends_on       = [azurerm_role_assignment.backup, azurerm_role_assignment.reader]
}
