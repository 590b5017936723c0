import { IConstruct } from 'constructs';
import { checkMaintenanceWindow } from './check-maintenance-window';
import { checkElasticCluster } from './elastic-cluster';
import type { EntraAdministrator, PasswordAdministrator } from './flex-server-authentication';
import type { FlexServerEncryption } from './flex-server-key';
import type { FlexServerNetwork } from './flex-server-network';
import { ProtectedFlexServerProps } from './protected-flex-server-props';
import { refuseUnlessAcknowledged } from './refuse-unless-acknowledged';
import { LIMITS } from '../matrix/limits';
import { NAMES } from '../matrix/names';
import { hasGeoBackup, regionInfo } from '../matrix/regions';
import { Source, SOURCES } from '../matrix/source';
import { storageSize } from '../matrix/storage';
import { checkArmId, checkKeyIdentity } from '../terraform/arm-id';
import {
  checkKeyId,
  checkLocation,
  checkName,
  checkRetention,
  checkTags,
  matches,
  refuse,
  show,
} from '../terraform/check';
import { knownRegion } from '../terraform/known-text';
import { daysOf } from '../terraform/retention-days';
import { Retention } from '../time/retention';
import { isUnresolvedNumber, isUnresolvedString } from '../time/token';
import { checkKinds } from '../vault/given';
import { objectIdProblem } from '../vault/guid';
import { RETENTION_KIND } from '../vault/kinds';

const MODES = ['ZoneRedundant', 'SameZone'];
const PRINCIPAL_TYPES = ['User', 'Group', 'ServicePrincipal'];
const RESERVED_LOGINS = ['azure_superuser', 'azure_pg_admin', 'admin', 'administrator', 'root', 'guest', 'public'];

/** What one constructor can know of its props and Azure or the provider would refuse. Tokens pass. */
export function checkServer(scope: IConstruct, props: ProtectedFlexServerProps): void {
  checkIntent(scope, props);
  checkName(scope, 'resourceGroupName', props.resourceGroupName, NAMES.resourceGroup);
  if (props.serverName !== undefined) checkName(scope, 'serverName', props.serverName, NAMES.server);
  checkLocation(scope, props.location);
  checkElasticCluster(scope, props);
  checkDisk(scope, props);
  checkAvailability(scope, props);
  checkNetwork(scope, props.network);
  checkKeys(scope, props.encryption);
  checkBackup(scope, props);
  checkLogin(scope, props.authentication?.passwordAdministrator);
  for (const administrator of props.authentication?.entraAdministrators ?? []) {
    checkAdministrator(scope, administrator);
  }
  checkTags(scope, props.tags);
}

function checkIntent(scope: IConstruct, { recoverableFor, policy, vault }: ProtectedFlexServerProps): void {
  if ((recoverableFor === undefined) === (policy === undefined)) {
    const got = policy === undefined ? 'neither' : 'both';
    refuse(
      scope,
      'Recoverability',
      `\`recoverableFor\` or \`policy\` must be given, one of them, got: ${got}.`,
      undefined,
      'say how long the data has to be recoverable with `recoverableFor`, or name the policy that says it',
    );
  }
  if (policy !== undefined && vault !== undefined && policy.vault !== vault) {
    refuse(
      scope,
      'Recoverability',
      `\`vault\` must be the vault of \`policy\`, got: /${vault.node.path} and a policy of /${policy.vault.node.path}.`,
      undefined,
      'leave `vault` out: the policy knows its own',
    );
  }
  checkRetention(scope, 'recoverableFor', recoverableFor);
}

function checkDisk(scope: IConstruct, { storage, storageTier }: ProtectedFlexServerProps): void {
  if (storageTier === undefined || storage === undefined) return;
  const size = storageSize(storage.storageMb);
  if (size === undefined || isUnresolvedString(storageTier) || size.tiers.includes(storageTier)) return;
  refuse(
    scope,
    'StorageTier',
    `\`storageTier\` must be one of ${size.tiers.join(', ')} for ${size.label}, got: ${storageTier}.`,
    SOURCES.azurermServer,
    `leave it out for ${size.tiers[0]}, or choose one of them`,
  );
}

function checkAvailability(scope: IConstruct, { highAvailability, maintenanceWindow }: ProtectedFlexServerProps): void {
  const mode = highAvailability?.mode;
  if (mode !== undefined && !isUnresolvedString(mode) && !MODES.includes(mode)) {
    refuse(
      scope,
      'HighAvailability',
      `\`mode\` must be one of ${MODES.join(', ')}, got: ${show(mode)}.`,
      SOURCES.azurermServer,
      'leave it out for ZoneRedundant',
    );
  }
  checkMaintenanceWindow(scope, maintenanceWindow);
}

