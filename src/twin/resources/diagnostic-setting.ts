import { DIAGNOSTIC_SETTINGS_VERSIONS } from './api-versions';
import { requireScope } from './scope';
import { badRequest, conflict } from '../arm/error';
import { at, type Json, type JsonObject, listAt, textAt } from '../arm/json';
import { AT_ONCE, type Kind, propertiesOf, routesOf } from '../arm/kind';
import { ok } from '../arm/message';
import { keyOf, parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const TYPE = 'Microsoft.Insights/diagnosticSettings';
const MAX_PER_RESOURCE = 5;
const SINKS = ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId', 'marketplacePartnerId'];
/** Those that the twin has; others can't be checked. */
const KEPT_SINKS = ['workspaceId', 'storageAccountId'];
const GROUPS = ['allLogs', 'audit'];

/** What resources can log; settings of other types are not checked. */
const CATEGORIES: Readonly<Record<string, { readonly logs: readonly string[]; readonly metrics: readonly string[] }>> =
  {
    'microsoft.dataprotection/backupvaults': {
      logs: ['AddonAzureBackupJobs', 'AddonAzureBackupPolicy', 'AddonAzureBackupProtectedInstance', 'CoreAzureBackup'],
      metrics: ['AllMetrics', 'Health'],
    },
    'microsoft.dbforpostgresql/flexibleservers': {
      logs: [
        'PostgreSQLFlexDatabaseXacts',
        'PostgreSQLFlexQueryStoreRuntime',
        'PostgreSQLFlexQueryStoreWaitStats',
        'PostgreSQLFlexSessions',
        'PostgreSQLFlexTableStats',
        'PostgreSQLLogs',
      ],
      metrics: ['AllMetrics'],
    },
  };

const DIAGNOSTIC_SETTING: Kind = {
  type: TYPE,
  path: '{scope}/providers/Microsoft.Insights/diagnosticSettings/{setting}',
  apiVersions: DIAGNOSTIC_SETTINGS_VERSIONS,
  manners: { ...AT_ONCE, created: 200 },
  freeStanding: true,
  put({ azure, params, path }, sent, existing) {
    requireScope(azure, params.scope);
    const properties = propertiesOf(sent);
    if (SINKS.every((sink) => !properties[sink])) {
      throw badRequest('BadRequest', 'At least one data sink needs to be specified.');
    }
    for (const sink of KEPT_SINKS) requireSink(azure, textAt(properties, sink));
    checkCategories(params.scope, properties);
    const others = azure.resources.children(params.scope, TYPE).filter(({ id }) => keyOf(id) !== keyOf(path));
    if (!existing && others.length >= MAX_PER_RESOURCE) {
      throw badRequest('BadRequest', `A resource can't have more than ${MAX_PER_RESOURCE} diagnostic settings.`);
    }
    refuseSharedSink(properties, others);
    return { body: { ...sent, properties } };
  },
};

function requireSink(azure: Azure, id: string | undefined): void {
  if (!id || azure.resources.has(id)) return;
  throw badRequest('BadRequest', `The destination '${id}' of the diagnostic setting was not found.`);
}

function checkCategories(scope: string, properties: JsonObject): void {
  const known = CATEGORIES[parseId(scope).type.toLowerCase()];
  if (!known) return;
  const unknown =
    listAt(properties, 'logs').find((log) => !isKnown(log, known.logs)) ??
    listAt(properties, 'metrics').find((metric) => !isKnown(metric, known.metrics));
  if (unknown === undefined) return;
  throw badRequest(
    'BadRequest',
    `Category '${textAt(unknown, 'category') ?? textAt(unknown, 'categoryGroup')}' is not supported.`,
  );
}

function isKnown(entry: Json, categories: readonly string[]): boolean {
  const [category, group] = [textAt(entry, 'category'), textAt(entry, 'categoryGroup')];
  return category ? categories.includes(category) : GROUPS.includes(group ?? '');
}

function enabled(properties: Json | undefined): string[] {
  return [...listAt(properties, 'logs'), ...listAt(properties, 'metrics')]
    .filter((entry) => at(entry, 'enabled') === true)
    .map((entry) => textAt(entry, 'category') || textAt(entry, 'categoryGroup') || '');
}

function refuseSharedSink(properties: JsonObject, others: readonly Resource[]): void {
  for (const other of others) {
    const sink = SINKS.find((each) => {
      const id = textAt(properties, each);
      return id && keyOf(textAt(other.body, 'properties', each) ?? '') === keyOf(id);
    });
    const category = enabled(properties).find((each) => enabled(other.body.properties).includes(each));
    if (!sink || category === undefined) continue;
    throw conflict(
      'Conflict',
      `Data sink '${textAt(properties, sink)}' is already used in diagnostic setting '${other.name}' for category '${category}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
    );
  }
}

function listCategories({ params }: Call) {
  const known = CATEGORIES[parseId(params.scope).type.toLowerCase()];
  const entry = (name: string, categoryType: string): JsonObject => ({
    id: `${params.scope}/providers/Microsoft.Insights/diagnosticSettingsCategories/${name}`,
    name,
    type: 'Microsoft.Insights/diagnosticSettingsCategories',
    properties: { categoryType, categoryGroups: categoryType === 'Logs' ? ['allLogs'] : [] },
  });
  const logs = (known?.logs ?? []).map((name) => entry(name, 'Logs'));
  return ok({ value: [...logs, ...(known?.metrics ?? ['AllMetrics']).map((name) => entry(name, 'Metrics'))] });
}

export const DIAGNOSTIC_SETTING_ROUTES: readonly Route[] = [
  ...routesOf(DIAGNOSTIC_SETTING),
  {
    method: 'GET',
    path: '{scope}/providers/Microsoft.Insights/diagnosticSettingsCategories',
    apiVersions: DIAGNOSTIC_SETTINGS_VERSIONS,
    handle: listCategories,
  },
];
