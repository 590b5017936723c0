# Vaults on their own, the careful one last.
terraform {
  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
    }
  }
}

provider "azurerm" {
  features {}
}

variable "doors" {
  type = object({ soft_delete = string, immutability = string, cross_region = bool })
  default = {
    soft_delete  = "AlwaysOn"
    immutability = "Locked"
    cross_region = true
  }
}

resource "azurerm_resource_group" "backup" {
  name     = "rg-backup"
  location = "West Europe"
}

resource "azurerm_data_protection_backup_vault" "cheap" {
  name                = "1-cheap"
  resource_group_name = azurerm_resource_group.backup.name
  location            = azurerm_resource_group.backup.location
  datastore_type      = "VaultStore"
  redundancy          = "LocallyRedundant"
  soft_delete         = "Off"
  immutability        = "Disabled"
}

resource "azurerm_data_protection_backup_vault" "final" {
  name                         = "bv-final"
  resource_group_name          = azurerm_resource_group.backup.name
  location                     = azurerm_resource_group.backup.location
  datastore_type               = "VaultStore"
  redundancy                   = "GeoRedundant"
  soft_delete                  = var.doors.soft_delete
  immutability                 = var.doors.immutability
  cross_region_restore_enabled = var.doors.cross_region
}

resource "azurerm_data_protection_backup_vault" "careful" {
  name                       = "bv-careful"
  resource_group_name        = azurerm_resource_group.backup.name
  location                   = azurerm_resource_group.backup.location
  datastore_type             = "VaultStore"
  redundancy                 = "ZoneRedundant"
  immutability               = "Unlocked"
  retention_duration_in_days = 30
}

resource "azurerm_monitor_metric_alert" "careful" {
  name                = "unhealthy-backups"
  resource_group_name = azurerm_resource_group.backup.name
  scopes              = [azurerm_data_protection_backup_vault.careful.id]

  criteria {
    metric_namespace = "Microsoft.DataProtection/backupVaults"
    metric_name      = "BackupHealthEvent"
    aggregation      = "Count"
    operator         = "GreaterThan"
    threshold        = 0
  }
}