function checkBackup(scope: IConstruct, props: ProtectedFlexServerProps): void {
  const { retention, geoRedundant } = props.operationalBackup ?? {};
  const kind = { ...RETENTION_KIND, code: 'PGB701', mend: 'give Retention.days(…), 7 to 35' };
  checkKinds(scope, { retention }, { retention: kind }, 'operationalBackup.');
  if (retention !== undefined) operationalDays(scope, retention);
  const region = knownRegion(scope, props.location);
  const info = regionInfo(region);
  if (geoRedundant === true && info !== undefined && !hasGeoBackup(info)) {
    const paired = info.pairedRegion !== undefined;
    refuseUnlessAcknowledged(
      scope,
      'PGB707',
      `\`geoRedundant\` must be off in a region without ${paired ? 'geo-redundant backup' : 'a pair'}, got: on in ${info.name}.`,
      paired ? SOURCES.flexServerRegions : info.source,
      'turn it off, or choose a region that has it',
    );
  }
  const copied = geoRedundant ?? (info !== undefined && hasGeoBackup(info));
  const { key, geoBackupKey } = props.encryption ?? {};
  if (key === undefined || !copied) return;
  const source = SOURCES.azurermServer;
  if (geoBackupKey === undefined) {
    refuseGeoKey(scope, 'given where backups are geo-redundant and the server has a key of its own, got: none', source);
  } else if (geoBackupKey.userAssignedIdentityId === key.userAssignedIdentityId) {
    refuseGeoKey(scope, 'used by an identity of its own, got: the identity of the server’s key', source);
  }
}

function refuseGeoKey(scope: IConstruct, must: string, source: Source): never {
  refuse(
    scope,
    'PGB706',
    `\`geoBackupKey\` must be ${must}.`,
    source,
    'give a key in a key vault of the paired region with another identity, or turn geo-redundant backups off',
  );
}

/** The provider takes days; weeks are days too, months and years aren't. */
export function operationalDays(scope: IConstruct, retention: Retention): number {
  const { minDays, maxDays, source } = LIMITS.operationalRetention;
  const days = daysOf(retention);
  if (days !== undefined && (isUnresolvedNumber(days) || (days >= minDays && days <= maxDays))) return days;
  refuse(
    scope,
    'PGB701',
    `\`operationalBackup.retention\` must be between ${minDays} and ${maxDays} days, got: ${retention.toHumanString()}.`,
    source,
    `give ${minDays} to ${maxDays} days; what has to be kept longer is what \`recoverableFor\` is for`,
  );
}

/** Subnet and zone can't be changed later. */
function checkNetwork(scope: IConstruct, network: FlexServerNetwork | undefined): void {
  const { delegatedSubnetId: subnet, privateDnsZoneId: zone } = network ?? {};
  if (subnet === undefined || zone === undefined) return;
  const source = SOURCES.azurermServer;
  checkArmId(scope, 'FlexServerNetwork', 'subnetId', subnet, 'Microsoft.Network/virtualNetworks/subnets', source);
  checkArmId(scope, 'FlexServerNetwork', 'privateDnsZoneId', zone, 'Microsoft.Network/privateDnsZones', source);
}

function checkLogin(scope: IConstruct, administrator: PasswordAdministrator | undefined): void {
  if (administrator === undefined || isUnresolvedString(administrator.login)) return;
  const { login } = administrator;
  const isReserved = RESERVED_LOGINS.includes(String(login).toLowerCase()) || matches(login, /^pg_/i);
  if (matches(login, /\S/) && !isReserved) return;
  refuse(
    scope,
    'AdministratorLogin',
    `\`login\` must be none of ${RESERVED_LOGINS.join(', ')} and not begin with pg_, got: ${show(login)}.`,
    SOURCES.azurermServer,
    'choose another login',
  );
}

/** The provider asks for both texts, and takes any. */
function checkAdministrator(scope: IConstruct, { objectId, principalName, principalType }: EntraAdministrator): void {
  const problem = objectIdProblem(objectId, ` for ${show(principalName)}`);
  if (problem !== undefined) refuse(scope, 'EntraAdministrator', problem.message, SOURCES.azurermServer, problem.mend);
  if (!matches(principalName, /\S/)) {
    const message = `\`principalName\` must be the name of a role in PostgreSQL, got: ${show(principalName)} for ${show(objectId)}.`;
    refuse(scope, 'EntraAdministrator', message, SOURCES.azurermServer, 'give the name that the object has');
  }
  checkPrincipalType(scope, principalType);
}

function checkPrincipalType(scope: IConstruct, type: string | undefined): void {
  if (type === undefined || isUnresolvedString(type) || PRINCIPAL_TYPES.includes(type)) return;
  refuse(
    scope,
    'EntraAdministrator',
    `\`principalType\` must be one of ${PRINCIPAL_TYPES.join(', ')}, got: ${show(type)}.`,
    SOURCES.azurermServer,
    'leave it out for Group',
  );
}

function checkKeys(scope: IConstruct, keys: FlexServerEncryption | undefined): void {
  if (keys === undefined) return;
  const source = SOURCES.azurermServer;
  for (const prop of ['key', 'geoBackupKey'] as const) {
    const key = keys[prop];
    if (key === undefined && prop === 'geoBackupKey') continue;
    checkKeyId(scope, 'FlexServerKey', `${prop}.keyVaultKeyId`, key?.keyVaultKeyId as string, source);
    checkKeyIdentity(scope, 'FlexServerKey', `${prop}.userAssignedIdentityId`, key?.userAssignedIdentityId, source);
  }
}
