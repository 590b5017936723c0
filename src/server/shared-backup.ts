import { TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { normaliseRegion } from '../matrix/regions';
import { BackupPolicy } from '../policy/backup-policy';
import { generated } from '../terraform/generated';
import { knownRegion } from '../terraform/known-text';
import { shortHash, words } from '../terraform/names';
import { Registry } from '../terraform/registry';
import { Retention } from '../time/retention';
import { isUnresolvedString } from '../time/token';
import { BackupVault } from '../vault/backup-vault';
import { IBackupVault } from '../vault/backup-vault-interface';

/**
 * The vault and the policies of servers that name none: one vault for each stack and region, one policy for each vault
 * and retention. The vault lies in a resource group of its own, so that deleting an application's group leaves its
 * backups alone, and so that the order of the servers doesn't decide where it lies.
 */
class SharedBackup {
  private readonly vaults = new Map<string, BackupVault>();
  private readonly policies = new Registry<IConstruct, Map<string, BackupPolicy>>(() => new Map());

  public constructor(private readonly stack: TerraformStack) {}

  public vault(given: string): BackupVault {
    const region = normaliseRegion(knownRegion(this.stack, given));
    const existing = this.vaults.get(region);
    if (existing !== undefined) return existing;
    // Which server comes first mustn't show, nor whose resource group a known region was taken from.
    const location = isUnresolvedString(region) ? given : region;
    const place = new Construct(this.stack, `Backup-${words([region], 60)}`);
    const name = words([this.stack.node.id, region], 75);
    const group = new generated.ResourceGroup(place, 'ResourceGroup', { name: `rg-backup-${name}`, location });
    const vault = new BackupVault(place, 'Vault', {
      vaultName: `bv-${words([this.stack.node.id, region], 40)}`,
      resourceGroupName: group.name,
      location,
    });
    this.vaults.set(region, vault);
    return vault;
  }

  public policy(vault: IBackupVault, time: Retention): BackupPolicy {
    const policies = this.policies.of(vault);
    const key = time.toIsoString();
    const existing = policies.get(key);
    if (existing !== undefined) return existing;
    const id = `Recoverable-${time.isUnresolved() ? policies.size : time.toHumanString().replace(' ', '-')}`;
    const policy =
      TerraformStack.of(vault) === this.stack
        ? BackupPolicy.recoverableFor(vault as IConstruct as Construct, id, vault, time)
        : this.policyOfOtherStack(vault, id, time);
    policies.set(key, policy);
    return policy;
  }

  /** Several stacks may share a vault and several vaults a stack: the place tells their policies apart, in Azure too. */
  private policyOfOtherStack(vault: IBackupVault, id: string, time: Retention): BackupPolicy {
    const place = `Backup-${words([this.stack.node.id], 60)}-${shortHash(vault.node.path)}`;
    const scope = (this.stack.node.tryFindChild(place) as Construct | undefined) ?? new Construct(this.stack, place);
    return BackupPolicy.recoverableFor(scope, id, vault, time);
  }
}

const SHARED = new Registry<TerraformStack, SharedBackup>((stack) => new SharedBackup(stack));

/** The policy of a stack for servers of a region that are to be recoverable for a time. */
export function sharedPolicy(scope: IConstruct, location: string, time: Retention, vault?: IBackupVault): BackupPolicy {
  const shared = SHARED.of(TerraformStack.of(scope));
  return shared.policy(vault ?? shared.vault(location), time);
}
