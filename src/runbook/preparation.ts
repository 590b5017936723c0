import { knownText, resourceGroupOf, subscriptionOf } from './arm-id';
import { commands, shown, table, withSettings } from './page';
import { Protection } from './protection';
import { bashQuote, bashWord } from './quote';
import { SettingGroup } from './setting';
import { ROLES } from '../matrix/roles';

/** What has to be there before the first step: programs, somebody signed in, a container, roles, an open door. */
export function preparation(protection: Protection, settings: readonly SettingGroup[]): string[] {
  const { vault } = protection;
  const subscription = vault === undefined ? undefined : subscriptionOf(vault);
  return [
    '## Before step 1',
    '',
    'Programs: the Azure CLI (`az`), `psql` and `pg_restore` of the version of the target or newer, bash 4.4 with the GNU core utilities; PowerShell 7.3 for those who work in it. And room on the disk for the files.',
    '',
    'Sign in:',
    '',
    ...commands(
      'bash',
      'az login',
      ...(subscription === undefined ? [] : [`az account set --subscription ${bashWord(subscription)}`]),
    ),
    ...containerToMake(protection),
    ...rolesToGive(settings),
    ...firewall(protection),
  ];
}

const ACCOUNT_ID =
  '"${STORAGE_ACCOUNT_ID:-$(az storage account show --name "$STORAGE_ACCOUNT" --query id --output tsv)}"';

/** Where the estate has nothing that the vault could write to. */
function containerToMake(protection: Protection): string[] {
  const { vault, target } = protection;
  if (vault === undefined || target !== undefined) return [];
  const group = resourceGroupOf(vault);
  return [
    `Where there is no container yet, choose names for \`STORAGE_ACCOUNT\` and \`STORAGE_CONTAINER\`, fill them in, and make both in the region of the restore; the vault writes to them, and nobody else needs to${group === undefined ? '. `GROUP` is a resource group' : ''}:`,
    '',
    ...commands(
      'bash',
      '(. ./settings.sh',
      `az storage account create --name "$STORAGE_ACCOUNT" --resource-group ${group === undefined ? 'GROUP' : bashWord(group)} --location "$RESTORE_LOCATION" --sku Standard_LRS --allow-cross-tenant-replication true --allow-blob-public-access false --allow-shared-key-access false`,
      'az storage container-rm create --storage-account "$STORAGE_ACCOUNT" --name "$STORAGE_CONTAINER"',
      `az role assignment create --role ${bashQuote(ROLES.storageBlobDataContributor.name)} --scope ${ACCOUNT_ID} --assignee-object-id "$(az resource show --ids "$VAULT_ID" --query identity.principalId --output tsv)" --assignee-principal-type ServicePrincipal)`,
    ),
  ];
}

function rolesToGive(settings: readonly SettingGroup[]): string[] {
  const scopeOf = (name: string) => {
    const value = settings.flatMap((group) => group.settings).find((each) => each.name === name)?.value;
    return value?.map((part) => (typeof part === 'string' ? part : `$${part.setting}`)).join('') ?? `$${name}`;
  };
  const give = (role: string, scope: string) =>
    `az role assignment create --role ${bashQuote(role)} --scope ${scope} --assignee-object-id "$ME" --assignee-principal-type User`;
  const { backupOperator, storageBlobDataReader, storageBlobDataContributor, contributor } = ROLES;
  const group = '"/subscriptions/${TARGET_SUBSCRIPTION_ID:-$SUBSCRIPTION_ID}/resourceGroups/$TARGET_RESOURCE_GROUP"';
  return [
    'Roles of whoever runs the steps:',
    '',
    ...table(
      ['Role', 'On', 'For'],
      [
        [backupOperator.name, shown(scopeOf('VAULT_ID')), 'step 1'],
        [storageBlobDataReader.name, shown(scopeOf('STORAGE_ACCOUNT_ID')), 'step 2'],
        [contributor.name, `the resource group ${shown(scopeOf('TARGET_RESOURCE_GROUP'))}`, 'steps 3 and 6'],
        [storageBlobDataContributor.name, shown(scopeOf('STORAGE_ACCOUNT_ID')), 'step 6, to remove the files'],
      ],
    ),
    'Who may give roles gives them so, to whoever is signed in; the last one reads too. Some minutes pass before they work:',
    '',
    ...commands(
      'bash',
      '(. ./settings.sh',
      'ME=$(az ad signed-in-user show --query id --output tsv)',
      give(backupOperator.name, '"$VAULT_ID"'),
      give(contributor.name, group),
      `${give(storageBlobDataContributor.name, ACCOUNT_ID)})`,
    ),
  ];
}

/** Step 2 reads the container, and step 6 removes what is in it: neither gets by a closed door. */
function firewall(protection: Protection): string[] {
  const rules = protection.account?.networkRules;
  const action = rules?.state === 'known' ? knownText(rules.value.defaultAction) : undefined;
  if (rules?.state === 'absent' || action === 'Allow') return [];
  const closed =
    action === 'Deny'
      ? 'The firewall of the storage account lets nobody in but whom it names, the vault among them. Let'
      : 'Where the storage account has a firewall, let';
  return [
    `${closed} the machine in that runs steps 2 and 6, and take the rule away after step 6 (\`remove\` in the place of \`add\`). \`ADDRESS\` is its public IPv4 address:`,
    '',
    ...commands(
      'bash',
      withSettings('az storage account network-rule add --account-name "$STORAGE_ACCOUNT" --ip-address ADDRESS'),
    ),
  ];
}
