# What azapi makes of a protected server, in order.
terraform {
  required_providers {
    azapi = {
      source = "Azure/azapi"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.0"
    }
  }
}

provider "azurerm" {
  features {}
}

provider "azapi" {}

locals {
  flexible_servers = "Microsoft.DBforPostgreSQL/flexibleServers"
  policies = {
    weekly = { interval = "P1W", keep = "P1Y", rules = { monthly = { keep = "P5Y", first = "FirstOfMonth", priority = 15 } } }
  }
}

resource "azurerm_resource_group" "data" {
  name     = "rg-data"
  location = "westeurope"
}

resource "azapi_resource" "server" {
  type      = "${local.flexible_servers}@2024-03-01-preview"
  name      = "pg-orders"
  parent_id = azurerm_resource_group.data.id
  location  = "westeurope"
  body = {
    sku        = { name = "Standard_D4ds_v5", tier = "GeneralPurpose" }
    properties = { version = "17", storage = { storageSizeGB = 128 }, createMode = "Create", authConfig = { activeDirectoryAuth = "Enabled", passwordAuth = "Disabled", tenantId = "22222222-2222-4222-8222-222222222222" } }
  }
}

resource "azapi_resource" "vault" {
  type      = "Microsoft.DataProtection/backupVaults@2024-04-01"
  name      = "bv-data"
  parent_id = azurerm_resource_group.data.id
  location  = "westeurope"
  identity {
    type = "SystemAssigned"
  }
  body = {
    properties = {
      storageSettings = [{ datastoreType = "VaultStore", type = "GeoRedundant" }]
      securitySettings = {
        softDeleteSettings   = { state = "AlwaysOn", retentionDurationInDays = 14 }
        immutabilitySettings = { state = "Unlocked" }
      }
    }
  }
}

resource "azapi_resource" "policy" {
  for_each  = local.policies
  type      = "Microsoft.DataProtection/backupVaults/backupPolicies@2024-04-01"
  name      = each.key
  parent_id = azapi_resource.vault.id
  body = {
    properties = {
      objectType      = "BackupPolicy"
      datasourceTypes = [local.flexible_servers]
      policyRules = concat(
        [
          {
            name             = "BackupWeekly"
            objectType       = "AzureBackupRule"
            backupParameters = { objectType = "AzureBackupParams", backupType = "Full" }
            dataStore        = { objectType = "DataStoreInfoBase", dataStoreType = "VaultStore" }
            trigger = {
              objectType = "ScheduleBasedTriggerContext"
              schedule = {
                repeatingTimeIntervals = ["R/2024-01-07T02:00:00+00:00/${each.value.interval}"]
                timeZone               = "UTC"
              }
              taggingCriteria = concat(
                [for name, rule in each.value.rules : {
                  isDefault       = false
                  taggingPriority = rule.priority
                  tagInfo         = { tagName = name }
                  criteria        = [{ objectType = "ScheduleBasedBackupCriteria", absoluteCriteria = [rule.first] }]
                }],
                [{ isDefault = true, taggingPriority = 99, tagInfo = { tagName = "Default" } }],
              )
            }
          },
          {
            name       = "Default"
            objectType = "AzureRetentionRule"
            isDefault  = true
            lifecycles = [{
              deleteAfter     = { objectType = "AbsoluteDeleteOption", duration = each.value.keep }
              sourceDataStore = { objectType = "DataStoreInfoBase", dataStoreType = "VaultStore" }
            }]
          },
        ],
        [for name, rule in each.value.rules : {
          name       = name
          objectType = "AzureRetentionRule"
          isDefault  = false
          lifecycles = [{
            deleteAfter     = { objectType = "AbsoluteDeleteOption", duration = rule.keep }
            sourceDataStore = { objectType = "DataStoreInfoBase", dataStoreType = "VaultStore" }
          }]
        }],
      )
    }
  }
}

resource "azapi_resource" "long_term_retention" {
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  name      = "5a6e7d1c-3f53-4b7e-9a3f-0c1d2e3f4a5b"
  parent_id = azapi_resource.server.id
  body = {
    properties = {
      roleDefinitionId = "/subscriptions/11111111-1111-4111-8111-111111111111/providers/Microsoft.Authorization/roleDefinitions/c088a766-074b-43ba-90d4-1fb21feae531"
      principalId      = azapi_resource.vault.identity[0].principal_id
      principalType    = "ServicePrincipal"
    }
  }
}

resource "azurerm_role_assignment" "reader" {
  scope              = azurerm_resource_group.data.id
  role_definition_id = "/subscriptions/11111111-1111-4111-8111-111111111111/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
  principal_id       = azapi_resource.vault.identity[0].principal_id
}

resource "azapi_resource" "instance" {
  type      = "Microsoft.DataProtection/backupVaults/backupInstances@2024-04-01"
  name      = "pg-orders"
  parent_id = azapi_resource.vault.id
  body = {
    properties = {
      objectType   = "BackupInstance"
      friendlyName = "pg-orders"
      dataSourceInfo = {
        objectType       = "Datasource"
        resourceID       = azapi_resource.server.id
        datasourceType   = "Microsoft.DBforPostgreSQL/flexibleServers"
        resourceType     = "Microsoft.DBforPostgreSQL/flexibleServers"
        resourceName     = "pg-orders"
        resourceLocation = "westeurope"
      }
      policyInfo = { policyId = azapi_resource.policy["weekly"].id }
    }
  }
  depends_on = [azapi_resource.long_term_retention, azurerm_role_assignment.reader]
}

