variable "name" {}
variable "group" {}
variable "size" {}
variable "password" {}
variable "vault" {}
variable "policy" {}
variable "role" {}

resource "azurerm_postgresql_flexible_server" "this" {
  name                         = var.name
  resource_group_name          = var.group.name
  location                     = var.group.location
  version                      = "17"
  sku_name                     = "GP_Standard_D4ds_v5"
  storage_mb                   = var.size
  zone                         = "1"
  backup_retention_days        = 35
  geo_redundant_backup_enabled = true
  administrator_login          = "psqladmin"
  administrator_password       = var.password
}

module "protection" {
  source = "../protection"

  server   = { id = azurerm_postgresql_flexible_server.this.id, name = var.name }
  location = var.group.location
  vault_id = var.vault.vault
  grant    = { role = var.role, principal_id = var.vault.principal_id }
  policy   = var.policy
}
