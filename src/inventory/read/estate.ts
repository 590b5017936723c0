import { armType, BACKUP_INSTANCE, bodyOf, FLEXIBLE_SERVERS, isEither, property } from './azapi';
import { entity, Reading, SourceEntity } from './reading';
import { ArmScope } from '../arm-scope';
import { InstanceFacts, LockFacts, MonitorFacts, RestoreActionFacts } from '../entities';
import { Fact, known } from '../fact';
import { TYPES } from '../resource-types';
import { SourceResource } from '../source';
import { Reference, Unknown, Value } from '../value';

const LOCKS = 'microsoft.authorization/locks';
/** As alert processing rules call the service. */
const AZURE_BACKUP = 'Azure Backup';

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
    return this.reading.scope(this.value(this.isAzapi ? 'parent_id' : 'scope'));
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
  const condition = reading.inBlock(source.attribute('condition'), (block) => resolver.block(block.monitor_service));
  if (condition.state !== 'known') return condition.state === 'unknown' ? condition : enabled;
  const services = resolver.strings(condition.value.values);
  const operator = resolver.string(condition.value.operator);
  if (services.state === 'unknown') return services;
  if (operator.state === 'unknown') return operator;
  const named = services.state === 'known' && services.value.includes(AZURE_BACKUP);
  const negated = operator.state === 'known' && operator.value === 'NotEquals';
  return named === negated ? known(false) : enabled;
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
