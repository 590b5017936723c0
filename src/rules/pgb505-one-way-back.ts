import { whyMissing } from './missing-fact';
import { settle } from './parts';
import { Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { VaultFacts } from '../inventory/entities';
import { Fact, known, withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';
import { Source, SOURCES } from '../matrix/source';

/** A setting that there is no way back from, and the value that it can't leave. */
interface Door {
  readonly argument: string;
  readonly state: (vault: VaultFacts) => Fact<string>;
  /** Undefined: it can't leave any value. */
  readonly closed?: string;
  readonly limit: string;
  readonly source: Source;
}

const DOORS: readonly Door[] = [
  {
    argument: 'immutability',
    state: ({ immutability }) => withDefault(immutability, 'Disabled'),
    closed: 'Locked',
    limit: 'a locked vault is never unlocked',
    source: LIMITS.immutability.source,
  },
  {
    argument: 'soft_delete',
    state: ({ softDelete }) => withDefault(softDelete, 'On'),
    closed: 'AlwaysOn',
    limit: 'soft delete that is always on is never turned off',
    source: LIMITS.softDelete.source,
  },
  {
    argument: 'cross_region_restore_enabled',
    state: ({ crossRegionRestore }) =>
      crossRegionRestore.state === 'known'
        ? known(String(crossRegionRestore.value))
        : withDefault<string>(crossRegionRestore, 'false'),
    closed: 'true',
    limit: 'cross-region restore is never turned off',
    source: LIMITS.crossRegionRestore.source,
  },
  {
    argument: 'redundancy',
    state: ({ redundancy }) => redundancy,
    limit: 'the redundancy of a vault is chosen when it is made',
    source: SOURCES.azurermVault,
  },
];

/** PGB505: the plan looks like any other, and ends in the middle of deleting the vault. Forms without a plan have nothing to say. */
export const ONE_WAY_BACK: Rule = {
  id: 'PGB505',
  name: 'one-way-back',
  severity: Severity.ERROR,
  decides: 'a plan takes back nothing of a vault that can never be taken back',
  why: 'azurerm replaces the vault to change it, and Azure refuses to delete a vault that holds backups: the apply fails half way.',
  sources: [SOURCES.azurermVault, LIMITS.softDelete.source, LIMITS.crossRegionRestore.source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const vault of estate.vaults) {
      if (vault.actions === undefined) continue;
      const was = vault.before?.();
      yield* settle(vault, was === undefined ? [] : DOORS.map((door) => judge(vault, was, door)));
    }
  },
  documentation: () => ({
    mend: 'Write the value back that the vault has. Where it has to change, make a second vault and move the instances there; the old one goes when its last backup has expired.',
    examples: {
      nonCompliant: {
        applied: `
resource "azurerm_data_protection_backup_vault" "orders" {
  immutability = "Locked"
}
`,
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  immutability = "Unlocked"
}
`,
        plan: { 'azurerm_data_protection_backup_vault.orders': ['delete', 'create'] },
      },
      compliant: {
        applied: `
resource "azurerm_data_protection_backup_vault" "orders" {
  immutability = "Unlocked"
}
`,
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  immutability = "Locked"
}
`,
      },
    },
  }),
};

function judge(vault: VaultFacts, was: VaultFacts, door: Door): Verdict | undefined {
  const { argument, closed, limit, source } = door;
  const before = door.state(was);
  const rest = { discriminator: argument, source };
  if (before.state !== 'known') {
    return undecided(vault, `\`${argument}\` before the plan`, whyMissing(before), rest);
  }
  if (closed !== undefined && before.value !== closed) return undefined;
  const after = door.state(vault);
  if (after.state !== 'known') return undecided(vault, `\`${argument}\``, whyMissing(after), rest);
  if (after.value === before.value) return undefined;
  return violated(vault, {
    ...rest,
    message: `\`${argument}\` must stay ${before.value}, got: ${after.value}`,
    got: after.value,
    limit,
    mend: `write \`${argument}\` = ${before.value} again, or make another vault and move the instances to it`,
  });
}
