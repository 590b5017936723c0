variable "group" {
  type = object({ name = string, location = string })
}

variable "servers" {
  type = set(string)
}

variable "identity" {
  default = true
}

resource "azurerm_data_protection_backup_vault" "this" {
  name                = "bv-${var.group.name}"
  resource_group_name = var.group.name
  location            = var.group.location
  datastore_type      = "VaultStore"
  redundancy          = "ZoneRedundant"

  dynamic "identity" {
    for_each = var.identity ? ["SystemAssigned"] : []
    content {
      type = identity.value
    }
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "this" {
  name                            = "weekly"
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

resource "azurerm_postgresql_flexible_server" "this" {
  for_each            = var.servers
  name                = "pg-${each.value}"
  resource_group_name = var.group.name
  location            = var.group.location
  version             = "17"
  sku_name            = "GP_Standard_D4ds_v5"
  storage_mb          = 131072

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }
}

output "vault_id" {
  value = azurerm_data_protection_backup_vault.this.id
}

output "policy_id" {
  value = azurerm_data_protection_backup_policy_postgresql_flexible_server.this.id
}

output "principal_id" {
  value = one(azurerm_data_protection_backup_vault.this.identity[*].principal_id)
}

output "servers" {
  value = { for name, server in azurerm_postgresql_flexible_server.this : name => server.id }
}
