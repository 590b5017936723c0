import { writeFileSync } from 'fs';
import { join } from 'path';
import MarkdownIt from 'markdown-it';
import { bash, estateOfText, fileOf, runbookOf } from './kit';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

const SERVER = `
resource "azurerm_postgresql_flexible_server" "orders" {
  delegated_subnet_id = var.subnet

  authentication {
    active_directory_auth_enabled = true
  }
}
`;
const VAULT = `
resource "azurerm_data_protection_backup_vault" "v" {
  resource_group_name = "rg $(touch pwned) it's"
  location            = "$(touch pwned)"
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  vault_id  = azurerm_data_protection_backup_vault.v.id
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`;

/** Whatever may have to be filled in. */
const FILLED = {
  SUBSCRIPTION_ID: 'sub',
  VAULT_ID: '/subscriptions/sub/vault of mine',
  SOURCE_SERVER_ID: '/subscriptions/sub/server of mine',
  STORAGE_ACCOUNT: 'stmine',
  STORAGE_CONTAINER: 'restored',
  TARGET_RESOURCE_GROUP: 'rg mine',
};

/** Every block to copy, run in the folder of the runbook by somebody whose `az` says what it is called with. */
async function calls(text: string, filled: Readonly<Record<string, string>> = FILLED): Promise<readonly string[]> {
  const made = runbookOf(await estateOfText(text));
  const folder = temporaryFolder();
  const settings = Object.entries(filled).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(join(folder, 'settings.sh'), `${settings.join('')}${fileOf(made, 'settings.sh')}`);
  const blocks = new MarkdownIt()
    .parse(fileOf(made, 'RUNBOOK.md'), {})
    .filter(({ type, info, content }) => type === 'fence' && info === 'bash' && !content.startsWith('bash '))
    .map(({ content }) => content);
  const az = `az() { printf '<%s> ' "$@" >>calls; echo >>calls; echo "of az $1"; }`;
  const script = `set -u; cd "$1"; ${az}\n${blocks.join('\n')}\nls; cat calls`;
  const { code, stdout, stderr } = await bash(['--norc', '-c', script, 'bash', folder], { PATH: process.env.PATH });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toMatch(/^pwned$/m);
  return stdout.split('\n').filter((line) => line.startsWith('<'));
}

test('every command of the page is one, with what is filled in in it', async () => {
  const all = await calls(SERVER);
  expect(all.length).toBeGreaterThan(10);
  for (const call of all) expect(call).not.toMatch(/<>|\$/);
  expect(all).toContain(
    '<rest> <--method> <get> <--url> </subscriptions/sub/vault of mine/backupInstances?api-version=2025-07-01> <--query> <value[].[id, properties.friendlyName]> <--output> <tsv> ',
  );
  const roles = all.filter((call) => call.startsWith('<role> <assignment> <create> '));
  expect(roles.map((call) => /<--role> (<[^>]+>) <--scope> (<[^>]+>)/.exec(call)!.slice(1))).toEqual([
    ['<Backup Operator>', '</subscriptions/sub/vault of mine>'],
    ['<Contributor>', '</subscriptions/sub/resourceGroups/rg mine>'],
    ['<Storage Blob Data Contributor>', '<of az storage>'],
  ]);
  expect(all).toContain('<storage> <account> <network-rule> <add> <--account-name> <stmine> <--ip-address> <ADDRESS> ');
});

test('where the vault has no container, the page says how to make one', async () => {
  const all = await calls(SERVER + VAULT);
  const created = all.find((call) => call.startsWith('<storage> <account> <create> '));
  expect(created).toContain("<--resource-group> <rg $(touch pwned) it's> <--location> <$(touchpwned)> ");
  expect(created).toContain('<--allow-cross-tenant-replication> <true>');
  expect(all).toContain('<storage> <container-rm> <create> <--storage-account> <stmine> <--name> <restored> ');
  expect(all).toContain(
    '<role> <assignment> <create> <--role> <Storage Blob Data Contributor> <--scope> <of az storage> <--assignee-object-id> <of az resource> <--assignee-principal-type> <ServicePrincipal> ',
  );
});
