# What the provider refuses by itself, before it asks Azure anything.
provider "azurerm" {
  features {}
}

resource "azurerm_data_protection_backup_vault" "brief" {
  name                       = "bv-brief"
  resource_group_name        = "rg-backup"
  location                   = "westeurope"
  datastore_type             = "VaultStore"
  redundancy                 = "ZoneRedundant"
  retention_duration_in_days = 7
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "archive" {
  name                            = "archive"
  vault_id                        = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-brief"
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "ArchiveStore"
      duration        = "P3M"
    }
  }
}
