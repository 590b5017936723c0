import type { PostgresqlFlexibleServerBackup } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-backup';
import { ITerraformDependable, TerraformProvider, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { knownServer } from './known-server';
import { LIMITS } from '../matrix/limits';
import { NAMES } from '../matrix/names';
import { tierOfSku } from '../matrix/sku';
import { SOURCES } from '../matrix/source';
import { refuse, show } from '../terraform/check';
import { dependOn, ownDependencies } from '../terraform/depend';
import { generated } from '../terraform/generated';
import { resolvedText } from '../terraform/known-text';
import { pathName } from '../terraform/names';
import { Registry } from '../terraform/registry';
import { ownProvider, providerIdentity } from '../terraform/subscription';
import { isUnresolvedString } from '../time/token';
import { PostgresBackupValidator } from '../validation/validator';
import { IFlexServer } from '../vault/flex-server-interface';
import { checkKinds, withoutNulls } from '../vault/given';
import { SERVER_KIND } from '../vault/kinds';

const { max, excludedTiers, excludedStorageTypes, source } = LIMITS.onDemandBackup;

/** How a backup on demand is taken. */
export interface OnDemandBackupOptions {
  /**
   * Name: 1 to 128 letters, digits, hyphens, underscores and periods, unique on the server.
   * @default - made from the construct path, with a hash
   */
  readonly backupName?: string;
  /**
   * What has to be there before the backup is taken.
   * @default - the server
   */
  readonly dependsOn?: ITerraformDependable[];
  /**
   * Provider of the server's subscription.
   * @default - that of the server, where both lie in one stack
   */
  readonly provider?: TerraformProvider;
}

/** A backup of one server. */
export interface OnDemandBackupProps extends OnDemandBackupOptions {
  /** The server that is backed up. */
  readonly server: IFlexServer;
}

/**
 * A full backup that a server takes of itself when Terraform applies, as before a release. It is kept as long as the
 * server's operational backups, and can only be restored as another server.
 *
 * Once that time is over Azure deletes it, and **the next plan takes a new one**, under the old name, of the data as it is
 * by then (azurerm 4.55.0: azurerm_postgresql_flexible_server_backup, 2025-12-04). Take the construct out of the program
 * when the backup has served its purpose. What has to be kept for longer is what vaults are for.
 *
 * Backups of one server are taken one after the other: while one runs, Azure answers another with an InternalServerError
 * ("Perform on-demand backups", 2025-02-03).
 */
export class OnDemandBackup extends Construct {
  /** The azurerm resource, for what this class has no prop for. */
  public readonly resource: PostgresqlFlexibleServerBackup;
  /** Name on the server. */
  public readonly backupName: string;
  /** The server that is backed up. */
  public readonly server: IFlexServer;

  /**
   * @throws OnDemandBackupSubscription when the server lies in another subscription than its provider
   * @throws PGB703 when the server has 7 already
   * @throws PGB704 when the server takes none
   * @throws PGB705 when the name isn't one, or another backup of the server has it
   * @throws ServerId when it is no server
   */
  public constructor(scope: Construct, id: string, props: OnDemandBackupProps) {
    super(scope, id);
    props = withoutNulls(props);
    checkKinds(this, props, { server: SERVER_KIND });
    this.server = props.server;
    this.backupName = props.backupName ?? pathName(this, '', NAMES.onDemandBackup.max);
    this.checkName();
    const provider = props.provider ?? ownProvider(this, this.server);
    this.checkServer();
    this.checkSubscription(provider);
    const earlier = backupsOf(this.server);
    this.checkAmong(earlier);

    this.resource = new generated.OnDemandBackup(this, 'Resource', {
      name: this.backupName,
      serverId: this.server.serverId,
      provider,
      dependsOn: ownDependencies(this, props.dependsOn),
    });
    this.waitFor(earlier);
    earlier.push(this);
    PostgresBackupValidator.of(this);
  }

  /** ARM id. */
  public get backupId(): string {
    return this.resource.id;
  }

  /** When the backup was complete, RFC 3339; known once it is taken. */
  public get completedTime(): string {
    return this.resource.completedTime;
  }

  private checkName(): void {
    const { pattern, rule, source: origin } = NAMES.onDemandBackup;
    const name = this.backupName;
    if (isUnresolvedString(name) || pattern.test(name)) return;
    refuse(
      this,
      'PGB705',
      `\`backupName\` must be ${rule}, got: ${show(name)}.`,
      origin,
      'give a name with the date or the release in it',
    );
  }

  private checkServer(): void {
    const { sku, storageType, replica } = knownServer(this.server);
    const tier = sku === undefined || isUnresolvedString(sku.name) ? undefined : tierOfSku(sku.name);
    if (tier !== undefined && (excludedTiers as readonly string[]).includes(tier)) {
      this.refuseServer('a server that is not Burstable', sku!.name, 'scale it to General Purpose');
    }
    if (storageType !== undefined && (excludedStorageTypes as readonly string[]).includes(storageType)) {
      this.refuseServer('a server that is not on Premium SSD v2', storageType, 'rely on its automatic backups');
    }
    if (replica === true) this.refuseServer('a primary server', 'a read replica', 'back up its primary');
  }

  private refuseServer(must: string, got: string, mend: string): never {
    refuse(this, 'PGB704', `\`server\` must be ${must}, got: ${got}.`, source, mend);
  }

  /** azurerm takes the backup in its provider's subscription, whatever the id of the server says. */
  private checkSubscription(provider: TerraformProvider | undefined): void {
    const { subscriptionId } = this.server;
    const got = providerIdentity(this, provider).writtenSubscriptionId;
    if (isUnresolvedString(subscriptionId) || got === undefined) return;
    if (subscriptionId.toLowerCase() === got.toLowerCase()) return;
    refuse(
      this,
      'OnDemandBackupSubscription',
      `The provider of a server with backups on demand must work in the server's subscription, ${subscriptionId}, got: ${got}.`,
      SOURCES.azurermOnDemandBackup,
      'give `provider`, an azurerm provider of that subscription',
    );
  }

  private checkAmong(earlier: readonly OnDemandBackup[]): void {
    if (earlier.length >= max) {
      refuse(
        this,
        'PGB703',
        `\`server\` must have at most ${max} on-demand backups, got: ${earlier.length + 1} of /${this.server.node.path}.`,
        source,
        'take out those that are no longer needed; what has to be kept for long is what vaults are for',
      );
    }
    // ARM compares names without case.
    const name = resolvedText(this, this.backupName).toLowerCase();
    const holder = earlier.find((each) => resolvedText(each, each.backupName).toLowerCase() === name);
    if (holder === undefined) return;
    refuse(
      this,
      'PGB705',
      `\`backupName\` must be unique on its server, got: ${this.backupName}, which /${holder.node.path} has.`,
      SOURCES.onDemandBackups,
      'give the backups different names',
    );
  }

  /** Of each stack the last one is enough, it waits for those before it; a stack that waits for this one comes later anyway. */
  private waitFor(earlier: readonly OnDemandBackup[]): void {
    const stack = TerraformStack.of(this);
    const last = new Map(earlier.map((each) => [TerraformStack.of(each), each.resource]));
    for (const [origin, resource] of last) {
      if (origin === stack || !origin.dependsOn(stack)) dependOn(this.resource, [resource]);
    }
  }
}

/** The backups of an app, by server. */
const BACKUPS = new Registry<IConstruct, Map<string, OnDemandBackup[]>>(() => new Map());

function backupsOf(server: IFlexServer): OnDemandBackup[] {
  const backups = BACKUPS.of(server.node.root);
  const key = serverKey(server);
  const found = backups.get(key) ?? [];
  backups.set(key, found);
  return found;
}

/** The same for every construct that stands for the server, as far as one can tell. */
function serverKey(server: IFlexServer): string {
  const { subscriptionId, resourceGroupName, serverName } = server;
  const parts = [subscriptionId, resourceGroupName, serverName];
  // References of two stacks read the same and are two things.
  const unit = parts.some(isUnresolvedString) ? TerraformStack.of(server).node.path : '';
  return [unit, ...parts.map((part) => resolvedText(server, part))].join('\n').toLowerCase();
}
