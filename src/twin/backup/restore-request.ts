import { ArmError } from '../arm/error';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { normalizeLocation } from '../arm/kind';
import type { Edition } from '../editions';
import { invalidInput, oneOf, refused } from '../resources/data-protection';

/** What is to be restored, and where to. */
export interface RestoreRequest {
  /** Name of the recovery point. */
  readonly point: string;
  /** Address of the container. */
  readonly url: string;
  readonly account: string;
  readonly container: string;
  /** ARM id of the target, where it was given. */
  readonly targetId?: string;
  /** As which identity the vault works, where it was said. */
  readonly identityDetails?: JsonObject;
}

/**
 * Reads a request to restore files in a region.
 * @param sent the `AzureBackupRecoveryPointBasedRestoreRequest`
 */
export function readRestoreRequest(sent: JsonObject, edition: Edition, location: string): RestoreRequest {
  oneOf('The objectType of a restore request', sent.objectType, ['AzureBackupRecoveryPointBasedRestoreRequest']);
  oneOf('`sourceDataStoreType`', sent.sourceDataStoreType, ['VaultStore']);
  const { recoveryPointId } = sent;
  if (typeof recoveryPointId !== 'string' || recoveryPointId === '') {
    throw invalidInput('`recoveryPointId` is required.');
  }
  const target = objectAt(sent, 'restoreTargetInfo');
  checkKind(target, edition);
  oneOf('`recoveryOption`', target.recoveryOption, ['FailIfExists']);
  const wanted = textAt(target, 'restoreLocation') ?? location;
  if (normalizeLocation(wanted) !== location) {
    throw invalidInput(`\`restoreLocation\` must be ${location}, got: ${wanted}.`);
  }
  const details = objectAt(target, 'targetDetails');
  oneOf('`restoreTargetLocationType`', details.restoreTargetLocationType, ['AzureBlobs']);
  // Required by the schema; the service gives files names of its own all the same (PowerShell's manifest turns it off).
  if (typeof details.filePrefix !== 'string') throw invalidInput('`filePrefix` is required.');
  return {
    point: recoveryPointId.replace(/-/g, '').toLowerCase(),
    ...readUrl(textAt(details, 'url') ?? ''),
    targetId: textAt(details, 'targetResourceArmId'),
    identityDetails: sent.identityDetails === undefined ? undefined : objectAt(sent, 'identityDetails'),
  };
}

function checkKind(target: JsonObject, { asFiles }: Edition): void {
  const kinds = ['RestoreFilesTargetInfo', 'RestoreTargetInfo'];
  const isFiles = oneOf('The objectType of the restore target', target.objectType, kinds) === kinds[0];
  if (isFiles && !asFiles) throw refused("Physical backups aren't restored as files, but onto a server.");
  if (isFiles) return;
  if (asFiles) throw refused("Restoring backups directly to a flexible server isn't supported.");
  // The body of such a request isn't published.
  throw new ArmError(501, 'NotImplemented', 'The twin restores as files only.');
}

/** The domain is the cloud's; the twin's own is another than Azure's. */
function readUrl(url: string): Pick<RestoreRequest, 'url' | 'account' | 'container'> {
  const [, account, container] = /^https?:\/\/([a-z0-9]{3,24})\.blob\.[^/]+\/([^/]+)\/?$/.exec(url) ?? [];
  if (account !== undefined) return { url, account, container };
  throw invalidInput(`\`url\` must be the address of a blob container, got: '${url}'.`);
}
