import { armType, BACKUP_INSTANCE, bodyOf, FLEXIBLE_SERVERS, isEither, property } from './azapi';
import { entity, Reading, SourceEntity } from './reading';
import { ArmScope } from '../arm-scope';
import { InstanceFacts, LockFacts, MonitorFacts, RestoreActionFacts } from '../entities';
import { Fact, known } from '../fact';
import { Resolver } from '../resolver';
import { TYPES } from '../resource-types';
import { SourceResource } from '../source';
import { Reference, Unknown, Value } from '../value';

const LOCKS = 'microsoft.authorization/locks';
/** What alerts of backups are, by the parts of the condition of an alert processing rule. */
const OF_BACKUPS: ReadonlyMap<string, string> = new Map([
  ['monitor_service', 'azure backup'],
  ['target_resource_type', 'microsoft.dataprotection/backupvaults'],
]);

export function isLock({ resolver }: Reading, source: SourceResource): boolean {
  return isEither(resolver, source, TYPES.lock, LOCKS);
}

/** A lock, by azurerm or azapi: to the API it is a child of what it locks. */
export class Lock extends SourceEntity implements LockFacts {
  public readonly kind = 'lock';

  public get level() {
    const { resolver } = this.reading;
    if (!this.isAzapi) return this.text('lock_level');
    return resolver.string(property(resolver, bodyOf(resolver, this.resource), 'properties.level'));
  }

  public get scope() {
    const name = this.isAzapi ? 'parent_id' : 'scope';
    const value = this.value(name);
    if (value !== undefined && value !== null) return this.reading.scope(value);
    return { kind: 'unknown', why: `its \`${name}\` is not given`, mentions: [] } as const;
  }

  private get isAzapi(): boolean {
    return this.resource.type === TYPES.azapi;
  }
}

export function readMonitor(reading: Reading, source: SourceResource): MonitorFacts {
  const isSetting = source.type === TYPES.diagnosticSetting;
  return {
    ...entity(source),
    kind: 'monitor',
    enabled:
      source.type === TYPES.alertProcessing
        ? routesBackups(reading, source)
        : reading.resolver.boolean(source.attribute('enabled')),
    scopes: isSetting
      ? [reading.scope(source.attribute('target_resource_id'))]
      : scopes(reading, source.attribute('scopes')),
  };
}

function scopes(reading: Reading, value: Value): readonly ArmScope[] {
  const list = reading.resolver.follow(value);
  if (Array.isArray(list)) return (list as readonly Value[]).map((scope) => reading.scope(scope));
  return list === undefined || list === null ? [] : [reading.scope(list)];
}

/** Whether an alert processing rule is on, and lets alerts of backups through. */
function routesBackups(reading: Reading, source: SourceResource): Fact<boolean> {
  const { resolver } = reading;
  const enabled = resolver.boolean(source.attribute('enabled'));
  if (enabled.state === 'known' && !enabled.value) return enabled;
  const condition = resolver.block(source.attribute('condition'));
  if (condition.state !== 'known') return condition.state === 'unknown' ? condition : enabled;
  const parts = [...OF_BACKUPS].map(([name, wanted]) => passes(resolver, condition.value[name], wanted));
  if (parts.some((part) => part.state === 'known' && !part.value)) return known(false);
  return parts.find(({ state }) => state === 'unknown') ?? enabled;
}

/** Whether a part of a condition lets something through. */
function passes(resolver: Resolver, value: Value, wanted: string): Fact<boolean> {
  const part = resolver.block(value);
  if (part.state !== 'known') return part;
  const values = resolver.strings(part.value.values);
  const operator = resolver.string(part.value.operator);
  if (values.state === 'unknown') return values;
  if (operator.state !== 'known') return operator;
  const isNamed = (values.state === 'known' ? values.value : []).some((each) =>
    /contain/i.test(operator.value) ? wanted.includes(each.toLowerCase()) : wanted === each.toLowerCase(),
  );
  return known(isNamed !== /not/i.test(operator.value));
}

/** A restore started through azapi; undefined for other actions. */
export function readRestoreAction(
  reading: Reading,
  source: SourceResource,
  instances: ReadonlyMap<string, InstanceFacts>,
): RestoreActionFacts | undefined {
  const { resolver } = reading;
  const type = armType(resolver, source);
  const action = resolver.string(source.attribute('action'));
  if (type.state !== 'known' || type.value.type !== BACKUP_INSTANCE || action.state !== 'known') return undefined;
  const isValidation = action.value.toLowerCase() === 'validaterestore';
  if (!isValidation && action.value.toLowerCase() !== 'restore') return undefined;
  const body = bodyOf(resolver, source);
  const of = (path: string) =>
    resolver.string(
      property(resolver, body, `${isValidation ? 'restoreRequestObject.' : ''}restoreTargetInfo.${path}`),
    );
  return {
    ...entity(source),
    kind: 'restoreAction',
    ofFlexibleServer: ofFlexibleServer(reading, source.attribute('resource_id'), instances, of),
    target: of('objectType'),
  };
}

function ofFlexibleServer(
  reading: Reading,
  instance: Value,
  instances: ReadonlyMap<string, InstanceFacts>,
  of: (path: string) => Fact<string>,
): Fact<boolean> {
  const found = reading.resolver.follow(instance);
  const keys =
    found instanceof Reference ? [found.key] : found instanceof Unknown ? found.references.map((r) => r.key) : [];
  if (keys.some((key) => instances.has(key))) return known(true);
  const type = of('datasourceInfo.datasourceType');
  if (type.state === 'known') return known(type.value.toLowerCase() === FLEXIBLE_SERVERS);
  return type.state === 'unknown' ? type : known(false);
}
