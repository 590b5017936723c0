import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { AzurermVersion, PostgresBackupValidator, Profile } from 'cdktf-azure-postgres-backup';
import { Construct } from 'constructs';
import { CompanyDatabase, CompanyDatabaseProps } from './company-database';

/** What the teams ask for. */
const DATABASES: CompanyDatabaseProps[] = [
  { team: 'finance', name: 'ledger', importance: 'critical' },
  { team: 'finance', name: 'invoices', importance: 'critical' },
  { team: 'shop', name: 'orders', importance: 'standard' },
  { team: 'shop', name: 'carts', importance: 'standard' },
  { team: 'shop', name: 'recommendations', importance: 'standard', gibibytes: 256 },
];

class Databases extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    AzurermVersion.constrain(this);
    PostgresBackupValidator.of(this).use({ profiles: [Profile.RECOMMENDED] });
    for (const database of DATABASES) new CompanyDatabase(this, `${database.team}-${database.name}`, database);
  }
}

const app = new App();
new Databases(app, 'databases');
app.synth();
