# What the provider refuses when it plans.
provider "azurerm" {
  features {}
}

resource "azurerm_data_protection_backup_vault" "false" {
  name                         = "bv-false"
  resource_group_name          = "rg-backup"
  location                     = "westeurope"
  datastore_type               = "VaultStore"
  redundancy                   = "ZoneRedundant"
  cross_region_restore_enabled = false
}
