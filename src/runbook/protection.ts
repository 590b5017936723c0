import { knownValue } from './arm-id';
import {
  ContainerFacts,
  InstanceFacts,
  PolicyFacts,
  ServerFacts,
  StorageAccountFacts,
  VaultFacts,
} from '../inventory/entities';
import { Link } from '../inventory/fact';
import { BackupInventory } from '../inventory/inventory';
import { RestoreTargetFacts } from '../inventory/restore-targets';
import { regionInfo } from '../matrix/regions';

/** Which copy of the recovery points is restored: that of the vault's region, or that of its pair. */
export type RegionKind = 'primary' | 'secondary';

/** What protects a server, and where it is restored to, as far as the estate says. */
export interface Protection {
  readonly server: ServerFacts;
  readonly instance?: InstanceFacts;
  /** Others that protect the same server. */
  readonly otherInstances: readonly InstanceFacts[];
  readonly vault?: VaultFacts;
  readonly policy?: PolicyFacts;
  readonly regionKind: RegionKind;
  /** Where it is restored: the region of the vault, or its pair. */
  readonly location?: string;
  readonly target?: RestoreTargetFacts;
  readonly account?: StorageAccountFacts;
  /** Of an account that isn't managed here. */
  readonly accountId?: string;
  readonly container?: ContainerFacts;
  /** Of a container that isn't managed here. */
  readonly containerName?: string;
  /** Other places in the region that the vault restores to. */
  readonly otherTargets: readonly RestoreTargetFacts[];
}

export function protectionOf(estate: BackupInventory, server: ServerFacts, regionKind: RegionKind): Protection {
  const [instance, ...otherInstances] = [...estate.instancesOf(server)].sort(byAddress);
  const vault = targetOf(instance?.vault);
  const home = knownValue(vault?.location);
  const location = regionKind === 'primary' || home === undefined ? home : regionInfo(home)?.pairedRegion;
  const [target, ...otherTargets] = targetsOf(estate, vault, location);
  const account = targetOf(target?.account);
  return {
    server,
    instance,
    otherInstances,
    vault,
    policy: targetOf(instance?.policy),
    regionKind,
    // Without a region of its own a secondary restore has no place.
    location: regionKind === 'secondary' && home === undefined ? undefined : location,
    target,
    account,
    container: target?.container,
    otherTargets,
    ...outside(target),
  };
}

/** Those of the region first; of those whose region isn't known nothing speaks against it. */
function targetsOf(
  estate: BackupInventory,
  vault: VaultFacts | undefined,
  location: string | undefined,
): readonly RestoreTargetFacts[] {
  if (vault === undefined) return [];
  const regionOf = (target: RestoreTargetFacts) => knownValue(targetOf(target.account)?.location);
  const rank = (target: RestoreTargetFacts) => (regionOf(target) === location && location !== undefined ? 0 : 1);
  return estate.restoreTargets
    .filter((target) => target.vault.state !== 'resolved' || target.vault.target.key === vault.key)
    .filter((target) => {
      const region = regionOf(target);
      return region === undefined || location === undefined || region === location;
    })
    .sort((a, b) => rank(a) - rank(b) || byAddress(a.on, b.on));
}

/** An account that is only named by an id, which may be that of a container in it. */
function outside(target: RestoreTargetFacts | undefined): Pick<Protection, 'accountId' | 'containerName'> {
  if (target?.account.state !== 'outside') return {};
  const match = /^(.*?\/storageAccounts\/[^/]+)(?:\/blobServices\/default\/containers\/([^/]+))?/i.exec(
    target.account.id,
  );
  return { accountId: match?.[1], containerName: match?.[2] };
}

function targetOf<T>(link: Link<T> | undefined): T | undefined {
  return link?.state === 'resolved' ? link.target : undefined;
}

function byAddress(a: { readonly address: string }, b: { readonly address: string }): number {
  return a.address < b.address ? -1 : a.address > b.address ? 1 : 0;
}
