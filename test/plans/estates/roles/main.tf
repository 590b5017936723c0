# Who may do what: a vault for each team, roles by name, by id and by definitions that are looked up.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.55.0, != 4.62.0, != 4.62.1"
    }
  }
}

provider "azurerm" {
  features {}
}

data "azurerm_subscription" "current" {}

data "azurerm_role_definition" "backup" {
  name  = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  scope = data.azurerm_subscription.current.id
}

locals {
  reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
}

resource "azurerm_resource_group" "team" {
  for_each = toset(["shop", "lab"])
  name     = "rg-${each.key}"
  location = "westeurope"
}

module "shop" {
  source = "./modules/team"

  group   = azurerm_resource_group.team["shop"]
  servers = ["orders", "carts", "stock"]
}

module "lab" {
  source = "./modules/team"

  group    = azurerm_resource_group.team["lab"]
  servers  = ["trial"]
  identity = false
}

# Carts have no role, and stock waits for none.
resource "azurerm_role_assignment" "backup" {
  for_each           = toset(["orders", "stock"])
  scope              = module.shop.servers[each.key]
  role_definition_id = data.azurerm_role_definition.backup.id
  principal_id       = module.shop.principal_id
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_resource_group.team["shop"].id
  role_definition_name = "Reader"
  principal_id         = module.shop.principal_id
}

resource "azurerm_role_assignment" "reader_again" {
  scope              = azurerm_resource_group.team["shop"].id
  role_definition_id = "${data.azurerm_subscription.current.id}/providers/Microsoft.Authorization/roleDefinitions/${local.reader}"
  principal_id       = module.shop.principal_id
}

resource "azurerm_role_assignment" "everywhere" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "Contributor"
  principal_id         = module.shop.principal_id
}

# One of thousands.
resource "azurerm_role_assignment" "people" {
  count              = 1
  scope              = azurerm_resource_group.team["lab"].id
  role_definition_id = local.reader
  principal_id       = "5c7e5b1a-3c0f-4d5e-9d2e-7a1f1c2b3d4e"
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "shop" {
  for_each         = toset(["orders", "carts"])
  name             = "pg-${each.key}"
  location         = azurerm_resource_group.team["shop"].location
  vault_id         = module.shop.vault_id
  server_id        = module.shop.servers[each.key]
  backup_policy_id = module.shop.policy_id
  depends_on       = [azurerm_role_assignment.backup, azurerm_role_assignment.reader]
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "stock" {
  name             = "pg-stock"
  location         = azurerm_resource_group.team["shop"].location
  vault_id         = module.shop.vault_id
  server_id        = module.shop.servers["stock"]
  backup_policy_id = module.shop.policy_id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "trial" {
  name             = "pg-trial"
  location         = azurerm_resource_group.team["lab"].location
  vault_id         = module.lab.vault_id
  server_id        = module.lab.servers["trial"]
  backup_policy_id = module.lab.policy_id
}
