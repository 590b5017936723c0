import { isSameUnnamed, knownText, knownValue, nameOf, resourceGroupOf, subscriptionOf } from './arm-id';
import { Protection } from './protection';
import { refer, Setting, SettingGroup, SettingValue } from './setting';
import { literal } from './vault-settings';
import { EntraAdministratorFacts, ServerFacts } from '../inventory/entities';
import { Fact, withDefault } from '../inventory/fact';
import { BackupInventory } from '../inventory/inventory';
import { isSovereignRegion } from '../matrix/regions';
import { tierOfSku } from '../matrix/sku';

const MAX_NAME = 63;
const SUFFIX = '-restored';

/** What steps 3 to 5 need: the server to make, and how to reach it. */
export function targetSettings(
  estate: BackupInventory,
  protection: Protection,
  targetName: string | undefined,
): readonly SettingGroup[] {
  const { server } = protection;
  const shape = [...whereItGoes(protection, targetName), ...shapeOf(server)];
  return [
    { title: 'the server to make, like the source', settings: shape },
    { title: 'its network', settings: networkOf(protection) },
    { title: 'who may sign in', settings: peopleOf(estate, server) },
    { title: 'what it allows and how it is set', settings: parametersOf(estate, server) },
    { title: 'loading', settings: loading(protection) },
  ];
}

function whereItGoes(protection: Protection, targetName: string | undefined): readonly Setting[] {
  const { server, location } = protection;
  return [
    {
      name: 'TARGET_SERVER_NAME',
      about: 'The server to make: 3 to 63 lower-case letters, digits and hyphens, unique in Azure, and not the source.',
      value: literal(targetName ?? restoredName(server)),
      required: true,
    },
    {
      name: 'TARGET_SUBSCRIPTION_ID',
      about: 'The subscription to make it in; that of the vault where it is empty.',
      value: subscriptionToMakeItIn(protection),
      command: 'az account list --output table',
    },
    {
      name: 'TARGET_RESOURCE_GROUP',
      about: 'The resource group to make it in.',
      value: literal(resourceGroupOf(server)),
      command: 'az group list --query "[].name" --output tsv',
      required: true,
    },
    {
      name: 'TARGET_LOCATION',
      about: 'The region to make it in.',
      value: literal(protection.regionKind === 'secondary' ? location : knownText(server.location)),
      command: 'az account list-locations --query "[].name" --output tsv',
      required: true,
    },
  ];
}

/** That of the source; which one it is beside that of the vault isn't guessed. */
function subscriptionToMakeItIn({ server, vault }: Protection): SettingValue | undefined {
  const own = subscriptionOf(server);
  const ofVault = vault === undefined ? undefined : subscriptionOf(vault);
  if (own !== undefined && own !== ofVault) return [own];
  return own !== undefined || isSameUnnamed(server, vault) ? [refer('SUBSCRIPTION_ID')] : undefined;
}

function shapeOf(server: ServerFacts): readonly Setting[] {
  const sku = knownText(server.sku);
  const storageMb = knownValue(server.storageMb);
  const days = knownValue(server.backupRetentionDays);
  const show = `az postgres flexible-server show --ids "$SOURCE_SERVER_ID" --query`;
  return [
    {
      name: 'TARGET_VERSION',
      about: 'The major version of PostgreSQL: that of the source, or a later one.',
      value: literal(knownText(server.version)),
      command: `${show} version --output tsv`,
      required: true,
    },
    {
      name: 'TARGET_TIER',
      about: 'Burstable, GeneralPurpose or MemoryOptimized.',
      value: literal(sku === undefined ? undefined : tierOfSku(sku)),
      command: `${show} sku.tier --output tsv`,
      required: true,
    },
    {
      name: 'TARGET_SKU',
      about: 'The compute size.',
      value: literal(sku?.replace(/^[A-Z]+_/, '')),
      command: `${show} sku.name --output tsv`,
      required: true,
    },
    {
      name: 'TARGET_STORAGE_GB',
      about: 'The storage in GiB: not less than the data of the source.',
      value: storageMb === undefined ? undefined : [String(Math.floor(storageMb / 1024))],
      command: `${show} storage.storageSizeGb --output tsv`,
      required: true,
    },
    enabled(
      'TARGET_AUTO_GROW',
      'Whether the storage grows by itself.',
      withDefault(server.autoGrow, false),
      'storage.autoGrow',
    ),
    {
      name: 'TARGET_BACKUP_DAYS',
      about: "Days that the server's own backups are kept, 7 to 35.",
      value: [String(days ?? 7)],
    },
    enabled(
      'TARGET_GEO_BACKUP',
      'Whether they are geo-redundant: it is chosen when the server is made and never afterwards.',
      withDefault(server.geoRedundantBackup, false),
      'backup.geoRedundantBackup',
    ),
    ...keyOf(server),
  ];
}

