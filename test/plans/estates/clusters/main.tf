# Clusters of Azure Cosmos DB for PostgreSQL, by azurerm and, for geo-redundant backup, by azapi.
terraform {
  required_providers {
    azapi = {
      source = "Azure/azapi"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.55.0, != 4.62.0, != 4.62.1"
    }
  }
}

provider "azurerm" {
  features {}
}

provider "azapi" {}

variable "password" {
  type      = string
  sensitive = true
  default   = null
}

locals {
  group = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-tenants"
  geo = {
    sound   = {}
    nowhere = { location = "germanywestcentral" }
    small   = { edition = "BurstableGeneralPurpose", nodes = 0, vcores = 2 }
    early   = { version = "2022-11-08" }
  }
}

resource "azapi_resource" "geo" {
  for_each                  = local.geo
  type                      = "Microsoft.DBforPostgreSQL/serverGroupsv2@${try(each.value.version, "2023-03-02-preview")}"
  name                      = "tenants-${each.key}"
  parent_id                 = local.group
  location                  = try(each.value.location, "westeurope")
  schema_validation_enabled = false

  body = {
    properties = {
      enableGeoBackup             = true
      nodeCount                   = try(each.value.nodes, 2)
      coordinatorServerEdition    = try(each.value.edition, "GeneralPurpose")
      coordinatorStorageQuotaInMb = 131072
      coordinatorVCores           = try(each.value.vcores, 4)
      administratorLoginPassword  = var.password
    }
  }
}

resource "azurerm_management_lock" "sound" {
  name       = "keep"
  scope      = azapi_resource.geo["sound"].id
  lock_level = "CanNotDelete"
}

resource "azurerm_cosmosdb_postgresql_cluster" "restored" {
  name                 = "te-restored-from-elsewhere-into-a-very-long-name"
  resource_group_name  = "rg-tenants"
  location             = "francecentral"
  node_count           = 0
  source_resource_id   = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-other/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old"
  source_location      = "westeurope"
  point_in_time_in_utc = "2026-09-01T02:00:00Z"
}

resource "azurerm_cosmosdb_postgresql_cluster" "reachable" {
  name                 = "tenants-reachable"
  resource_group_name  = "rg-tenants"
  location             = "westeurope"
  node_count           = 0
  source_resource_id   = "${local.group}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old"
  source_location      = "westeurope"
  point_in_time_in_utc = "2026-11-18T02:00:00Z"
}

resource "azurerm_cosmosdb_postgresql_firewall_rule" "office" {
  name             = "office"
  cluster_id       = azurerm_cosmosdb_postgresql_cluster.reachable.id
  start_ip_address = "203.0.113.10"
  end_ip_address   = "203.0.113.10"
}
