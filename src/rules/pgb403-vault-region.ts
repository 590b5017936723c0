import { whyMissing, whyUnlinked } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { HOW_TO_KNOW_A_SERVER } from './subjects';
import { Severity } from '../findings/finding';
import { InstanceFacts } from '../inventory/entities';
import { Edition } from '../matrix/edition';
import { SOURCES } from '../matrix/source';

/** PGB403: only restores cross regions, backups don't. */
export const VAULT_REGION: Rule = {
  id: 'PGB403',
  name: 'vault-region',
  severity: Severity.ERROR,
  decides: 'the vault lies in the region of the server that it protects, where the edition asks for that',
  why: 'A vault finds servers of its own region only; cross-region restore takes backups elsewhere, nothing takes servers.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrix20250228, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  *evaluate(estate, { edition }) {
    for (const instance of estate.serverInstances) {
      yield edition.vaultRegion === 'any' ? compliant(instance) : judge(instance, edition);
    }
  },
  documentation: () => ({
    mend: 'Protect the server with a vault of its own region. For copies elsewhere make that vault GeoRedundant with cross-region restore.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  location = "northeurope"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  location = "westeurope"
}
`,
      },
    },
  }),
};

function judge(instance: InstanceFacts, edition: Edition): Verdict {
  const { vault, server } = instance;
  const rest = { source: edition.source };
  if (vault.state !== 'resolved') {
    return undecided(instance, 'the region of the vault', whyUnlinked(vault, 'vault'), rest);
  }
  const vaultRegion = vault.target.location;
  if (vaultRegion.state !== 'known') {
    return undecided(instance, 'the region of the vault', whyMissing(vaultRegion), rest);
  }
  const serverRegion = server.state === 'resolved' ? server.target.location : undefined;
  // The instance's own location is sent as the server's: where it isn't the vault's, one of the two is wrong in any case.
  const said =
    instance.location.state === 'known' && instance.location.value !== vaultRegion.value
      ? instance.location.value
      : undefined;
  let got: string;
  if (serverRegion?.state === 'known') {
    if (serverRegion.value === vaultRegion.value) return compliant(instance);
    got = `vault in ${vaultRegion.value}, server in ${serverRegion.value}`;
  } else if (said !== undefined) {
    got = `vault in ${vaultRegion.value}, server in ${said} as the instance's \`location\` says`;
  } else if (server.state !== 'resolved' || serverRegion === undefined) {
    return undecided(instance, 'the region of the server', whyUnlinked(server, 'server'), rest);
  } else {
    const mend = server.target.origin === 'managed' ? {} : { mend: HOW_TO_KNOW_A_SERVER };
    return undecided(instance, 'the region of the server', whyMissing(serverRegion), { ...rest, ...mend });
  }
  return violated(instance, {
    message: `the vault must be in the region of the server, got: ${got}`,
    got,
    limit: 'vault and server are in the same region, whatever their subscriptions',
    mend: `protect the server with a vault in its own region; for copies elsewhere make that vault GeoRedundant with cross-region restore`,
    source: edition.source,
  });
}