/** A key of the customer's own is chosen when the server is made. */
function keyOf({ customerManagedKey }: ServerFacts): readonly Setting[] {
  if (customerManagedKey.state === 'absent') return [];
  const key = knownValue(customerManagedKey);
  const show = 'az postgres flexible-server show --ids "$SOURCE_SERVER_ID" --query dataEncryption';
  const settings: readonly (readonly [string, string, string | undefined])[] = [
    ['TARGET_KEY_ID', 'The key that encrypts the server: an address in a key vault.', written(key?.key)],
    ['TARGET_KEY_IDENTITY_ID', 'The user-assigned identity that may use it.', written(key?.identity)],
    ['TARGET_GEO_KEY_ID', 'The key in the paired region, for geo-redundant backups.', written(key?.geoKey)],
    ['TARGET_GEO_KEY_IDENTITY_ID', 'The identity that may use that one.', written(key?.geoIdentity)],
  ];
  return [
    {
      name: 'TARGET_ENCRYPTION',
      about: 'What encrypts the server: AzureKeyVault, a key of your own, or SystemManaged, one of the service.',
      value: key === undefined ? undefined : ['AzureKeyVault'],
      command: `${show}.type --output tsv`,
      required: true,
    },
    ...settings.map(([name, about, value]): Setting => ({
      name,
      about,
      value: literal(value),
      command: show,
      ...(key !== undefined && !name.startsWith('TARGET_GEO_') ? { required: true } : {}),
    })),
  ];
}

/** An id as it is written is of use only where nothing in it is still to be worked out. */
function written(fact: Parameters<typeof knownText>[0]): string | undefined {
  const text = knownText(fact);
  return text?.includes('${') === true ? undefined : text;
}

function networkOf(protection: Protection): readonly Setting[] {
  const { server, regionKind } = protection;
  const isPrivate = isInNetwork(server);
  // A subnet is of one region.
  const inReach = regionKind === 'primary';
  const network: readonly Setting[] = isPrivate
    ? [
        {
          name: 'TARGET_SUBNET_ID',
          about: 'A subnet that is delegated to flexible servers. Steps 4 and 5 have to run where they reach it.',
          value: literal(inReach ? written(server.delegatedSubnet) : undefined),
          command:
            'az network vnet subnet list --resource-group GROUP --vnet-name NETWORK --query "[].id" --output tsv',
          required: true,
        },
        {
          name: 'TARGET_PRIVATE_DNS_ZONE_ID',
          about: 'The private DNS zone of such servers.',
          value: literal(inReach ? written(server.privateDnsZone) : undefined),
          command: 'az network private-dns zone list --query "[].id" --output tsv',
          required: true,
        },
        {
          name: 'TARGET_PUBLIC_ACCESS',
          about:
            'For a server that is not to lie in a subnet: whether it can be reached over the public network. Enabled or Disabled.',
        },
      ]
    : [
        enabled(
          'TARGET_PUBLIC_ACCESS',
          'Whether it can be reached over the public network. Disabled: make a private endpoint before step 4, and run steps 4 and 5 where they reach it.',
          withDefault(server.publicNetworkAccess, true),
          'network.publicNetworkAccess',
        ),
      ];
  return [
    ...network,
    {
      name: 'OPERATOR_ADDRESS',
      about:
        'The public IPv4 address that steps 4 and 5 connect from: it is let in until step 6. Not needed in a virtual network.',
      find: 'whoever runs the network knows it',
      ...(isPrivate || knownValue(server.publicNetworkAccess) === false ? { value: [''] } : { required: true }),
    },
  ];
}

/** Whether it lies in a virtual network. A subnet that isn't known yet is one: what is private isn't made public. */
function isInNetwork({ delegatedSubnet }: ServerFacts): boolean {
  return delegatedSubnet.state === 'unknown' || knownText(delegatedSubnet) !== undefined;
}

