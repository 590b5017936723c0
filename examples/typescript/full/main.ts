import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import {
  Acknowledgements,
  AdministratorPassword,
  AzurermVersion,
  BackupCriteria,
  BackupPolicy,
  BackupVault,
  CrossRegionRestore,
  DayOfWeek,
  FlexServer,
  FlexServerAuthentication,
  FlexServerNetwork,
  FlexServerSku,
  IBackupVault,
  Immutability,
  OneWayDoor,
  PostgresBackupValidator,
  PostgresVersion,
  Profile,
  PropagationWait,
  ProtectedFlexServer,
  Retention,
  ServerOrigin,
  SoftDelete,
  StorageSize,
  SupportMatrix,
  VaultRedundancy,
  WeeklySchedule,
} from 'cdktf-azure-postgres-backup';
import { Construct } from 'constructs';

const TAGS = { application: 'ledger', 'cost-center': '4711' };
const FINANCE_ADMINISTRATORS = {
  objectId: '4b0f6f0e-8a53-4f0c-9c55-0f6a3c1f7b21',
  principalName: 'finance-dba',
  principalType: 'Group',
};

/** A bank's ledger and what stands around it, with every decision taken by hand. */
class Finance extends TerraformStack {
  private readonly place: { readonly resourceGroupName: string; readonly location: string };

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    AzurermVersion.constrain(this, '>= 4.55.0, < 6.0.0, != 4.62.0, != 4.62.1');
    PostgresBackupValidator.of(this).use({
      edition: SupportMatrix.V1_2025_05_15,
      profiles: [Profile.RECOMMENDED],
      // The ids of the keys are known when Terraform runs, so that not all is decided yet; strict would refuse that.
      strict: false,
      // Holds the example still. Leave it out: expiry dates are judged by the day of the synthesis.
      now: '2026-11-20',
    });

    const group = new ResourceGroup(this, 'group', { name: 'rg-finance', location: 'westeurope', tags: TAGS });
    this.place = { resourceGroupName: group.name, location: group.location };
    const vault = this.vault();
    const policy = this.policy(vault);
    this.ledger(policy);
    this.reporting(policy);
    this.drills(vault);

