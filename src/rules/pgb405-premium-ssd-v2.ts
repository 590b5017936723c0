import { undecidedServer } from './missing-fact';
import { compliant, Rule, violated } from './rule';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { SOURCES } from '../matrix/source';

const PREMIUM_V2 = 'PremiumV2_LRS';

/** PGB405: v1 doesn't back up servers on Premium SSD v2. */
export const PREMIUM_SSD_V2: Rule = {
  id: 'PGB405',
  name: 'premium-ssd-v2',
  severity: Severity.ERROR,
  decides: 'a protected server is not on Premium SSD v2',
  why: "The first protection stack can't back up such a server, and a server can't leave Premium SSD v2.",
  sources: [SOURCES.configureBackup, SOURCES.premiumSsdV2],
  acknowledgeable: true,
  appliesTo: (edition) => !edition.premiumSsdV2,
  evaluate: (estate) =>
    protectedServers(estate, '`storage_type`', (server) => {
      const { storageType } = server;
      if (storageType.state === 'unknown') {
        return undecidedServer(server, '`storage_type`', storageType.why);
      }
      // Without the argument azurerm makes a Premium SSD.
      else if (storageType.state === 'absent' || storageType.value !== PREMIUM_V2) {
        return compliant(server);
      } else {
        return violated(server, {
          message: `\`storage_type\` must not be ${PREMIUM_V2}, got: ${storageType.value}`,
          got: storageType.value,
          limit: 'servers on Premium SSD v2 are backed up by v2 only',
          mend: 'protect it under edition v2-2026-09-28 (preview), or make the server on Premium SSD',
        });
      }
    }),
  documentation: () => ({
    mend: 'Make the server on Premium SSD, or protect it under edition v2-2026-09-28 (preview).',
    examples: {
      nonCompliant: {
        hcl: `
resource "azapi_resource" "orders" {
  type                      = "Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01"
  name                      = "pg-orders"
  parent_id                 = azurerm_resource_group.orders.id
  location                  = azurerm_resource_group.orders.location
  schema_validation_enabled = false

  body = {
    sku = { name = "Standard_D4ds_v5", tier = "GeneralPurpose" }
    properties = {
      version = "17"
      storage = { type = "PremiumV2_LRS", storageSizeGB = 128 }
    }
  }
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  server_id = azapi_resource.orders.id
}
`,
      },
      compliant: {
        hcl: `
resource "azapi_resource" "orders" {
  type                      = "Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01"
  name                      = "pg-orders"
  parent_id                 = azurerm_resource_group.orders.id
  location                  = azurerm_resource_group.orders.location
  schema_validation_enabled = false

  body = {
    sku = { name = "Standard_D4ds_v5", tier = "GeneralPurpose" }
    properties = {
      version = "17"
      storage = { type = "Premium_LRS", storageSizeGB = 128 }
    }
  }
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  server_id = azapi_resource.orders.id
}
`,
      },
    },
  }),
};
