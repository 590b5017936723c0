import type { DataProtectionBackupInstancePostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { Construct } from 'constructs';
import { NAMES } from '../matrix/names';
import { SOURCES } from '../matrix/source';
import { checkName, refuse } from '../terraform/check';
import { dependOn } from '../terraform/depend';
import { generated } from '../terraform/generated';
import { knownRegion } from '../terraform/known-text';
import { isUnresolvedString } from '../time/token';
import { markNote } from '../validation/marks';
import { IBackupVault } from '../vault/backup-vault-interface';
import { IFlexServer } from '../vault/flex-server-interface';
import { withoutNulls } from '../vault/given';

/** How a server is protected. */
export interface ProtectOptions {
  /**
   * Name of the backup instance: letters, digits and hyphens. Unique in the vault.
   * @default - the name of the server
   */
  readonly instanceName?: string;
}

/** One server under one policy. */
export interface BackupInstanceProps extends ProtectOptions {
  /** The server that is protected. */
  readonly server: IFlexServer;
  /** ARM id of the policy. */
  readonly policyId: string;
  /** Vault of the policy. */
  readonly vault: IBackupVault;
}

/** One server under the protection of one policy. `BackupPolicy.protect` makes it, and is the usual way. */
export class BackupInstance extends Construct {
  /** The azurerm resource, for what this class has no prop for. */
  public readonly resource: DataProtectionBackupInstancePostgresqlFlexibleServer;
  /** Name in the vault. */
  public readonly instanceName: string;
  /** The vault that keeps the backups. */
  public readonly vault: IBackupVault;
  /** The server that is protected. */
  public readonly server: IFlexServer;

  /** @throws PGB509 when the name isn't one */
  public constructor(scope: Construct, id: string, props: BackupInstanceProps) {
    super(scope, id);
    props = withoutNulls(props);
    const { server } = props;
    this.server = server;
    this.vault = props.vault;
    this.instanceName = props.instanceName ?? server.serverName;
    if (props.instanceName !== undefined) checkName(this, 'instanceName', props.instanceName, NAMES.instance);
    const grant = props.vault.grantBackup(server);
    const region = knownRegion(server, server.location);
    this.resource = new generated.BackupInstance(this, 'Resource', {
      name: this.instanceName,
      // The service asks for the server's region here, whatever the vault's is.
      // An expression of another stack isn't one of this stack; the token becomes one that is.
      location: region.includes('${') ? server.location : region,
      vaultId: props.vault.vaultId,
      serverId: server.serverId,
      backupPolicyId: props.policyId,
      provider: props.vault.provider,
    });
    dependOn(this.resource, grant._resources);
    // A server's name is one that an instance can have too.
    if (props.instanceName === undefined && isUnresolvedString(this.instanceName)) {
      markNote(this.resource, 'name', 'well-formed');
    }
  }

  /** ARM id. */
  public get instanceId(): string {
    return this.resource.id;
  }
}

/** Where the instance of a server hangs below it. */
export const INSTANCE_ID = 'BackupInstance';

/** Azure protects a server by one vault only. */
export function refuseSecond(server: IFlexServer, vault: IBackupVault): void {
  const existing = server.node.tryFindChild(INSTANCE_ID) as BackupInstance | undefined;
  if (existing === undefined) return;
  refuse(
    server,
    'PGB410',
    `\`server\` must be protected once, got: a second policy in /${vault.node.path}, while /${existing.vault.node.path} protects it.`,
    SOURCES.backupOverview,
    'protect it by one policy only; to change the policy of a server, protect it by the other one instead',
  );
}
