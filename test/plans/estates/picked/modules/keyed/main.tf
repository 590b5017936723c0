variable "vault" {
  type = any
}

variable "servers" {
  type = map(object({ id = string, keep = string }))
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "this" {
  for_each                        = { short = "P3M", long = "P1Y" }
  name                            = "weekly-${each.key}"
  vault_id                        = var.vault.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = each.value
    }
  }
}

resource "azurerm_role_assignment" "this" {
  for_each             = var.servers
  scope                = each.value.id
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = var.vault.identity[0].principal_id
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "this" {
  for_each         = var.servers
  name             = each.key
  location         = var.vault.location
  vault_id         = var.vault.id
  server_id        = each.value.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.this[each.value.keep].id
  depends_on       = [azurerm_role_assignment.this]
}
