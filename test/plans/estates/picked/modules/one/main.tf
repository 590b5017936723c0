variable "name" {}

variable "server_id" {}

variable "assign" {}

variable "vault" {
  type = any
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "this" {
  name                            = "weekly-${var.name}"
  vault_id                        = var.vault.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P1Y"
    }
  }
}

resource "azurerm_role_assignment" "this" {
  count                = var.assign ? 1 : 0
  scope                = var.server_id
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = var.vault.identity[0].principal_id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "this" {
  name             = var.name
  location         = var.vault.location
  vault_id         = var.vault.id
  server_id        = var.server_id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.this.id
  depends_on       = [azurerm_role_assignment.this]
}
