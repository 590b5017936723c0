import { idOf, knownText, nameOf, subscriptionOf } from './arm-id';
import { Protection } from './protection';
import { Setting, SettingGroup, SettingValue } from './setting';
import { isSovereignRegion } from '../matrix/regions';

const VAULTS = 'Microsoft.DataProtection/backupVaults';
const SERVERS = 'Microsoft.DBforPostgreSQL/flexibleServers';
const ACCOUNTS = 'Microsoft.Storage/storageAccounts';

/** What steps 1 and 2 need: the vault, the recovery point, the container. */
export function vaultSettings(protection: Protection, point: string): readonly SettingGroup[] {
  return [
    { title: 'the vault', settings: ofVault(protection) },
    { title: 'the recovery point', settings: ofPoint(protection, point) },
    { title: 'the container that the files go to', settings: ofContainer(protection) },
  ];
}

function ofVault(protection: Protection): readonly Setting[] {
  const { vault, server } = protection;
  const vaultId = vault === undefined ? undefined : idOf(vault, VAULTS, vault);
  const name = nameOf(server);
  return [
    {
      name: 'SUBSCRIPTION_ID',
      about: 'The subscription of the vault.',
      value: literal(vault === undefined ? undefined : subscriptionOf(vault)),
      command: 'az account list --output table',
      required: true,
    },
    {
      name: 'TENANT_ID',
      about: 'The tenant that vault and servers lie in; whatever az is signed in to where it is empty.',
      value: literal(tenantOf(protection)),
      command: 'az account show --query tenantId --output tsv',
    },
    {
      name: 'VAULT_ID',
      about: 'The backup vault.',
      value: vaultId,
      command: 'az resource list --resource-type Microsoft.DataProtection/backupVaults --query "[].id" --output tsv',
      required: true,
    },
    {
      name: 'VAULT_LOCATION',
      about: 'The region of the vault.',
      value: literal(knownText(vault?.location)),
      command: 'az resource show --ids "$VAULT_ID" --query location --output tsv',
      ...(protection.regionKind === 'secondary' ? { required: true } : {}),
    },
    {
      name: 'BACKUP_INSTANCE_ID',
      about: 'The backup instance of the server in the vault.',
      value: instanceId(protection, vaultId),
      command: `az rest --method get --url "$VAULT_ID/backupInstances?api-version=2025-07-01" --query "value[].[id, properties.friendlyName]" --output tsv`,
      find: name === undefined ? undefined : `the one of ${name}`,
      required: true,
    },
    {
      name: 'SOURCE_SERVER_NAME',
      about: 'The server that was backed up. It is never touched, and need not exist any more.',
      value: literal(name),
      command: 'az postgres flexible-server list --query "[].name" --output tsv',
      required: true,
    },
    {
      name: 'SOURCE_SERVER_ID',
      about: 'Its id.',
      value: idOf(server, SERVERS, vault),
      command: 'az postgres flexible-server list --query "[].id" --output tsv',
    },
  ];
}

function instanceId({ instance }: Protection, vaultId: SettingValue | undefined): SettingValue | undefined {
  if (instance?.armId !== undefined) return [instance.armId];
  const name = knownText(instance?.name);
  return vaultId === undefined || name === undefined ? undefined : [...vaultId, `/backupInstances/${name}`];
}

function tenantOf({ server }: Protection): string | undefined {
  const { authentication } = server;
  return authentication.state === 'known' ? knownText(authentication.value.tenant) : undefined;
}

function ofPoint({ regionKind, location }: Protection, point: string): readonly Setting[] {
  return [
    {
      name: 'RECOVERY_POINT',
      about:
        'latest, the id of a recovery point, or a UTC time: then the last point at or before it. 1-restore.sh lists them.',
      value: [point],
    },
    {
      name: 'RESTORE_REGION_KIND',
      about: 'primary restores in the region of the vault, secondary in its pair (cross-region restore).',
      value: [regionKind],
    },
    {
      name: 'RESTORE_LOCATION',
      about: 'The region to restore in; the storage account has to lie there.',
      value: literal(location),
      find: 'the region of the vault, or for secondary its pair',
      command: 'az account list-locations --query "[].[name, metadata.pairedRegion[0].name]" --output tsv',
      required: true,
    },
  ];
}

function ofContainer(protection: Protection): readonly Setting[] {
  const { account, accountId, container, containerName, location, vault } = protection;
  const name = account === undefined ? accountId?.slice(accountId.lastIndexOf('/') + 1) : nameOf(account);
  return [
    {
      name: 'STORAGE_ACCOUNT',
      about: 'The storage account that the vault writes the files to.',
      value: literal(name),
      command: `az storage account list --query "[?location=='$RESTORE_LOCATION'].name" --output tsv`,
      required: true,
    },
    {
      name: 'STORAGE_ACCOUNT_ID',
      about: 'Its id: the vault needs it where the account lies in another subscription.',
      value: account === undefined ? literal(accountId) : idOf(account, ACCOUNTS, vault),
      command: 'az storage account show --name "$STORAGE_ACCOUNT" --query id --output tsv',
    },
    {
      name: 'STORAGE_CONTAINER',
      about: 'The container in it.',
      value: literal(knownText(container?.name) ?? containerName),
      command:
        'az storage container list --account-name "$STORAGE_ACCOUNT" --auth-mode login --query "[].name" --output tsv',
      required: true,
    },
    {
      name: 'BLOB_ENDPOINT',
      about: 'Where the account serves blobs.',
      value:
        location !== undefined && isSovereignRegion(location)
          ? undefined
          : ['https://', { setting: 'STORAGE_ACCOUNT' }, '.blob.core.windows.net'],
      command: 'az storage account show --name "$STORAGE_ACCOUNT" --query primaryEndpoints.blob --output tsv',
      find: 'without the last slash',
      required: true,
    },
    {
      name: 'FILES_PREFIX',
      about:
        'What the files of the restore begin with, where the newest complete restore in the container is not the one.',
      value: [''],
    },
  ];
}

/** A text of the estate as a value; undefined stays unknown. */
export function literal(text: string | undefined): SettingValue | undefined {
  return text === undefined ? undefined : [text];
}
