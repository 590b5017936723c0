variable "server" {}
variable "location" {}
variable "vault_id" {}
variable "grant" {}
variable "policy" {}

resource "azurerm_role_assignment" "backup" {
  scope              = var.server.id
  role_definition_id = var.grant.role
  principal_id       = var.grant.principal_id
}

resource "time_sleep" "backup" {
  create_duration = "5m"
  triggers        = { role = azurerm_role_assignment.backup.id }
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "this" {
  name             = var.server.name
  location         = var.location
  vault_id         = var.vault_id
  server_id        = var.server.id
  backup_policy_id = var.policy

  depends_on = [time_sleep.backup]
}
