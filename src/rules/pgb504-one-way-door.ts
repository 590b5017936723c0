import { managed } from './managed-resources';
import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { VaultFacts } from '../inventory/entities';
import { Fact, withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';
import { Source, SOURCES } from '../matrix/source';

/** A setting that can be made once and never unmade. */
interface Door {
  /** As in `VaultFacts.understood`. */
  readonly key: string;
  readonly argument: string;
  readonly closed: string;
  readonly state: (vault: VaultFacts) => Fact<string>;
  readonly consequence: string;
  /** What to choose by those who'd rather keep the way back. */
  readonly instead: string;
  readonly source: Source;
}

const DOORS: readonly Door[] = [
  {
    key: 'immutability',
    argument: 'immutability',
    closed: 'Locked',
    state: (vault) => withDefault(vault.immutability, 'Disabled'),
    consequence: 'a locked vault keeps each backup until it expires and is never unlocked',
    instead: 'keep `immutability` Unlocked',
    source: LIMITS.immutability.source,
  },
  {
    key: 'softDelete',
    argument: 'soft_delete',
    closed: 'AlwaysOn',
    state: (vault) => withDefault(vault.softDelete, 'On'),
    consequence: 'soft delete that is always on is never turned off',
    instead: 'keep `soft_delete` On',
    source: LIMITS.softDelete.source,
  },
  {
    key: 'crossRegionRestore',
    argument: 'cross_region_restore_enabled',
    closed: 'true',
    state: ({ crossRegionRestore }) =>
      crossRegionRestore.state === 'known'
        ? { state: 'known', value: String(crossRegionRestore.value) }
        : withDefault<string>(crossRegionRestore, 'false'),
    consequence: 'cross-region restore is never turned off, and the copies in the paired region are paid for',
    instead: 'leave `cross_region_restore_enabled` out',
    source: LIMITS.crossRegionRestore.source,
  },
];

/** PGB504: there is no way back, so somebody has to have meant it. What exists already has passed its doors elsewhere. */
export const ONE_WAY_DOOR: Rule = {
  id: 'PGB504',
  name: 'one-way-door',
  severity: Severity.WARNING,
  decides: 'a setting of a vault that can never be taken back has been acknowledged',
  why: "Azure refuses the way back, and azurerm would replace the vault, which can't be deleted while it holds backups.",
  sources: [SOURCES.azurermVault, LIMITS.softDelete.source, LIMITS.crossRegionRestore.source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const vault of managed(estate.vaults)) {
      const open = DOORS.map((door) => judge(vault, door)).filter((verdict) => verdict !== undefined);
      yield* open.length === 0 ? [compliant(vault)] : open;
    }
  },
  documentation: () => ({
    mend: 'Choose the setting that can be taken back, or acknowledge that there is no way back: `OneWayDoor.understood("…")` in code, an entry in the configuration file elsewhere.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  immutability = "Locked"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  immutability = "Unlocked"
}
`,
      },
    },
  }),
};

function judge(vault: VaultFacts, door: Door): Verdict | undefined {
  // Understood is understood, whatever the value turns out to be.
  if (Object.hasOwn(vault.understood, door.key)) return undefined;
  const state = door.state(vault);
  const rest = { discriminator: door.key, source: door.source };
  if (state.state !== 'known') return undecided(vault, `\`${door.argument}\``, whyMissing(state), rest);
  if (state.value !== door.closed) return undefined;
  return violated(vault, {
    ...rest,
    message: `\`${door.argument}\` must be acknowledged to be ${door.closed} for good, got: no acknowledgement`,
    got: door.closed,
    limit: door.consequence,
    mend: `say in code that it is understood (\`OneWayDoor.understood("…")\`), or ${door.instead}`,
  });
}
