import { AssignmentFacts, ContainerFacts, Entity, InstanceFacts, StorageAccountFacts, VaultFacts } from './entities';
import { Link } from './fact';
import { isThereWith } from './repetition';
import { roleByGuid } from '../matrix/roles';

/** A container, or an account, that a vault restores files to. */
export interface RestoreTargetFacts {
  /** What findings are about: the container where it is managed here, else the account, else the role that leads there. */
  readonly on: Entity;
  readonly container?: ContainerFacts;
  readonly account: Link<StorageAccountFacts>;
  readonly vault: Link<VaultFacts>;
  /** Only one of several vaults behind a block restores there. */
  readonly ofOne: boolean;
  /** Nothing says so but a role of which there may be none (`count` or `for_each`). */
  readonly perhaps?: AssignmentFacts;
  /** The role that leads to an account which isn't managed here. */
  readonly role?: AssignmentFacts;
}

export interface RestoreTargetSources {
  readonly assignments: readonly AssignmentFacts[];
  readonly storageAccounts: readonly StorageAccountFacts[];
  readonly containers: readonly ContainerFacts[];
  readonly instances: readonly InstanceFacts[];
}

/** No role for blobs is of use to a vault but for restoring. */
const BLOB_ROLES: ReadonlySet<string> = new Set([
  'storageBlobDataContributor',
  'storageBlobDataOwner',
  'storageBlobDataReader',
]);

/**
 * Nothing in Terraform says "restore target", so it is declared by what only a restore needs: a role of the vault's
 * identity for the blobs of an account or container, or a firewall rule of the account that lets the vault in. Where
 * neither leads anywhere, a name does: a container is a target when it, or its account, is called `restore`.
 */
export function findRestoreTargets(sources: RestoreTargetSources): readonly RestoreTargetFacts[] {
  return new Finder(sources).find();
}

class Finder {
  private readonly targets = new Map<string, RestoreTargetFacts>();
  private readonly accounts: ReadonlyMap<string, StorageAccountFacts>;
  private readonly containers: ReadonlyMap<string, ContainerFacts>;
  /** Accounts and containers that are a target already. */
  private readonly declared = new Set<string>();

  public constructor(private readonly sources: RestoreTargetSources) {
    this.accounts = new Map(sources.storageAccounts.map((account) => [account.key, account]));
    this.containers = new Map(sources.containers.map((container) => [container.key, container]));
  }

  public find(): readonly RestoreTargetFacts[] {
    for (const assignment of this.sources.assignments) this.byRole(assignment);
    for (const account of this.sources.storageAccounts) this.byFirewall(account);
    const vault = this.theVault();
    if (vault !== undefined) {
      for (const container of this.sources.containers) this.byName(container, vault);
    }
    return [...this.targets.values()];
  }

  private byRole(assignment: AssignmentFacts): void {
    const { roleGuid, scope, vault } = assignment;
    const role = roleGuid.state === 'known' ? roleByGuid(roleGuid.value) : undefined;
    if (role === undefined || !BLOB_ROLES.has(role.key) || (vault.state !== 'resolved' && vault.state !== 'unknown')) {
      return;
    }
    const ofVault = vault.state === 'resolved' ? [vault.target] : [];
    const made = (...on: readonly Entity[]) => ({
      vault,
      ofOne: isOfOne(vault, assignment),
      perhaps: isThereWith(assignment, ...on, ...ofVault) ? undefined : assignment,
    });
    switch (scope.kind) {
      case 'container': {
        const container = this.containers.get(scope.key);
        if (container !== undefined) {
          this.add({ on: container, container, account: container.account, ...made(container) });
        }
        return;
      }
      case 'storageAccount': {
        const account = this.accounts.get(scope.key);
        if (account !== undefined) {
          this.add({ on: account, account: { state: 'resolved', target: account }, ...made(account) });
        }
        return;
      }
      case 'storageId':
        return this.add({
          on: assignment,
          account: { state: 'outside', id: scope.text },
          role: assignment,
          ...made(),
        });
      default:
    }
  }

  private byFirewall(account: StorageAccountFacts): void {
    const { networkRules } = account;
    if (networkRules.state !== 'known' || networkRules.value.resources.state !== 'known') return;
    for (const vault of networkRules.value.resources.value) {
      if (vault.state !== 'resolved') continue;
      const ofOne = isOfOne(vault, account);
      this.add({ on: account, account: { state: 'resolved', target: account }, vault, ofOne });
    }
  }

  private byName(container: ContainerFacts, vault: Link<VaultFacts>): void {
    const { account } = container;
    if (this.declared.has(container.key)) return;
    if (account.state === 'resolved' && this.declared.has(account.target.key)) return;
    const isNamed = [container, ...(account.state === 'resolved' ? [account.target] : [])].some(isCalledRestore);
    if (isNamed) this.add({ on: container, container, account, vault, ofOne: false });
  }

  /** The one vault that protects servers; unknown where there are several, undefined where there is none. */
  private theVault(): Link<VaultFacts> | undefined {
    const vaults = new Map<string, VaultFacts>();
    for (const { vault } of this.sources.instances) {
      if (vault.state === 'resolved') vaults.set(vault.target.key, vault.target);
    }
    const [first] = vaults.values();
    if (first === undefined) return undefined;
    if (vaults.size === 1) return { state: 'resolved', target: first };
    return { state: 'unknown', why: `${vaults.size} vaults protect servers and none of them has a role on it` };
  }

  private add(target: RestoreTargetFacts): void {
    const { on, account, vault, perhaps } = target;
    if (perhaps === undefined) {
      this.declared.add(on.key);
      if (account.state === 'resolved') this.declared.add(account.target.key);
    }
    const place = account.state === 'resolved' ? account.target.key : on.key;
    const id = `${vault.state === 'resolved' ? vault.target.key : ''}\n${place}`;
    const known = this.targets.get(id);
    // A container says more than the account that it lies in.
    if (known?.container === undefined) {
      this.targets.set(id, known === undefined ? target : { ...known, ...target, perhaps: known.perhaps && perhaps });
    } else if (target.container !== undefined && target.container !== known.container) {
      this.targets.set(`${id}\n${on.key}`, target);
    } else if (perhaps === undefined) {
      this.targets.set(id, { ...known, perhaps });
    }
  }
}

function isOfOne(vault: Link<VaultFacts>, { repeated }: Entity): boolean {
  return vault.state === 'resolved' && vault.target.repeated && !repeated;
}

function isCalledRestore({ name, address }: ContainerFacts | StorageAccountFacts): boolean {
  const own = address.slice(address.lastIndexOf('.') + 1);
  return [own, name.state === 'known' ? name.value : ''].some((text) => text.toLowerCase().includes('restore'));
}
