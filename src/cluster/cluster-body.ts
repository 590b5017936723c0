import { TerraformResourceLifecycle } from 'cdktf';
import { ClusterAuthentication } from './cluster-authentication';
import { ClusterNetwork } from './cluster-network';
import { ClusterShape } from './cluster-shape';
import { GeoRedundantClusterProps } from './geo-redundant-cluster-props';
import { PostgresVersion } from '../server/postgres-version';
import { MaintenanceWindow } from '../server/protected-flex-server-props';
import type { AzapiArguments } from '../terraform/azapi';

/** What only counts when a cluster is made. A plan that changed it would ask for what can't be done. */
const FOR_LIFE = ['sourceResourceId', 'sourceLocation', 'pointInTimeUTC'];
const PASSWORD = 'administratorLoginPassword';

/** Props with their defaults; of a restored cluster what its source decides is left open. */
interface Chosen {
  readonly shape?: ClusterShape;
  readonly network: ClusterNetwork;
  readonly authentication?: ClusterAuthentication;
}

/** What Azure is told of a cluster, the password apart from the rest. */
export function clusterBody(
  props: GeoRedundantClusterProps,
  chosen: Chosen,
): Pick<AzapiArguments, 'body' | 'sensitiveBody' | 'sensitiveBodyVersion'> {
  const body = { properties: propertiesOf(props, chosen) };
  const password = chosen.authentication?.password;
  if (password === undefined) return { body };
  return {
    body,
    sensitiveBody: { properties: { [PASSWORD]: password._password } },
    sensitiveBodyVersion: { [`properties.${PASSWORD}`]: String(password.version) },
  };
}

function propertiesOf(
  props: GeoRedundantClusterProps,
  { shape, network, authentication }: Chosen,
): Record<string, unknown> {
  const { origin, version = origin === undefined ? PostgresVersion.V16 : undefined } = props;
  return {
    ...(origin !== undefined && {
      sourceResourceId: origin.sourceClusterId,
      sourceLocation: origin._source.location,
      pointInTimeUTC: origin.pointInTime.text,
    }),
    ...shape?._properties(),
    ...authentication?._properties(),
    ...(version !== undefined && { postgresqlVersion: version.major }),
    ...(props.citusVersion !== undefined && { citusVersion: props.citusVersion.version }),
    enableGeoBackup: props.geoRedundantBackup ?? true,
    // What a restore does with it is left to it, unless somebody says: an apply would be at odds with what it has made.
    enableHa: props.highAvailability ?? (origin === undefined ? false : undefined),
    coordinatorEnablePublicIpAccess: network.coordinatorPublicAccess,
    nodeEnablePublicIpAccess: network.workerPublicAccess,
    ...(props.maintenanceWindow !== undefined && { maintenanceWindow: maintenance(props.maintenanceWindow) }),
  };
}

function maintenance({ dayOfWeek, startHour = 0, startMinute = 0 }: MaintenanceWindow): Record<string, unknown> {
  return { customWindow: 'Enabled', dayOfWeek, startHour, startMinute };
}

export function clusterLifecycle({
  preventDestroy,
  origin,
}: GeoRedundantClusterProps): TerraformResourceLifecycle | undefined {
  if (preventDestroy !== true && origin === undefined) return undefined;
  return {
    preventDestroy: preventDestroy === true ? true : undefined,
    ignoreChanges: origin === undefined ? undefined : FOR_LIFE.map((name) => `body.properties.${name}`),
  };
}
