# Clusters of Azure Cosmos DB for PostgreSQL, as somebody would write them who has never heard of this library.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.2"
    }
    azapi = {
      source  = "Azure/azapi"
      version = "~> 1.15"
    }
  }
}

provider "azurerm" {
  features {}
}

provider "azapi" {
  enable_hcl_output_for_data_source = true
}

variable "geo_backup" {
  type    = bool
  default = true
}

variable "tier" {
  type    = string
  default = "gold"
}

variable "copy_size" {
  type    = object({ storage_mb = number, vcores = number })
  default = { storage_mb = 131072, vcores = 4 }
}

resource "azurerm_resource_group" "this" {
  name     = "rg-clusters"
  location = "West Europe"
}

# azurerm has no argument for geo-redundant backup.
resource "azapi_resource" "geo" {
  type      = "Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview"
  name      = "cosmos-geo"
  parent_id = azurerm_resource_group.this.id
  location  = azurerm_resource_group.this.location
  tags      = { tier = var.tier }

  body = {
    properties = {
      administratorLoginPassword  = "Not-a-secret-1"
      coordinatorServerEdition    = "GeneralPurpose"
      coordinatorStorageQuotaInMb = 131072
      coordinatorVCores           = 4
      enableGeoBackup             = var.geo_backup
      enableHa                    = true
      nodeCount                   = 2
      nodeServerEdition           = "MemoryOptimized"
      nodeStorageQuotaInMb        = 524288
      nodeVCores                  = 4
      postgresqlVersion           = "16"

      authConfig = {
        activeDirectoryAuth = "enabled"
        passwordAuth        = "enabled"
      }

      maintenanceWindow = {
        customWindow = "Enabled"
        dayOfWeek    = 0
        startHour    = 2
        startMinute  = 30
      }
    }
  }

  response_export_values = ["properties.earliestRestoreTime", "properties.serverNames"]
}

resource "azapi_resource" "office" {
  type      = "Microsoft.DBforPostgreSQL/serverGroupsv2/firewallRules@2023-03-02-preview"
  name      = "office"
  parent_id = azapi_resource.geo.id

  body = {
    properties = {
      startIpAddress = "40.112.0.0"
      endIpAddress   = "40.112.255.255"
    }
  }
}

resource "azapi_resource" "administrator" {
  type      = "Microsoft.DBforPostgreSQL/serverGroupsv2/roles@2023-03-02-preview"
  name      = "administrator"
  parent_id = azapi_resource.geo.id

  body = {
    properties = {
      roleType = "admin"

      externalIdentity = {
        objectId      = "5f2c4a52-7b7c-4d8d-a1f3-6f4f5d0b2a11"
        principalType = "servicePrincipal"
      }
    }
  }
}

# Not azurerm_management_lock, which takes minutes.
resource "azapi_resource" "lock" {
  type       = "Microsoft.Authorization/locks@2020-05-01"
  name       = "keep"
  parent_id  = azapi_resource.geo.id
  body       = { properties = { level = "CanNotDelete" } }
  depends_on = [azapi_resource.office, azapi_resource.administrator]
}

resource "azapi_resource" "restored" {
  type      = "Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview"
  name      = "cosmos-restored"
  parent_id = azurerm_resource_group.this.id
  location  = "northeurope"
  tags      = { tier = var.tier }

  body = {
    properties = {
      sourceResourceId = azapi_resource.geo.id
      sourceLocation   = azapi_resource.geo.location
      pointInTimeUTC   = azapi_resource.geo.output.properties.earliestRestoreTime
      enableGeoBackup  = true
    }
  }

  depends_on = [azapi_resource.administrator]
}

data "azapi_resource" "restored" {
  type                   = "Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview"
  resource_id            = azapi_resource.restored.id
  response_export_values = ["properties"]
}

data "azapi_resource_list" "clusters" {
  type                   = "Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview"
  parent_id              = azurerm_resource_group.this.id
  response_export_values = ["value"]
  depends_on             = [azapi_resource.restored, azurerm_cosmosdb_postgresql_cluster.copy]
}

resource "azurerm_cosmosdb_postgresql_cluster" "plain" {
  name                            = "cosmos-plain"
  resource_group_name             = azurerm_resource_group.this.name
  location                        = azurerm_resource_group.this.location
  administrator_login_password    = "Not-a-secret-1"
  coordinator_storage_quota_in_mb = 131072
  coordinator_vcore_count         = 4
  node_count                      = 2
  node_storage_quota_in_mb        = 524288
  node_vcores                     = 4

  maintenance_window {
    day_of_week = 6
    start_hour  = 3
  }

  tags = { tier = var.tier }
}

resource "azurerm_cosmosdb_postgresql_firewall_rule" "office" {
  name             = "office"
  cluster_id       = azurerm_cosmosdb_postgresql_cluster.plain.id
  start_ip_address = "40.112.0.0"
  end_ip_address   = "40.112.255.255"
}

resource "azurerm_cosmosdb_postgresql_coordinator_configuration" "nulls" {
  name       = "array_nulls"
  cluster_id = azurerm_cosmosdb_postgresql_cluster.plain.id
  value      = "off"
}

resource "azurerm_cosmosdb_postgresql_node_configuration" "nulls" {
  name       = "array_nulls"
  cluster_id = azurerm_cosmosdb_postgresql_cluster.plain.id
  value      = "off"
}

resource "azurerm_cosmosdb_postgresql_role" "app" {
  name       = "app"
  cluster_id = azurerm_cosmosdb_postgresql_cluster.plain.id
  password   = "Not-a-secret-2"
}

resource "azurerm_cosmosdb_postgresql_cluster" "copy" {
  name                 = "cosmos-copy"
  resource_group_name  = azurerm_resource_group.this.name
  location             = azurerm_resource_group.this.location
  source_resource_id   = azurerm_cosmosdb_postgresql_cluster.plain.id
  source_location      = azurerm_cosmosdb_postgresql_cluster.plain.location
  point_in_time_in_utc = azurerm_cosmosdb_postgresql_cluster.plain.earliest_restore_time

  # What it has anyway, as its source has it.
  node_count                      = 2
  coordinator_storage_quota_in_mb = try(var.copy_size.storage_mb, null)
  coordinator_vcore_count         = try(var.copy_size.vcores, null)

  depends_on = [azurerm_cosmosdb_postgresql_role.app]
}

resource "azurerm_virtual_network" "this" {
  name                = "vnet"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "endpoints" {
  name                 = "endpoints"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_private_endpoint" "coordinator" {
  name                = "pe-coordinator"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  subnet_id           = azurerm_subnet.endpoints.id

  private_service_connection {
    name                           = "coordinator"
    private_connection_resource_id = azapi_resource.geo.id
    subresource_names              = ["coordinator"]
    is_manual_connection           = false
  }
}

output "restored" {
  value     = data.azapi_resource.restored.output.properties
  sensitive = false
}

output "clusters" {
  value = sort([for each in data.azapi_resource_list.clusters.output.value : each.name])
}
