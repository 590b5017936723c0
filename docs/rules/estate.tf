# The estate that the examples of the rules are a part of: each shows what it changes here. No rule objects to it.

terraform {
  required_providers {
    azapi = {
      source = "Azure/azapi"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0, != 4.62.0, != 4.62.1"
    }
  }
}

provider "azurerm" {
  subscription_id = "00000000-0000-0000-0000-000000000001"
  features {}
}

resource "azurerm_resource_group" "orders" {
  name     = "rg-orders"
  location = "westeurope"
}

resource "azurerm_data_protection_backup_vault" "orders" {
  name                       = "bv-orders"
  resource_group_name        = azurerm_resource_group.orders.name
  location                   = azurerm_resource_group.orders.location
  datastore_type             = "VaultStore"
  redundancy                 = "GeoRedundant"
  soft_delete                = "On"
  retention_duration_in_days = 30
  immutability               = "Unlocked"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  name                            = "weekly"
  vault_id                        = azurerm_data_protection_backup_vault.orders.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P3M"
    }
  }
}

resource "azurerm_postgresql_flexible_server" "orders" {
  name                         = "pg-orders"
  resource_group_name          = azurerm_resource_group.orders.name
  location                     = azurerm_resource_group.orders.location
  version                      = "17"
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

resource "azurerm_role_assignment" "long_term_retention" {
  scope              = azurerm_postgresql_flexible_server.orders.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/c088a766-074b-43ba-90d4-1fb21feae531"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_role_assignment" "reader" {
  scope              = azurerm_resource_group.orders.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  name             = "pg-orders"
  location         = azurerm_resource_group.orders.location
  vault_id         = azurerm_data_protection_backup_vault.orders.id
  server_id        = azurerm_postgresql_flexible_server.orders.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly.id

  depends_on = [
    azurerm_role_assignment.long_term_retention,
    azurerm_role_assignment.reader,
  ]
}

resource "azurerm_storage_account" "restore" {
  name                             = "stordersrestore"
  resource_group_name              = azurerm_resource_group.orders.name
  location                         = azurerm_resource_group.orders.location
  account_tier                     = "Standard"
  account_replication_type         = "LRS"
  cross_tenant_replication_enabled = true
}

resource "azurerm_storage_container" "restore" {
  name               = "restore"
  storage_account_id = azurerm_storage_account.restore.id
}

resource "azurerm_role_assignment" "restore" {
  scope              = azurerm_storage_container.restore.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_monitor_diagnostic_setting" "vault" {
  name                       = "jobs"
  target_resource_id         = azurerm_data_protection_backup_vault.orders.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.OperationalInsights/workspaces/orders"

  enabled_log {
    category = "CoreAzureBackup"
  }
}

# A cluster of Azure Cosmos DB for PostgreSQL, which azurerm can make, and one with geo-redundant backup, which takes azapi.

resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  name                            = "tenants"
  resource_group_name             = azurerm_resource_group.orders.name
  location                        = azurerm_resource_group.orders.location
  node_count                      = 2
  administrator_login_password    = var.cluster_password
  coordinator_storage_quota_in_mb = 131072
  coordinator_vcore_count         = 4
}

resource "azurerm_cosmosdb_postgresql_firewall_rule" "office" {
  name             = "office"
  cluster_id       = azurerm_cosmosdb_postgresql_cluster.tenants.id
  start_ip_address = "203.0.113.10"
  end_ip_address   = "203.0.113.10"
}

resource "azapi_resource" "tenants" {
  type      = "Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview"
  name      = "tenants-geo"
  parent_id = azurerm_resource_group.orders.id
  location  = azurerm_resource_group.orders.location

  body = {
    properties = {
      enableGeoBackup             = true
      nodeCount                   = 2
      coordinatorServerEdition    = "GeneralPurpose"
      coordinatorStorageQuotaInMb = 131072
      coordinatorVCores           = 4
    }
  }
}

resource "azurerm_management_lock" "tenants" {
  name       = "keep"
  scope      = azurerm_cosmosdb_postgresql_cluster.tenants.id
  lock_level = "CanNotDelete"
}

resource "azurerm_management_lock" "tenants_geo" {
  name       = "keep"
  scope      = azapi_resource.tenants.id
  lock_level = "CanNotDelete"
}

variable "cluster_password" {
  type      = string
  sensitive = true
}
