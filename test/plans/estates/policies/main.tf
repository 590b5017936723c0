# Policies as a table, and two that are written out.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.60.0, < 6.0.0"
    }
  }
}

provider "azurerm" {
  features {}
}

locals {
  vault_id = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-central"

  policies = {
    sound = {
      intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
      default   = "P3M"
      rules = [
        { name = "Yearly", priority = 10, duration = "P7Y", absolute = "FirstOfYear" },
        { name = "Monthly", priority = 20, duration = "P1Y", absolute = "FirstOfMonth" },
      ]
    }
    eager = {
      intervals = ["R/2024-01-07T02:00:00+00:00/P1D"]
      default   = "P11Y"
      rules     = []
    }
    mixed = {
      intervals = ["R/2024-01-07T02:00:00+00:00/P1W", "R/2024-01-10T02:00:00+00:00/P1W"]
      default   = "P1Y6M"
      rules     = []
    }
    confused = {
      intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
      default   = "P1Y"
      rules = [
        { name = "Default", priority = 10, duration = "P5Y", days = ["Monday"] },
        { name = "Monthly", priority = 20, duration = "P6M", absolute = "FirstOfMonth" },
        { name = "Yearly", priority = 20, duration = "P10Y" },
        { name = "Yearly2", priority = 30, duration = "P10Y", absolute = "FirstOfYear" },
      ]
    }
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "table" {
  for_each                        = local.policies
  name                            = each.key
  vault_id                        = local.vault_id
  backup_repeating_time_intervals = each.value.intervals
  time_zone                       = "UTC"

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = each.value.default
    }
  }

  dynamic "retention_rule" {
    for_each = each.value.rules
    content {
      name     = retention_rule.value.name
      priority = retention_rule.value.priority

      life_cycle {
        data_store_type = "VaultStore"
        duration        = retention_rule.value.duration
      }

      criteria {
        absolute_criteria = lookup(retention_rule.value, "absolute", null)
        days_of_week      = lookup(retention_rule.value, "days", null)
      }
    }
  }
}

resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "sloppy" {
  name                            = "sloppy"
  vault_id                        = local.vault_id
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00/P1W"]

  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P30D"
    }
  }

  retention_rule {
    name     = "Weekly-1"
    priority = 99

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P3D"
    }

    criteria {
      absolute_criteria = "FirstOfWeek"
    }
  }
}
