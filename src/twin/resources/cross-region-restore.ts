import { vaultOf } from './backup-instance';
import { readOrder, restore, type RestoreFrom, validate } from './backup-instance-restore';
import { jobNamed, jobsOf, showJob } from './backup-job';
import { API_VERSIONS, invalidInput, PROVIDER_PATH, refused, VAULT_TYPE } from './data-protection';
import { paged } from './paged';
import { pointsOf, showPoint } from './recovery-point';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { missing, normalizeLocation } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { keyOf, parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { RestoreOrder } from '../backup/restore';
import { REGIONS } from '../regions';
import type { Resource } from '../state/resources';

/** "Up to 12 hours": here it takes all of them. */
const DELAY = 12 * 60 * 60 * 1000;
const PATH = `${PROVIDER_PATH}/locations/{location}`;
/** Examples of cross-region restore appear in the specification from here on. */
const SINCE = '2023-06-01-preview';

/** The instance that the details name, and the region that the request is for. */
function fromSecondary(call: Call, details: JsonObject): RestoreFrom {
  const { azure } = call;
  const id = textAt(details, 'sourceBackupInstanceId') ?? '';
  const instance = azure.resources.get(id);
  if (!instance || !keyOf(parseId(id).type).endsWith('/backupinstances')) throw missing(true, id);
  const vault = vaultOf(azure, instance.id);
  const location = checkRegions(call, vault, details);
  return { instance, vault, location, isSecondary: true, delay: DELAY };
}

function checkRegions({ params }: Call, vault: Resource, details: JsonObject): string {
  const settings = objectAt(vault.body, 'properties', 'featureSettings');
  if (textAt(settings, 'crossRegionRestoreSettings', 'state') !== 'Enabled') {
    throw refused(`Cross-region restore isn't enabled on the vault '${vault.name}'.`);
  }
  const source = normalizeLocation(textAt(vault.body, 'location') ?? '');
  const { sourceRegion } = details;
  if (typeof sourceRegion !== 'string' || normalizeLocation(sourceRegion) !== source) {
    throw invalidInput(`\`sourceRegion\` must be ${source}, got: ${JSON.stringify(sourceRegion)}.`);
  }
  const pair = REGIONS[source]?.pair;
  const location = normalizeLocation(params.location);
  if (location !== pair) throw invalidInput(`${source} is paired with ${pair}, not with ${location}.`);
  return location;
}

function orderOf(call: Call): RestoreOrder {
  const from = fromSecondary(call, objectAt(call.body, 'crossRegionRestoreDetails'));
  return readOrder(call.azure, call.body.restoreRequestObject, from);
}

function listPoints(call: Call): Answer {
  const { instance, delay } = fromSecondary(call, call.body);
  return paged(call, pointsOf(call.azure, instance, delay), (point) => showPoint(instance, point));
}

function vaultNamed(call: Call): Resource {
  const id = textAt(call.body, 'sourceBackupVaultId') ?? '';
  const vault = call.azure.resources.get(id);
  if (!vault || keyOf(vault.type) !== keyOf(VAULT_TYPE)) throw missing(true, id);
  checkRegions(call, vault, call.body);
  return vault;
}

function listJobs(call: Call): Answer {
  const jobs = jobsOf(call.azure, vaultNamed(call).id, true);
  return paged(call, jobs, ({ instance, job }) => showJob(call.azure, instance, job));
}

/** The id of a job, whole or its last part alone. */
function readJob(call: Call): Answer {
  const jobId = textAt(call.body, 'jobId') ?? '';
  const found = jobNamed(jobsOf(call.azure, vaultNamed(call).id, true), jobId.slice(jobId.lastIndexOf('/') + 1));
  if (!found) throw missing(true, jobId);
  return ok(showJob(call.azure, found.instance, found.job));
}

const ACTIONS: Readonly<Record<string, (call: Call) => Answer>> = {
  validateCrossRegionRestore: (call) => validate(call.azure, orderOf(call)),
  crossRegionRestore: (call) => restore(call.azure, orderOf(call)),
  fetchSecondaryRecoveryPoints: listPoints,
  fetchCrossRegionRestoreJobs: listJobs,
  fetchCrossRegionRestoreJob: readJob,
};

export const CROSS_REGION_RESTORE_ROUTES: readonly Route[] = Object.entries(ACTIONS).map(([name, handle]): Route => ({
  method: 'POST',
  path: `${PATH}/${name}`,
  apiVersions: API_VERSIONS.filter((version) => version >= SINCE),
  handle,
}));
