provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "databases" {
  name     = "rg-read"
  location = "westeurope"
}

resource "azurerm_postgresql_flexible_server" "orders" {
  name                = "pg-read-orders"
  resource_group_name = azurerm_resource_group.databases.name
  location            = azurerm_resource_group.databases.location
  version             = "17"
  sku_name            = "GP_Standard_D4ds_v5"
  storage_mb          = 131072

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
  }
}
