import { estateOfPlan, estateOfText, fileOf, runbookOf } from './kit';
import { CLUSTER_RESTORE_TASKS } from '../../src/matrix/cluster-restore-tasks';

const HCL = `
provider "azurerm" {
  features {}
  subscription_id = "11111111-1111-4111-8111-111111111111"
}

resource "azurerm_cosmosdb_postgresql_cluster" "ledger" {
  name                            = "ledger"
  resource_group_name             = "rg"
  location                        = "westeurope"
  administrator_login_password    = "x"
  coordinator_storage_quota_in_mb = 131072
  coordinator_vcore_count         = 2
  node_count                      = 2
}

resource "azurerm_cosmosdb_postgresql_firewall_rule" "office" {
  name             = "it's office"
  cluster_id       = azurerm_cosmosdb_postgresql_cluster.ledger.id
  start_ip_address = "203.0.113.1"
  end_ip_address   = "203.0.113.9"
}

resource "azurerm_private_endpoint" "ledger" {
  name                = "pe"
  resource_group_name = "rg"
  location            = "westeurope"
  subnet_id           = "/subscriptions/s/subnet"

  private_service_connection {
    name                           = "c"
    is_manual_connection           = false
    private_connection_resource_id = azurerm_cosmosdb_postgresql_cluster.ledger.id
    subresource_names              = ["coordinator"]
  }
}

resource "azurerm_management_lock" "ledger" {
  name       = "keep"
  scope      = azurerm_cosmosdb_postgresql_cluster.ledger.id
  lock_level = "CanNotDelete"
}
`;
const CLUSTERS =
  '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/serverGroupsv2';

async function page(text: string, over: Parameters<typeof runbookOf>[2] = {}): Promise<string> {
  const made = runbookOf(await estateOfText(text), undefined, over);
  expect(made.files.map(({ name }) => name)).toEqual(['RUNBOOK.md']);
  return fileOf(made, 'RUNBOOK.md');
}

/** The body of the request that makes the cluster. */
function bodyIn(text: string): any {
  return JSON.parse(/--method put .*--body '(\{"location".*\})'/.exec(text)![1]);
}

test('a cluster is restored to a point in time, beside the original', async () => {
  const text = await page(HCL, { point: '2026-11-15T02:30:00Z' });
  expect(text).toContain(
    `az rest --method put --url '${CLUSTERS}/ledger-restored?api-version=2023-03-02-preview' --body `,
  );
  expect(bodyIn(text)).toEqual({
    location: 'westeurope',
    properties: {
      sourceResourceId: `${CLUSTERS}/ledger`,
      sourceLocation: 'westeurope',
      pointInTimeUTC: '2026-11-15T02:30:00Z',
    },
  });
  expect(text).toContain('the last 35 days');
});

test('what is still to be chosen stands in capitals', async () => {
  const text = await page(HCL.replace('  subscription_id = "11111111-1111-4111-8111-111111111111"\n', ''));
  expect(text).toContain('/subscriptions/SUBSCRIPTION_ID/resourceGroups/rg/');
  expect(bodyIn(text).properties.pointInTimeUTC).toBe('YYYY-MM-DDTHH:MM:SSZ');
});

test('in the region of the geo-redundant backup, under a name of its own', async () => {
  const text = await page(HCL, { regionKind: 'secondary', targetName: 'ledger-two' });
  expect(bodyIn(text)).toMatchObject({ location: 'northeurope', properties: { sourceLocation: 'westeurope' } });
  expect(text).toContain('/ledger-two?');
});

test('what can be chosen only then comes before the request, all other tasks are in the checklist', async () => {
  const text = await page(HCL);
  const choices = CLUSTER_RESTORE_TASKS.filter(({ effect }) => effect === 'choice');
  const [before] = text.split('az rest --method put');
  for (const { task } of choices) expect(before).toContain(`   - ${task}. `);
  expect(before).toContain('The original has it: not known. Add `"enableGeoBackup":true` to `properties` to have it.');
  const checklist = text.slice(text.indexOf('## Checklist'), text.indexOf('## Limits'));
  expect(checklist.match(/^- \[ \] /gm)).toHaveLength(CLUSTER_RESTORE_TASKS.length - choices.length);
  const at = (part: string) => expect(checklist.indexOf(part)).toBeGreaterThan(0);
  at('- Firewall rule `azurerm_cosmosdb_postgresql_firewall_rule.office`:');
  at(`'${CLUSTERS}/ledger-restored/firewallRules/it'\\''s office?api-version=2023-03-02-preview'`);
  at(`--body '{"properties":{"startIpAddress":"203.0.113.1","endIpAddress":"203.0.113.9"}}'`);
  at('- Private endpoint `azurerm_private_endpoint.ledger`: make one');
  at('held by `azurerm_management_lock.ledger`');
  at(`az lock create --name keep --lock-type CanNotDelete --resource ${CLUSTERS}/ledger-restored`);
});

