# A vault in one module, servers in another that is called for each, and in it a module that protects the server.
provider "azurerm" {
  features {}
}

data "azurerm_client_config" "current" {}

variable "password" {
  type      = string
  sensitive = true
  default   = "Horse-7-battery"
}

locals {
  location = "westeurope"
  servers = {
    orders = { size = 131072, policy = "weekly" }
    ledger = { size = 2097152, policy = "yearly" }
  }
}

resource "azurerm_resource_group" "shop" {
  name     = "rg-shop"
  location = local.location
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_resource_group.shop.id
  role_definition_name = "Reader"
  principal_id         = module.platform.principal_id
}

resource "time_sleep" "roles" {
  create_duration = "5m"
  depends_on      = [azurerm_role_assignment.reader]
}

module "server" {
  source   = "./modules/server"
  for_each = local.servers

  name     = "pg-${each.key}"
  group    = azurerm_resource_group.shop
  size     = each.value.size
  password = var.password
  vault    = module.platform
  policy   = module.platform.policies["weekly"]
  role     = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/c088a766-074b-43ba-90d4-1fb21feae531"

  depends_on = [time_sleep.roles]
}

output "vault" {
  value = module.platform.vault
}
