import { IConstruct } from 'constructs';
import { KnownServer, knownServer } from './known-server';
import { ProtectedFlexServerProps } from './protected-flex-server-props';
import { hasGeoBackup, normaliseRegion, regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';
import { armIdPart, checkArmId } from '../terraform/arm-id';
import { refuse } from '../terraform/check';
import { knownRegion } from '../terraform/known-text';
import { providerIdentity } from '../terraform/subscription';
import { isUnresolvedNumber, isUnresolvedString } from '../time/token';
import { IFlexServer } from '../vault/flex-server-interface';

const SOURCE = SOURCES.postgresBackupConcepts;

/** The props of a server, with what its source is known to have where they say nothing. */
export function withOriginal(props: ProtectedFlexServerProps): ProtectedFlexServerProps {
  const source = props.origin?._source;
  if (source === undefined) return props;
  const { sku, storage, version, autoGrow, geoRedundantBackup } = knownServer(source);
  const { operationalBackup: backup } = props;
  return {
    ...props,
    sku: props.sku ?? sku,
    storage: props.storage ?? storage,
    version: props.version ?? version,
    autoGrow: props.autoGrow ?? autoGrow,
    operationalBackup:
      geoRedundantBackup === false ? { ...backup, geoRedundant: backup?.geoRedundant ?? false } : backup,
  };
}

/** Restores that Azure would refuse, or that would give less than the original had. */
export function checkOrigin(scope: IConstruct, props: ProtectedFlexServerProps): void {
  const { origin } = props;
  if (origin === undefined) return;
  const type = 'Microsoft.DBforPostgreSQL/flexibleServers';
  checkArmId(scope, 'ServerId', 'sourceServerId', origin.sourceServerId, type, SOURCES.azurermServer);
  if (origin.createMode === 'ReviveDropped') {
    checkRevival(scope, props, origin.sourceServerId);
    return;
  }
  const source = origin._source!;
  const original = knownServer(source);
  checkStorage(scope, props, original);
  if (origin.createMode === 'GeoRestore') {
    checkGeoRestore(scope, props, source, original);
  } else {
    const mend = 'restore there, or use ServerOrigin.geoRestore(…) in its pair';
    checkRegion(scope, props.location, knownRegion(source, source.location), 'region of the source', mend);
  }
}

/** Both as they are written: a region that nobody knows yet is decided later. */
function checkRegion(scope: IConstruct, given: string, wanted: string, what: string, mend: string): void {
  const got = knownRegion(scope, given);
  if ([got, wanted].some(isUnresolvedString) || normaliseRegion(got) === normaliseRegion(wanted)) return;
  refuse(scope, 'RestoreRegion', `\`location\` must be the ${what}, ${wanted}, got: ${got}.`, SOURCE, mend);
}

function checkGeoRestore(
  scope: IConstruct,
  { location, sku, storage }: ProtectedFlexServerProps,
  source: IFlexServer,
  original: KnownServer,
): void {
  const region = regionInfo(knownRegion(source, source.location));
  const copied = region === undefined ? undefined : hasGeoBackup(region);
  if (original.geoRedundantBackup === false || copied === false) {
    const got = copied === false ? `a server in ${region!.name}, which has none` : 'a server without';
    refuse(
      scope,
      'GeoRestore',
      `\`source\` must have geo-redundant backup, got: ${got}.`,
      copied === false ? SOURCES.flexServerRegions : SOURCE,
      'restore it to a point in time in its own region, or from a vault',
    );
  }
  const pair = region?.pairedRegion;
  if (pair !== undefined) checkRegion(scope, location, pair, 'pair of the source’s region', 'restore in the pair');
  keep(scope, 'sku', sku?.name, original.sku?.name);
  keep(scope, 'storage', storage?.storageMb, original.storage?.storageMb);
}

/** Compute and storage can't be changed by a restore in another region. */
function keep(scope: IConstruct, prop: string, got?: string | number, wanted?: string | number): void {
  if (got === undefined || wanted === undefined || got === wanted || [got, wanted].some(isToken)) return;
  refuse(
    scope,
    'GeoRestore',
    `\`${prop}\` must be that of the source, ${wanted}, got: ${got}.`,
    SOURCE,
    'leave it out, and change it once the server is restored',
  );
}

function isToken(value: string | number): boolean {
  return typeof value === 'string' ? isUnresolvedString(value) : isUnresolvedNumber(value);
}

function checkStorage(scope: IConstruct, { storage }: ProtectedFlexServerProps, original: KnownServer): void {
  const [got, least] = [storage?.storageMb, original.storage?.storageMb];
  if (got === undefined || least === undefined || isToken(got) || isToken(least) || got >= least) return;
  refuse(
    scope,
    'RestoredStorage',
    `\`storage\` must be at least that of the source, ${least} MB, got: ${got} MB.`,
    SOURCE,
    'leave it out: the size of the source is taken then',
  );
}

function checkRevival(scope: IConstruct, { serverName, provider }: ProtectedFlexServerProps, dropped: string): void {
  if (isUnresolvedString(dropped)) return;
  const source = SOURCES.restoreDeletedServer;
  const wanted = armIdPart(dropped, 'subscriptions');
  const got = providerIdentity(scope, provider).writtenSubscriptionId;
  if (got !== undefined && got.toLowerCase() !== wanted.toLowerCase()) {
    refuse(
      scope,
      'ReviveDropped',
      `A deleted server must be revived in its own subscription, ${wanted}, got: ${got}.`,
      source,
      'give `provider`, an azurerm provider of that subscription',
    );
  }
  const name = armIdPart(dropped, 'flexibleServers');
  if (serverName?.toLowerCase() !== name.toLowerCase()) return;
  refuse(
    scope,
    'ReviveDropped',
    `\`serverName\` must be another than that of the deleted server, got: ${serverName}.`,
    source,
    'give the server another name, or leave it out',
  );
}