function peopleOf(estate: BackupInventory, server: ServerFacts): readonly Setting[] {
  const { authentication } = server;
  const [entraFact, passwordFact] =
    authentication.state === 'known'
      ? [withDefault(authentication.value.entra, false), withDefault(authentication.value.password, true)]
      : [withDefault<boolean>(authentication, false), withDefault<boolean>(authentication, true)];
  const entra = knownValue(entraFact) ?? false;
  const password = knownValue(passwordFact) ?? !entra;
  const admins = estate.entraAdministratorsOf(server).map(adminText);
  const known = admins.filter((admin) => admin !== undefined).sort();
  return [
    enabled('TARGET_PASSWORD_AUTH', 'Whether people sign in with passwords.', passwordFact, 'authConfig.passwordAuth'),
    enabled(
      'TARGET_ENTRA_AUTH',
      'Whether people sign in with Microsoft Entra.',
      entraFact,
      'authConfig.activeDirectoryAuth',
    ),
    {
      name: 'TARGET_ENTRA_ADMINS',
      about: 'Microsoft Entra administrators, each OBJECT_ID TYPE NAME; TYPE is User, Group or ServicePrincipal.',
      list: known,
      ...(entra ? { required: true } : {}),
      find: 'each in quotes of its own, between the parentheses; what follows prints whoever is signed in',
      command: `az ad signed-in-user show --query "join(' ', [id, 'User', userPrincipalName])" --output tsv`,
    },
    {
      name: 'ENTRA_LOGIN',
      about:
        'yes signs in with a token of whom az is signed in as; no with PGPASSWORD or PGPASSFILE, from the environment.',
      value: [password ? 'no' : 'yes'],
    },
    {
      name: 'PGUSER',
      about: 'Who loads the data: the administrator. With Microsoft Entra it is the name of one of those above.',
      value: literal(knownText(server.administratorLogin)) ?? literal(known[0]?.split(' ').slice(2).join(' ')),
      command: password
        ? 'az postgres flexible-server show --ids "$SOURCE_SERVER_ID" --query administratorLogin --output tsv'
        : 'az ad signed-in-user show --query userPrincipalName --output tsv',
      required: true,
    },
  ];
}

function adminText({ objectId, principalType, principalName }: EntraAdministratorFacts): string | undefined {
  const parts = [objectId, principalType, principalName].map(knownText);
  return parts.includes(undefined) ? undefined : parts.join(' ');
}

function parametersOf(estate: BackupInventory, server: ServerFacts): readonly Setting[] {
  const parameters = estate.parametersOf(server).flatMap(({ name, value }) => {
    const [key, text] = [knownText(name), knownValue(value)];
    return key === undefined || text === undefined ? [] : [{ key, text }];
  });
  const extensions = parameters.find(({ key }) => key.toLowerCase() === EXTENSIONS);
  const others = parameters.filter((parameter) => parameter !== extensions);
  return [
    {
      name: 'TARGET_EXTENSIONS',
      about: 'Extensions to allow, with commas between them: those that the databases of the source use.',
      value: [extensions?.text ?? ''],
    },
    {
      name: 'TARGET_PARAMETERS',
      about: 'Parameters to set, each NAME=VALUE.',
      list: others.map(({ key, text }) => `${key}=${text}`).sort(),
    },
  ];
}

const EXTENSIONS = 'azure.extensions';

function loading({ server }: Protection): readonly Setting[] {
  const location = knownText(server.location);
  return [
    {
      name: 'PGHOST',
      about: 'The host of the target server. Step 3 says it.',
      value:
        location !== undefined && isSovereignRegion(location)
          ? undefined
          : [refer('TARGET_SERVER_NAME'), '.postgres.database.azure.com'],
      command:
        'az postgres flexible-server show --name "$TARGET_SERVER_NAME" --resource-group "$TARGET_RESOURCE_GROUP" --query fullyQualifiedDomainName --output tsv',
      required: true,
    },
    { name: 'PGPORT', about: 'Its port.', value: ['5432'] },
    { name: 'PGSSLMODE', about: 'How the connection is secured; verify-full needs PGSSLROOTCERT.', value: ['require'] },
    {
      name: 'REPLAY_ROLES',
      about: 'yes replays the roles of the source; no is for a restore that is only looked at.',
      value: ['yes'],
    },
  ];
}

/** @param property where Azure says it of the source */
function enabled(name: string, about: string, fact: Fact<boolean>, property: string): Setting {
  const value = knownValue(fact);
  return {
    name,
    about: `${about} Enabled or Disabled.`,
    value: value === undefined ? undefined : [value ? 'Enabled' : 'Disabled'],
    command: `az postgres flexible-server show --ids "$SOURCE_SERVER_ID" --query ${property} --output tsv`,
    required: true,
  };
}

/** `orders-restored`, cut so that the whole is a name that Azure takes. */
function restoredName(server: ServerFacts): string | undefined {
  const name = nameOf(server)?.toLowerCase();
  if (name === undefined || !/^[a-z0-9][a-z0-9-]*$/.test(name)) return undefined;
  return `${name.slice(0, MAX_NAME - SUFFIX.length).replace(/-+$/, '')}${SUFFIX}`;
}
