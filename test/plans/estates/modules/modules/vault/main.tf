variable "group" {}

variable "names" {
  type = object({ vault = string, policies = list(string) })
}

resource "azurerm_data_protection_backup_vault" "this" {
  name                       = var.names.vault
  resource_group_name        = var.group.name
  location                   = var.group.location
  datastore_type             = "VaultStore"
  redundancy                 = "GeoRedundant"
  soft_delete                = "On"
  retention_duration_in_days = 30
  immutability               = "Unlocked"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "this" {
  for_each = toset(var.names.policies)

  name                            = each.key
  vault_id                        = azurerm_data_protection_backup_vault.this.id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P3M"
    }
  }
}

output "vault" {
  value = azurerm_data_protection_backup_vault.this.id
}

output "principal_id" {
  value = azurerm_data_protection_backup_vault.this.identity[0].principal_id
}

output "policies" {
  value = { for name, policy in azurerm_data_protection_backup_policy_postgresql_flexible_server.this : name => policy.id }
}