test('a cluster that nothing is known of but its name says so', async () => {
  const text = await page(
    'resource "azurerm_cosmosdb_postgresql_cluster" "c" {\n  name = "c"\n  resource_group_name = var.group\n  location = var.region\n}\nvariable "group" {}\nvariable "region" {}\n',
  );
  expect(bodyIn(text)).toMatchObject({ location: 'REGION', properties: { sourceLocation: 'REGION_OF_THE_CLUSTER' } });
  expect(text).toContain('What was read has no firewall rule and no private endpoint of it.');
});

describe('geo-redundant backup', () => {
  const of = async (name: string, over: Parameters<typeof runbookOf>[2] = {}) => {
    const made = runbookOf(await estateOfPlan('clusters.json'), `azapi_resource.geo["${name}"]`, over);
    return fileOf(made, 'RUNBOOK.md');
  };

  test('is asked for again where the original has it', async () => {
    const text = await of('sound');
    expect(bodyIn(text).properties).toMatchObject({ enableGeoBackup: true });
    expect(text).toContain('The original has it: yes. Leave `"enableGeoBackup":true` out to have none.');
    expect(text).toContain('| **Geo-redundant backup** | yes |');
    expect(text).toContain('     The original has it: no.\n');
  });

  test.each([
    ['early', 'an API that has dropped it', 'Add `"enableGeoBackup":true`'],
    ['nowhere', 'a region without it', 'With its region there is none.'],
    ['small', 'burstable compute', 'With burstable compute there is none.'],
  ])('is not asked for of %s: %s', async (name, _, said) => {
    const text = await of(name);
    expect(text).toContain('| **Geo-redundant backup** | no |');
    expect(bodyIn(text).properties).not.toHaveProperty('enableGeoBackup');
    expect(text).toContain(said);
  });

  test('that may be missing is said before anything else where its region is the target', async () => {
    expect(await page(HCL, { regionKind: 'secondary' })).toContain(
      '## Mend first\n\n- **Geo-redundant backup is not known',
    );
    expect(await page(HCL)).not.toContain('## Mend first');
    expect(await of('sound', { regionKind: 'secondary' })).not.toContain('## Mend first');
  });
});

test('the name of the restored cluster is one that no other has', async () => {
  const other = (name: string) =>
    `resource "azurerm_cosmosdb_postgresql_cluster" "${name}" {\n  name = "${name}"\n  resource_group_name = "rg"\n}\n`;
  const estate = await estateOfText(HCL + other('ledger-restored') + other('ledger-restored-2'));
  const text = fileOf(runbookOf(estate, 'ledger'), 'RUNBOOK.md');
  expect(text).toContain(`az rest --method put --url '${CLUSTERS}/ledger-restored-3?`);
});

test('what is to be put in is named, whatever is known of the rest', async () => {
  const open = HCL.replace('= "rg"', '= var.group').replace('subscription_id', '# subscription_id');
  const made = runbookOf(await estateOfText(`${open}\nvariable "group" {}\n`), undefined, {});
  expect(made.missing).toEqual(['SUBSCRIPTION_ID', 'GROUP', 'YYYY-MM-DDTHH:MM:SSZ']);
  const text = fileOf(made, 'RUNBOOK.md');
  expect(text).toContain('put what it is in the place of `SUBSCRIPTION_ID`, `GROUP`, `YYYY-MM-DDTHH:MM:SSZ`.');
  expect(text).toContain('/subscriptions/SUBSCRIPTION_ID/resourceGroups/GROUP/providers/Microsoft.DBforPostgreSQL/');
  expect(text).toContain('/serverGroupsv2/ledger-restored');
  const whole = runbookOf(await estateOfText(HCL), undefined, { point: '2026-11-15T02:30:00Z' });
  expect(whole.missing).toEqual([]);
  expect(fileOf(whole, 'RUNBOOK.md')).not.toContain('in the place of');
});
