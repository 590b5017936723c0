import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import {
  FlexServerNetwork,
  FlexServerSku,
  ProtectedFlexServer,
  Retention,
  StorageSize,
} from 'cdktf-azure-postgres-backup';
import { Construct } from 'constructs';

/** What a team has to decide; the platform has decided the rest. */
export interface CompanyDatabaseProps {
  /** Team that owns it. */
  readonly team: string;
  /** Name, unique in the team. */
  readonly name: string;
  /** How much hangs on it: size, standby, and how long it is recoverable. */
  readonly importance: 'standard' | 'critical';
  /**
   * Disk in GiB.
   * @default 128
   */
  readonly gibibytes?: number;
}

/** The company's database: `ProtectedFlexServer` with the platform team's defaults. */
export class CompanyDatabase extends Construct {
  /** The server, for what this class has no prop for. */
  public readonly server: ProtectedFlexServer;

  public constructor(scope: Construct, id: string, props: CompanyDatabaseProps) {
    super(scope, id);
    const { team, name, importance, gibibytes = 128 } = props;
    const critical = importance === 'critical';
    const tags = { team, importance };
    const group = new ResourceGroup(this, 'group', { name: `rg-${team}-${name}`, location: 'westeurope', tags });
    this.server = new ProtectedFlexServer(this, 'server', {
      resourceGroupName: group.name,
      location: group.location,
      // Vault and policies are shared by all databases of a stack that ask for the same.
      recoverableFor: critical ? Retention.years(10) : Retention.years(1),
      sku: FlexServerSku.of(critical ? 'MO_Standard_E4ds_v5' : 'GP_Standard_D2ds_v5'),
      storage: StorageSize.gibibytes(gibibytes),
      highAvailability: critical ? { mode: 'ZoneRedundant' } : undefined,
      network: FlexServerNetwork.publicEndpoint(),
      maintenanceWindow: { dayOfWeek: 0, startHour: 3 },
      tags,
    });
  }
}