    new TerraformOutput(this, 'vault_id', { value: vault.vaultId });
    new TerraformOutput(this, 'policy_name', { value: policy.policyName });
  }

  /** Keeps what is in it, come what may: each setting that can't be taken back says why it is wanted. */
  private vault(): BackupVault {
    const regulation = OneWayDoor.understood('The regulator asks for backups that nobody can delete for ten years.');
    return new BackupVault(this, 'vault', {
      ...this.place,
      vaultName: 'bv-finance',
      redundancy: VaultRedundancy.GEO_REDUNDANT,
      softDelete: SoftDelete.alwaysOn(30, regulation),
      immutability: Immutability.locked(regulation),
      crossRegionRestore: CrossRegionRestore.enabled(
        OneWayDoor.understood('The plan for the loss of West Europe is a restore in North Europe.'),
      ),
      customerManagedKey: {
        keyVaultKeyId: this.variable('vault_key_id', 'Id of the key that encrypts the vault.'),
        grantScope: this.variable('vault_key_vault_id', 'ARM id of the key vault that holds it.'),
        oneWayDoor: OneWayDoor.understood('All data of the bank is encrypted with keys of the bank.'),
      },
      propagationWait: PropagationWait.minutes(15),
      tags: TAGS,
    });
  }

  /** Ten years of yearly points, one of monthly ones, and the run after each quarter's close for two years. */
  private policy(vault: IBackupVault): BackupPolicy {
    return new BackupPolicy(this, 'ledger-policy', {
      vault,
      policyName: 'ledger',
      schedule: WeeklySchedule.on(DayOfWeek.SUNDAY, '02:00', {
        startDate: '2026-01-04',
        utcOffset: '+01:00',
        timeZone: 'W. Europe Standard Time',
      }),
      defaultRetention: Retention.weeks(6),
      weekly: Retention.months(3),
      monthly: Retention.years(1),
      yearly: Retention.years(10),
      rules: [
        {
          name: 'QuarterClose',
          criteria: BackupCriteria.on({
            daysOfWeek: [DayOfWeek.SUNDAY],
            weeksOfMonth: ['Second'],
            monthsOfYear: ['January', 'April', 'July', 'October'],
          }),
          retention: Retention.years(2),
        },
      ],
    });
  }

  /** The ledger itself: keys of its own, a standby in another zone, Entra groups and one password for the batch jobs. */
  private ledger(policy: BackupPolicy): void {
    const password = new TerraformVariable(this, 'batch_password', {
      type: 'string',
      sensitive: true,
      description: 'Password of the batch jobs; handed to Azure write-only, kept in no file and no state.',
    });
    const key = (name: string) => ({
      keyVaultKeyId: this.variable(`${name}_key_id`, `Id of the ${name.replace(/_/g, ' ')} key.`),
      userAssignedIdentityId: this.variable(`${name}_identity_id`, 'ARM id of the identity that may use it.'),
    });
    const ledger = new ProtectedFlexServer(this, 'ledger', {
      ...this.place,
      serverName: 'psql-finance-ledger',
      policy,
      version: PostgresVersion.V17,
      sku: FlexServerSku.of('GP_Standard_D4ds_v5'),
      storage: StorageSize.gibibytes(512),
      storageTier: 'P30',
      autoGrow: false,
      zone: '1',
      highAvailability: { mode: 'ZoneRedundant', standbyZone: '2' },
      authentication: FlexServerAuthentication.entraAndPassword(
        { login: 'batch', password: AdministratorPassword.writeOnly(password.stringValue, 3) },
        [FINANCE_ADMINISTRATORS],
      ),
      network: FlexServerNetwork.publicEndpoint(),
      encryption: { key: key('ledger'), geoBackupKey: key('ledger_geo_backup') },
      operationalBackup: { retention: Retention.days(35), geoRedundant: true },
      maintenanceWindow: { dayOfWeek: 6, startHour: 22, startMinute: 30 },
      tags: TAGS,
    });
    new TerraformOutput(this, 'ledger_host', { value: ledger.fullyQualifiedDomainName });
  }

  /** In the company's network, which another team owns: whether the service reaches it is for its owners to see, and they say that they have. */
  private reporting(policy: BackupPolicy): void {
    const reporting = new ProtectedFlexServer(this, 'reporting', {
      ...this.place,
      policy,
      network: FlexServerNetwork.delegatedSubnet(
        this.variable('subnet_id', 'Subnet delegated to flexible servers.'),
        this.variable('private_dns_zone_id', 'Zone that is linked to its network already.'),
      ),
      authentication: FlexServerAuthentication.entraOnly([FINANCE_ADMINISTRATORS]),
      highAvailability: {},
      tags: TAGS,
    });
    Acknowledgements.of(reporting).add({
      rule: 'PGB411',
      reason: 'Trusted Microsoft services are let in; the first backup and a restore were seen through on 2026-10-02.',
      owner: 'finance-platform',
      expires: '2027-06-30',
    });
  }

  /** Servers made from others: a point in time, and the copy in the paired region. */
  private drills(vault: IBackupVault): void {
    const source = FlexServer.fromServerId(
      this,
      'payments',
      '/subscriptions/8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10/resourceGroups/rg-payments/providers/Microsoft.DBforPostgreSQL/flexibleServers/psql-payments',
      {
        location: 'westeurope',
        sku: FlexServerSku.of('GP_Standard_D2ds_v5'),
        storage: StorageSize.gibibytes(128),
        version: PostgresVersion.V16,
        geoRedundantBackup: true,
      },
    );
    new ProtectedFlexServer(this, 'payments-drill', {
      ...this.place,
      recoverableFor: Retention.months(1),
      vault,
      version: PostgresVersion.V16,
      origin: ServerOrigin.pointInTime(source, '2026-11-18T04:30:00Z'),
      tags: { ...TAGS, purpose: 'restore drill' },
    });
    const paired = new ResourceGroup(this, 'paired-group', { name: 'rg-finance-drill', location: 'northeurope' });
    new ProtectedFlexServer(this, 'payments-geo-drill', {
      resourceGroupName: paired.name,
      location: paired.location,
      recoverableFor: Retention.days(30),
      version: PostgresVersion.V16,
      network: FlexServerNetwork.publicEndpoint(),
      origin: ServerOrigin.geoRestore(source, '2026-11-18T04:30:00Z'),
      tags: { ...TAGS, purpose: 'restore drill' },
    });
  }

  private variable(name: string, description: string): string {
    return new TerraformVariable(this, name, { type: 'string', description }).stringValue;
  }
}

const app = new App();
new Finance(app, 'finance');
app.synth();
