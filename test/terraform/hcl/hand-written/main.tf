# As somebody would write it who has never heard of this library.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.2"
    }
    azapi = {
      source  = "Azure/azapi"
      version = "~> 1.15"
    }
  }
}

provider "azurerm" {
  features {}
}

provider "azapi" {}

variable "servers" {
  type    = map(object({ storage_mb = number }))
  default = { "pg-alpha" = { storage_mb = 131072 }, "pg-beta" = { storage_mb = 65536 } }
}

data "azurerm_client_config" "me" {}

resource "azurerm_resource_group" "this" {
  name     = "rg-by-hand"
  location = "West Europe"
}

resource "azurerm_postgresql_flexible_server" "this" {
  for_each               = var.servers
  name                   = each.key
  resource_group_name    = azurerm_resource_group.this.name
  location               = azurerm_resource_group.this.location
  version                = "16"
  sku_name               = "GP_Standard_D2ds_v5"
  storage_mb             = each.value.storage_mb
  zone                   = "1"
  administrator_login    = "dba"
  administrator_password = "Not-a-secret-1"
}

resource "azurerm_postgresql_flexible_server_database" "app" {
  name      = "app"
  server_id = azurerm_postgresql_flexible_server.this["pg-alpha"].id
}

resource "azurerm_postgresql_flexible_server_firewall_rule" "office" {
  name             = "office"
  server_id        = azurerm_postgresql_flexible_server.this["pg-alpha"].id
  start_ip_address = "40.112.0.0"
  end_ip_address   = "40.112.255.255"
}

resource "azurerm_postgresql_flexible_server_configuration" "connections" {
  name      = "log_connections"
  server_id = azurerm_postgresql_flexible_server.this["pg-alpha"].id
  value     = "off"
}

resource "azurerm_data_protection_backup_vault" "this" {
  name                = "bv-by-hand"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  datastore_type      = "VaultStore"
  redundancy          = "LocallyRedundant"
  soft_delete         = "Off"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_resource_group.this.id
  role_definition_name = "Reader"
  principal_id         = azurerm_data_protection_backup_vault.this.identity[0].principal_id
}

resource "azurerm_role_assignment" "backup" {
  for_each             = azurerm_postgresql_flexible_server.this
  scope                = each.value.id
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = azurerm_data_protection_backup_vault.this.identity[0].principal_id
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "this" {
  name                            = "weekly"
  vault_id                        = azurerm_data_protection_backup_vault.this.id
  backup_repeating_time_intervals = ["R/2026-11-22T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      duration        = "P4M"
      data_store_type = "VaultStore"
    }
  }

  retention_rule {
    name     = "Yearly"
    priority = 10

    life_cycle {
      duration        = "P7Y"
      data_store_type = "VaultStore"
    }

    criteria {
      absolute_criteria = "FirstOfYear"
    }
  }
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "this" {
  for_each         = azurerm_postgresql_flexible_server.this
  name             = each.key
  location         = each.value.location
  vault_id         = azurerm_data_protection_backup_vault.this.id
  server_id        = each.value.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.this.id
  depends_on       = [azurerm_role_assignment.reader, azurerm_role_assignment.backup]
}

resource "azurerm_storage_account" "restore" {
  name                             = "strestorebyhand"
  resource_group_name              = azurerm_resource_group.this.name
  location                         = azurerm_resource_group.this.location
  account_tier                     = "Standard"
  account_replication_type         = "LRS"
  cross_tenant_replication_enabled = true
}

resource "azurerm_storage_container" "restore" {
  name               = "restored"
  storage_account_id = azurerm_storage_account.restore.id
}

resource "azurerm_log_analytics_workspace" "this" {
  name                = "log-by-hand"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
}

resource "azurerm_monitor_diagnostic_setting" "vault" {
  name                       = "to-log"
  target_resource_id         = azurerm_data_protection_backup_vault.this.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.this.id

  enabled_log {
    category = "AddonAzureBackupJobs"
  }
}

# What azurerm has no argument for.
resource "azapi_update_resource" "alerts" {
  type        = "Microsoft.DataProtection/backupVaults@2025-07-01"
  resource_id = azurerm_data_protection_backup_vault.this.id
  body = {
    properties = {
      monitoringSettings = {
        azureMonitorAlertSettings = { alertsForAllJobFailures = "Enabled" }
      }
    }
  }
}

resource "azapi_resource" "identity" {
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31"
  name      = "id-by-hand"
  parent_id = azurerm_resource_group.this.id
  location  = azurerm_resource_group.this.location
}

output "principal" {
  value = azurerm_data_protection_backup_vault.this.identity[0].principal_id
}
