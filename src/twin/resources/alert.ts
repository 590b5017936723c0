import {
  ACTION_GROUPS_VERSIONS,
  ACTIVITY_LOG_ALERTS_VERSIONS,
  ALERT_PROCESSING_VERSIONS,
  METRIC_ALERTS_VERSIONS,
  QUERY_RULES_VERSIONS,
} from './api-versions';
import { inSubscription } from './in-subscription';
import { keptIdentity } from './managed-identity';
import { badRequest } from '../arm/error';
import { type JsonObject, listAt, numberAt } from '../arm/json';
import { AT_ONCE, type Kind, propertiesOf, routesOf } from '../arm/kind';
import type { Route } from '../arm/route';

const GROUP = '/subscriptions/{subscription}/resourceGroups/{group}/providers';
const MAX_SHORT_NAME = 12;
const MAX_SEVERITY = 4;

const ACTION_GROUP: Kind = {
  type: 'Microsoft.Insights/actionGroups',
  path: `${GROUP}/Microsoft.Insights/actionGroups/{actionGroup}`,
  apiVersions: ACTION_GROUPS_VERSIONS,
  manners: AT_ONCE,
  tracked: true,
  put(_call, sent) {
    const { groupShortName } = propertiesOf(sent);
    if (typeof groupShortName !== 'string' || groupShortName === '' || groupShortName.length > MAX_SHORT_NAME) {
      throw badRequest('BadRequest', `The short name of an action group must have 1 to ${MAX_SHORT_NAME} characters.`);
    }
    return { body: { ...sent, properties: { enabled: true, ...propertiesOf(sent) } } };
  },
};

const METRIC_ALERT: Kind = {
  type: 'Microsoft.Insights/metricAlerts',
  path: `${GROUP}/Microsoft.Insights/metricAlerts/{alert}`,
  apiVersions: METRIC_ALERTS_VERSIONS,
  manners: { ...AT_ONCE, created: 200 },
  tracked: true,
  put(_call, sent) {
    requireScopes(sent);
    checkSeverity(sent);
    return { body: { ...sent, properties: { autoMitigate: true, ...propertiesOf(sent) } } };
  },
};

const ACTIVITY_LOG_ALERT: Kind = {
  type: 'Microsoft.Insights/activityLogAlerts',
  path: `${GROUP}/Microsoft.Insights/activityLogAlerts/{alert}`,
  apiVersions: ACTIVITY_LOG_ALERTS_VERSIONS,
  manners: AT_ONCE,
  tracked: true,
  put(_call, sent) {
    requireScopes(sent);
    return { body: { ...sent, properties: { enabled: true, ...propertiesOf(sent) } } };
  },
};

const SCHEDULED_QUERY_RULE: Kind = {
  type: 'Microsoft.Insights/scheduledQueryRules',
  path: `${GROUP}/Microsoft.Insights/scheduledQueryRules/{rule}`,
  apiVersions: QUERY_RULES_VERSIONS,
  manners: AT_ONCE,
  tracked: true,
  put(call, sent, existing) {
    requireScopes(sent);
    checkSeverity(sent);
    const identity = keptIdentity(call, sent, existing);
    return { body: { kind: 'LogAlert', ...sent, identity, properties: { enabled: true, ...propertiesOf(sent) } } };
  },
};

const ALERT_PROCESSING_RULE: Kind = {
  type: 'Microsoft.AlertsManagement/actionRules',
  path: `${GROUP}/Microsoft.AlertsManagement/actionRules/{rule}`,
  apiVersions: ALERT_PROCESSING_VERSIONS,
  manners: AT_ONCE,
  tracked: true,
  put(_call, sent) {
    requireScopes(sent);
    return { body: { ...sent, properties: { enabled: true, ...propertiesOf(sent) } } };
  },
};

function requireScopes(sent: JsonObject): void {
  if (listAt(sent, 'properties', 'scopes').length === 0) {
    throw badRequest('BadRequest', 'An alert needs at least one scope.');
  }
}

function checkSeverity(sent: JsonObject): void {
  const severity = numberAt(sent, 'properties', 'severity');
  if (severity === undefined || (severity >= 0 && severity <= MAX_SEVERITY)) return;
  throw badRequest('BadRequest', `The severity of an alert must be from 0 to ${MAX_SEVERITY}, got ${severity}.`);
}

const KINDS = [ACTION_GROUP, METRIC_ALERT, ACTIVITY_LOG_ALERT, SCHEDULED_QUERY_RULE, ALERT_PROCESSING_RULE];

export const ALERT_ROUTES: readonly Route[] = KINDS.flatMap((kind) => [inSubscription(kind), ...routesOf(kind)]);
