import { gives, roleText } from './role-grants';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { AssignmentFacts, VaultFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { isThereWith } from '../inventory/repetition';
import { RestoreTargetFacts } from '../inventory/restore-targets';
import { ScopeIndex } from '../inventory/scope-index';
import { ROLES } from '../matrix/roles';
import { SOURCES } from '../matrix/source';

const ROLE = ROLES.storageBlobDataContributor;
const WHAT = `${ROLE.name} on the restore target`;

/** PGB107: the restore runs in the vault's name and writes nothing without this role. */
export const RESTORE_ROLE: Rule = {
  id: 'PGB107',
  name: 'restore-role',
  severity: Severity.ERROR,
  decides: `the vault's identity holds ${ROLE.name} on the container that it restores to, or on its account or above`,
  why: 'The service writes the restored files in the name of the vault: without the role every restore ends in UserErrorMSIMissingPermissions.',
  sources: [SOURCES.backupOverview, SOURCES.restoreRegion, ROLE.source],
  acknowledgeable: true,
  *evaluate(estate) {
    const targets = estate.restoreTargets;
    if (targets.length === 0) return;
    const grants = grantsByVault(estate);
    for (const target of targets) yield judge(estate, target, grants);
  },
  documentation: () => ({
    mend: `Assign ${ROLE.name} to the vault's identity, on the container that restores go to.`,
    examples: {
      nonCompliant: {
        hcl: `
# azurerm_role_assignment.restore is missing

resource "azurerm_storage_container" "restore" {
  name               = "restore"
  storage_account_id = azurerm_storage_account.restore.id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_role_assignment" "restore" {
  scope              = azurerm_storage_container.restore.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/${ROLE.guid}"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
    },
  }),
};

type Grants = ReadonlyMap<string, ScopeIndex<AssignmentFacts>>;

/** Assignments that may let somebody write blobs, by vault; those of nobody in particular under no key. */
function grantsByVault({ assignments }: BackupInventory): Grants {
  const byVault = new Map<string, AssignmentFacts[]>();
  for (const assignment of assignments) {
    const { vault } = assignment;
    if ((vault.state !== 'resolved' && vault.state !== 'unknown') || gives(assignment, ROLE.key) === false) continue;
    const key = vault.state === 'resolved' ? vault.target.key : '';
    const list = byVault.get(key);
    if (list === undefined) byVault.set(key, [assignment]);
    else list.push(assignment);
  }
  return new Map(
    [...byVault].map(([key, list]) => [key, new ScopeIndex(list.map((assignment) => [assignment.scope, assignment]))]),
  );
}

function judge(estate: BackupInventory, target: RestoreTargetFacts, grants: Grants): Verdict {
  const { on, account, vault, role } = target;
  if (vault.state !== 'resolved') {
    return undecided(on, WHAT, `which vault it is for is unknown${vault.state === 'unknown' ? `: ${vault.why}` : ''}`);
  }
  const rest = { discriminator: vault.target.address };
  // A role is what leads to an account that lies elsewhere: another one there wouldn't be seen.
  if (role !== undefined) {
    return gives(role, ROLE.key) === true ? compliant(on) : missing(target, vault.target, roleText(role));
  }
  if (account.state !== 'resolved') {
    const why = account.state === 'unknown' ? account.why : 'its storage account is not managed here';
    return undecided(on, WHAT, why, rest);
  }
  const { key, place } = account.target;
  const scoped = target.container === undefined ? { key, place } : { key: target.container.key, place, within: key };
  const own = grants.get(vault.target.key)?.on(scoped) ?? { sure: [], maybe: [] };
  // On one of several containers, or of several accounts, a role says nothing of the others.
  const isOnAll = ({ repeated }: AssignmentFacts) => repeated || !on.repeated;
  const holds = (assignment: AssignmentFacts) =>
    isOnAll(assignment) && isThereWith(assignment, on, account.target, vault.target);
  if (own.sure.some((assignment) => holds(assignment) && gives(assignment, ROLE.key) === true)) return compliant(on);
  const doubt = [...own.sure, ...own.maybe][0] ?? [...(grants.get('')?.on(scoped).sure ?? [])][0];
  if (doubt !== undefined) {
    return undecided(on, WHAT, `whether ${doubt.address} gives it is known when Terraform plans`, rest);
  }
  if (vault.target.origin !== 'managed') {
    return undecided(on, WHAT, `${vault.target.address} exists already, and so may its roles`, rest);
  }
  const unread = estate.unreadWith(vault.target);
  if (unread !== undefined) return undecided(on, WHAT, unread, rest);
  return missing(target, vault.target, 'no such assignment');
}

function missing({ on }: RestoreTargetFacts, vault: VaultFacts, got: string): Verdict {
  return violated(on, {
    message: `the vault's identity must hold ${ROLE.name} (${ROLE.guid}) on the container of a restore or its account, got: ${got}`,
    got,
    limit: `${ROLE.name} is needed to restore files into a container`,
    mend: `assign ${ROLE.guid} to ${vault.address}'s identity on ${on.address}`,
    discriminator: vault.address,
  });
}
