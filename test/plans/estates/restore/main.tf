# Where backups are restored to: an account for each region, and one for nobody in particular.
terraform {
  required_providers {
    azapi = {
      source = "Azure/azapi"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.55.0, != 4.62.0, != 4.62.1"
    }
  }
}

provider "azurerm" {
  features {}
}

provider "azapi" {}

data "azurerm_client_config" "current" {}

locals {
  blobs    = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe"
  accounts = { good = "westeurope", bad = "francecentral" }
}

resource "azurerm_resource_group" "shop" {
  name     = "rg-shop"
  location = "westeurope"
}

resource "azurerm_data_protection_backup_vault" "this" {
  for_each            = toset(["shop", "lost"])
  name                = "bv-${each.key}"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  datastore_type      = "VaultStore"
  redundancy          = "ZoneRedundant"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  for_each                        = azurerm_data_protection_backup_vault.this
  name                            = "weekly"
  vault_id                        = each.value.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P3M"
    }
  }
}

resource "azurerm_postgresql_flexible_server" "this" {
  for_each            = azurerm_data_protection_backup_vault.this
  name                = "pg-${each.key}"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  version             = "17"
  sku_name            = "GP_Standard_D4ds_v5"
  storage_mb          = 131072

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "this" {
  for_each         = azurerm_postgresql_flexible_server.this
  name             = each.value.name
  location         = azurerm_resource_group.shop.location
  vault_id         = azurerm_data_protection_backup_vault.this[each.key].id
  server_id        = each.value.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly[each.key].id
}

resource "azurerm_storage_account" "this" {
  for_each                         = local.accounts
  name                             = "stshop${each.key}"
  resource_group_name              = azurerm_resource_group.shop.name
  location                         = each.value
  account_tier                     = "Standard"
  account_replication_type         = "LRS"
  cross_tenant_replication_enabled = each.key == "good"
}

resource "azurerm_storage_account_network_rules" "this" {
  for_each           = azurerm_storage_account.this
  storage_account_id = each.value.id
  default_action     = "Deny"
  bypass             = [each.key == "good" ? "AzureServices" : "Logging"]
}

resource "azurerm_storage_container" "this" {
  for_each           = { good = "files", bad = "restore" }
  name               = each.value
  storage_account_id = azurerm_storage_account.this[each.key].id
}

resource "azurerm_role_assignment" "good" {
  scope              = azurerm_storage_container.this["good"].id
  role_definition_id = local.blobs
  principal_id       = azurerm_data_protection_backup_vault.this["shop"].identity[0].principal_id
}

# May read what it should write.
resource "azurerm_role_assignment" "bad" {
  scope                = azurerm_storage_container.this["bad"].id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_data_protection_backup_vault.this["shop"].identity[0].principal_id
}

resource "azapi_resource_action" "restore" {
  for_each    = { files = "RestoreFilesTargetInfo", server = "RestoreTargetInfo" }
  type        = "Microsoft.DataProtection/backupVaults/backupInstances@2024-04-01"
  resource_id = azurerm_data_protection_backup_instance_postgresql_flexible_server.this["shop"].id
  action      = "restore"
  method      = "POST"

  body = {
    objectType          = "AzureBackupRecoveryPointBasedRestoreRequest"
    recoveryPointId     = "0b6d9c5e7f8a4b3c"
    sourceDataStoreType = "VaultStore"
    restoreTargetInfo = {
      objectType      = each.value
      recoveryOption  = "FailIfExists"
      restoreLocation = "westeurope"
    }
  }
}
