import { whyOpen } from './retention-parts';
import { Complaint, compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { both, Tri } from '../inventory/arm-scope';
import { CustomerManagedKeyFacts, ServerFacts } from '../inventory/entities';
import { Fact, withDefault } from '../inventory/fact';
import { SOURCES } from '../matrix/source';

const KEY = '`geo_backup_key_vault_key_id`';
const IDENTITY = '`geo_backup_user_assigned_identity_id`';
const COMMON = {
  limit:
    'geo-redundant backup of a server with a customer-managed key needs a key in the paired region and an identity of its own',
  source: SOURCES.azurermServer,
};

/** PGB706: the copy in the paired region can't be encrypted with a key that isn't there. */
export const GEO_BACKUP_KEY: Rule = {
  id: 'PGB706',
  name: 'geo-backup-key',
  severity: Severity.ERROR,
  decides: 'a server with geo-redundant backup and a customer-managed key has a geo key with an identity of its own',
  why: 'The provider lets it pass; Azure then refuses the server with CMKInvalidEncryptionParameters while it is being created.',
  sources: [SOURCES.azurermServer],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const server of estate.servers) if (server.origin === 'managed') yield judge(server);
  },
  documentation: () => ({
    mend: 'Give the geo-redundant copy a key of a key vault in the paired region, and an identity of its own.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  identity {
    type         = "UserAssigned"
    identity_ids = ["/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.ManagedIdentity/userAssignedIdentities/server"]
  }

  customer_managed_key {
    key_vault_key_id                  = "https://kv-orders.vault.azure.net/keys/server"
    primary_user_assigned_identity_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.ManagedIdentity/userAssignedIdentities/server"
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  identity {
    type         = "UserAssigned"
    identity_ids = ["/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.ManagedIdentity/userAssignedIdentities/server", "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.ManagedIdentity/userAssignedIdentities/server-geo"]
  }

  customer_managed_key {
    key_vault_key_id                     = "https://kv-orders.vault.azure.net/keys/server"
    primary_user_assigned_identity_id    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.ManagedIdentity/userAssignedIdentities/server"
    geo_backup_key_vault_key_id          = "https://kv-orders-north.vault.azure.net/keys/server"
    geo_backup_user_assigned_identity_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.ManagedIdentity/userAssignedIdentities/server-geo"
  }
}
`,
      },
    },
  }),
};

function judge(server: ServerFacts): Verdict {
  const geo = withDefault(server.geoRedundantBackup, false);
  const cmk = server.customerManagedKey;
  if ((geo.state === 'known' && !geo.value) || cmk.state === 'absent') return compliant(server);
  if (cmk.state === 'unknown') return undecided(server, '`customer_managed_key`', cmk.why);
  const { missing, complaint, why } = fault(cmk.value);
  const wrong = both(geo.state === 'known' ? geo.value : 'unknown', missing);
  if (wrong === false) return compliant(server);
  if (wrong === true && complaint !== undefined) return violated(server, complaint);
  return undecided(server, 'the key of the geo-redundant backup', whyOpen(geo) ?? why ?? '');
}

interface Fault {
  readonly missing: Tri;
  readonly complaint?: Complaint;
  readonly why?: string;
}

function fault({ identity, geoKey, geoIdentity }: CustomerManagedKeyFacts): Fault {
  if (geoKey.state === 'absent') {
    return {
      missing: true,
      complaint: {
        ...COMMON,
        message: `${KEY} must be given with geo-redundant backup and a customer-managed key, got: none`,
        mend: `give ${KEY}, a key of a key vault in the paired region, and ${IDENTITY}, or leave geo-redundant backup off`,
      },
    };
  }
  if (geoIdentity.state === 'absent') {
    return {
      missing: true,
      complaint: {
        ...COMMON,
        message: `${IDENTITY} must be given with ${KEY}, got: none`,
        mend: `give ${IDENTITY}, a user-assigned identity other than the primary one that may use the geo key`,
      },
    };
  }
  const same = sameIdentity(identity, geoIdentity);
  if (same === true && geoIdentity.state === 'known') {
    return {
      missing: true,
      complaint: {
        ...COMMON,
        message: `${IDENTITY} must be another than \`primary_user_assigned_identity_id\`, got: ${geoIdentity.value} for both`,
        got: geoIdentity.value,
        mend: 'give the geo key a user-assigned identity of its own',
      },
    };
  }
  const why =
    whyOpen(geoKey, identity, geoIdentity) ??
    `whether ${IDENTITY} is another than \`primary_user_assigned_identity_id\` shows when Terraform plans`;
  return geoKey.state === 'unknown' || same === 'unknown' ? { missing: 'unknown', why } : { missing: false };
}

/** Equal texts name one identity, two resources or two literal ids name two; a variable may hold either. */
function sameIdentity(one: Fact<string>, other: Fact<string>): Tri {
  if (one.state === 'absent') return false;
  if (one.state !== 'known' || other.state !== 'known') return 'unknown';
  if (one.value.toLowerCase() === other.value.toLowerCase()) return true;
  const kinds = [one.value, other.value].map((text) =>
    /^\$\{azurerm_\w+\.[\w-]+\.id\}$/.test(text) ? 'resource' : text.includes('${') ? undefined : 'literal',
  );
  return kinds[0] !== undefined && kinds[0] === kinds[1] ? false : 'unknown';
}
