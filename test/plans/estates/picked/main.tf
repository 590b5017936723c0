# Modules that are given a map of servers: a plan shows what the map is made from, and not what is where in it.
provider "azurerm" {
  features {}
}

locals {
  servers = {
    with_1    = { version = "16", storage_mb = 131072 }
    with_2    = { version = "16", storage_mb = 262144 }
    without_1 = { version = "17", storage_mb = 131072 }
    without_2 = { version = "17", storage_mb = 131072 }
    outside_1 = { version = "17", storage_mb = 131072 }
    outside_2 = { version = "17", storage_mb = 131072 }
    keyed_1   = { version = "17", storage_mb = 131072 }
    keyed_2   = { version = "17", storage_mb = 131072 }
  }
}

resource "azurerm_resource_group" "databases" {
  name     = "rg-picked"
  location = "westeurope"
}

resource "azurerm_postgresql_flexible_server" "this" {
  for_each                     = local.servers
  name                         = "pg-${replace(each.key, "_", "-")}"
  resource_group_name          = azurerm_resource_group.databases.name
  location                     = azurerm_resource_group.databases.location
  version                      = each.value.version
  sku_name                     = "GP_Standard_D4ds_v5"
  storage_mb                   = each.value.storage_mb
  backup_retention_days        = 35
  geo_redundant_backup_enabled = true

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }
}

resource "azurerm_data_protection_backup_vault" "this" {
  name                = "bv-picked"
  resource_group_name = azurerm_resource_group.databases.name
  location            = azurerm_resource_group.databases.location
  datastore_type      = "VaultStore"
  redundancy          = "GeoRedundant"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_resource_group.databases.id
  role_definition_name = "Reader"
  principal_id         = azurerm_data_protection_backup_vault.this.identity[0].principal_id
}

# The module assigns the role on what it is given, and protects the same.
module "with" {
  source = "./modules/protected"
  prefix = "with"
  vault  = azurerm_data_protection_backup_vault.this
  servers = {
    first  = { id = azurerm_postgresql_flexible_server.this["with_1"].id }
    second = { id = azurerm_postgresql_flexible_server.this["with_2"].id }
  }
}

# Nobody assigns it.
module "without" {
  source = "./modules/protected"
  prefix = "without"
  vault  = azurerm_data_protection_backup_vault.this
  assign = false
  servers = {
    first  = { id = azurerm_postgresql_flexible_server.this["without_1"].id }
    second = { id = azurerm_postgresql_flexible_server.this["without_2"].id }
  }
}

# It is assigned on each of the servers, by their names.
resource "azurerm_role_assignment" "outside" {
  for_each             = toset(["outside_1", "outside_2"])
  scope                = azurerm_postgresql_flexible_server.this[each.key].id
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = azurerm_data_protection_backup_vault.this.identity[0].principal_id
}

module "outside" {
  source = "./modules/protected"
  prefix = "outside"
  vault  = azurerm_data_protection_backup_vault.this
  assign = false
  servers = {
    first  = { id = azurerm_postgresql_flexible_server.this["outside_1"].id }
    second = { id = azurerm_postgresql_flexible_server.this["outside_2"].id }
  }
}

# The same in one module, resource by resource.
module "keyed" {
  source = "./modules/keyed"
  vault  = azurerm_data_protection_backup_vault.this
  servers = {
    first  = { id = azurerm_postgresql_flexible_server.this["keyed_1"].id, keep = "short" }
    second = { id = azurerm_postgresql_flexible_server.this["keyed_2"].id, keep = "long" }
  }
}
