import { createHash } from 'crypto';
import { Temporal } from '@js-temporal/polyfill';
import { WORKSPACES_VERSIONS } from './api-versions';
import { inSubscription } from './in-subscription';
import { keptIdentity } from './managed-identity';
import { badRequest } from '../arm/error';
import { isObject, textAt } from '../arm/json';
import { envelope, type Kind, missing, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import { ok } from '../arm/message';
import { groupOf, isWithin, keyOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const TYPE = 'Microsoft.OperationalInsights/workspaces';
const PATH =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.OperationalInsights/workspaces/{workspace}';
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/;
const [MIN_RETENTION, MAX_RETENTION] = [30, 730];
/** How long a deleted workspace can be recovered, by making it again. */
const RECOVERY_DAYS = 14;

const WORKSPACE: Kind = {
  type: TYPE,
  path: PATH,
  apiVersions: WORKSPACES_VERSIONS,
  manners: RUNNING,
  tracked: true,
  put(call, sent, existing) {
    const { azure, params, path } = call;
    if (!NAME.test(params.workspace)) {
      throw badRequest(
        'BadRequest',
        `'${params.workspace}' is not a valid name of a workspace: 4 to 63 letters, digits and inner hyphens.`,
      );
    }
    const { sku, retentionInDays, workspaceCapping, ...properties } = propertiesOf(sent);
    const known = existing ?? takeDeleted(azure, path);
    const skuName = textAt(sku, 'name') ?? textAt(known?.body, 'properties', 'sku', 'name') ?? 'PerGB2018';
    return {
      body: {
        ...sent,
        identity: keptIdentity(call, sent, existing),
        properties: {
          publicNetworkAccessForIngestion: 'Enabled',
          publicNetworkAccessForQuery: 'Enabled',
          features: { enableLogAccessUsingOnlyResourcePermissions: true },
          ...properties,
          sku: { ...(isObject(sku) ? sku : {}), name: skuName, lastSkuUpdate: azure.clock.text() },
          retentionInDays: retention(retentionInDays),
          workspaceCapping: { dailyQuotaGb: -1, ...(isObject(workspaceCapping) ? workspaceCapping : {}) },
          customerId: textAt(known?.body, 'properties', 'customerId') ?? azure.newGuid('workspace', path),
          createdDate: textAt(known?.body, 'properties', 'createdDate') ?? azure.clock.text(),
          modifiedDate: azure.clock.text(),
          provisioningState: 'Succeeded',
        },
      },
    };
  },
  remove({ azure, query }, existing) {
    if (query.get('force') === 'true') return;
    azure.dropped.put({ ...existing, hidden: { deletedAt: azure.clock.text() } });
  },
};

/** 0 stands for the default, as clients send it that don't know better. */
function retention(sent: unknown): number {
  if (sent === undefined || sent === null || sent === 0) return MIN_RETENTION;
  if (typeof sent === 'number' && sent >= MIN_RETENTION && sent <= MAX_RETENTION) return sent;
  throw badRequest(
    'BadRequest',
    `A workspace keeps data from ${MIN_RETENTION} to ${MAX_RETENTION} days, got ${JSON.stringify(sent)}.`,
  );
}

/** Those whose time is over are gone. */
function deletedWorkspaces({ dropped, clock }: Azure): Resource[] {
  const earliest = clock.now().subtract({ hours: 24 * RECOVERY_DAYS });
  return dropped.ofType(TYPE).filter(({ id, hidden }) => {
    const deletedAt = Temporal.Instant.from(textAt(hidden, 'deletedAt')!);
    if (Temporal.Instant.compare(deletedAt, earliest) > 0) return true;
    dropped.delete(id);
    return false;
  });
}

/** A workspace that is made where one was deleted is that one again. */
function takeDeleted(azure: Azure, path: string): Resource | undefined {
  const found = deletedWorkspaces(azure).find(({ id }) => keyOf(id) === keyOf(path));
  if (found) azure.dropped.delete(found.id);
  return found;
}

function listDeleted({ azure, params }: Call) {
  const here = deletedWorkspaces(azure).filter(({ id }) => isWithin(id, `/subscriptions/${params.subscription}`));
  return ok({ value: here.map(envelope) });
}

function readSharedKeys(call: Call) {
  const id = call.path.split('/').slice(0, -1).join('/');
  const workspace = call.azure.resources.get(id);
  if (!workspace) throw missing(call.azure.resources.has(groupOf(id) ?? ''), id);
  const key = (which: string): string => {
    const seed = `${which} ${textAt(workspace.body, 'properties', 'customerId')}`;
    return createHash('sha512').update(seed).digest('base64');
  };
  return ok({ primarySharedKey: key('primary'), secondarySharedKey: key('secondary') });
}

const apiVersions = WORKSPACES_VERSIONS;

export const WORKSPACE_ROUTES: readonly Route[] = [
  inSubscription(WORKSPACE),
  ...routesOf(WORKSPACE),
  { method: 'POST', path: `${PATH}/sharedKeys`, apiVersions, handle: readSharedKeys },
  {
    method: 'GET',
    path: '/subscriptions/{subscription}/providers/Microsoft.OperationalInsights/deletedWorkspaces',
    apiVersions,
    handle: listDeleted,
  },
];
