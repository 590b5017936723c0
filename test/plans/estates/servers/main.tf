# Servers of every kind in one map, all of them protected, and what stands beside them.
terraform {
  required_providers {
    azapi = {
      source = "Azure/azapi"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.0"
    }
  }
}

provider "azurerm" {
  features {}
}

provider "azapi" {}

variable "password" {
  type      = string
  sensitive = true
  default   = null
}

locals {
  group = "rg-data"
  servers = {
    sound   = {}
    big     = { storage_mb = 2097152 }
    growing = { storage_mb = 1048576, auto_grow = true }
    copy    = { create_mode = "Replica" }
    nodes   = { nodes = 4 }
    tiny    = { sku = "B_Standard_B1ms" }
    away    = { location = "austriaeast", geo = true }
    closed  = { public = false }
    old     = { version = "13" }
    keyed   = { geo = true, key = "https://kv-data.vault.azure.net/keys/server/0123456789abcdef0123456789abcdef" }
    alone   = {}
  }
}

resource "azurerm_data_protection_backup_vault" "data" {
  name                = "bv-data"
  resource_group_name = local.group
  location            = "westeurope"
  datastore_type      = "VaultStore"
  redundancy          = "GeoRedundant"
  immutability        = "Unlocked"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "short" {
  name                            = "short"
  vault_id                        = azurerm_data_protection_backup_vault.data.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P5W"
    }
  }
}

resource "azurerm_postgresql_flexible_server" "this" {
  for_each                      = local.servers
  name                          = "pg-${each.key}"
  resource_group_name           = local.group
  location                      = try(each.value.location, "westeurope")
  version                       = try(each.value.version, "17")
  sku_name                      = try(each.value.sku, "GP_Standard_D4ds_v5")
  storage_mb                    = try(each.value.storage_mb, 131072)
  auto_grow_enabled             = try(each.value.auto_grow, false)
  backup_retention_days         = each.key == "sound" ? 7 : 35
  geo_redundant_backup_enabled  = try(each.value.geo, false)
  public_network_access_enabled = try(each.value.public, true)
  create_mode                   = try(each.value.create_mode, null)
  source_server_id              = try(each.value.create_mode, null) == null ? null : "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-data/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-primary"
  administrator_login           = "psqladmin"
  administrator_password        = each.key == "sound" ? var.password : "Horse-7-battery"

  dynamic "cluster" {
    for_each = can(each.value.nodes) ? [each.value.nodes] : []
    content {
      size = cluster.value
    }
  }

  dynamic "identity" {
    for_each = can(each.value.key) ? ["/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-data/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-data"] : []
    content {
      type         = "UserAssigned"
      identity_ids = [identity.value]
    }
  }

  dynamic "customer_managed_key" {
    for_each = can(each.value.key) ? [each.value.key] : []
    content {
      key_vault_key_id                  = customer_managed_key.value
      primary_user_assigned_identity_id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-data/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-data"
    }
  }
}

resource "azurerm_postgresql_flexible_server" "literal" {
  name                   = "pg-literal"
  resource_group_name    = local.group
  location               = "westeurope"
  version                = "17"
  sku_name               = "GP_Standard_D4ds_v5"
  storage_mb             = 131072
  administrator_login    = "psqladmin"
  administrator_password = "Horse-7-battery"
}

# azurerm has no word for Premium SSD v2.
resource "azapi_resource" "fast" {
  type                      = "Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01"
  name                      = "pg-fast"
  parent_id                 = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-data"
  location                  = "westeurope"
  schema_validation_enabled = false

  body = {
    sku = { name = "Standard_D4ds_v5", tier = "GeneralPurpose" }
    properties = {
      version = "17"
      storage = { type = "PremiumV2_LRS", storageSizeGB = 256, iops = 3000, throughput = 125 }
      backup  = { backupRetentionDays = 60, geoRedundantBackup = "Disabled" }
    }
  }
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "this" {
  for_each         = { for name, server in azurerm_postgresql_flexible_server.this : name => server.id if name != "alone" }
  name             = "pg-${each.key}"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.data.id
  server_id        = each.value
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.short.id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "again" {
  name             = "pg-sound-again"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.data.id
  server_id        = azurerm_postgresql_flexible_server.this["sound"].id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.short.id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "fast" {
  name             = "pg-fast"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.data.id
  server_id        = azapi_resource.fast.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.short.id
}

# What isn't a flexible server as a whole.
resource "azurerm_postgresql_flexible_server_database" "orders" {
  name      = "orders"
  server_id = azurerm_postgresql_flexible_server.this["sound"].id
}

resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  name                            = "tenants"
  resource_group_name             = local.group
  location                        = "westeurope"
  node_count                      = 2
  administrator_login_password    = "Horse-7-battery"
  coordinator_storage_quota_in_mb = 131072
  coordinator_vcore_count         = 4
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "database" {
  name             = "db-orders"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.data.id
  server_id        = azurerm_postgresql_flexible_server_database.orders.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.short.id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "cluster" {
  name             = "tenants"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.data.id
  server_id        = azurerm_cosmosdb_postgresql_cluster.tenants.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.short.id
}

# Backups on demand.
resource "azurerm_postgresql_flexible_server_backup" "release" {
  count     = 8
  name      = count.index < 2 ? "release" : "release-${count.index}"
  server_id = azurerm_postgresql_flexible_server.this["sound"].id
}

resource "azurerm_postgresql_flexible_server_backup" "tiny" {
  name      = "before-upgrade"
  server_id = azurerm_postgresql_flexible_server.this["tiny"].id
}
