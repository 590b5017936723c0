#!/usr/bin/env bash
# Step 3: makes the server that the files are loaded into, like the one that was backed up.

# shellcheck source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh" || exit 2
# shellcheck source=azure.sh
. "$HERE/azure.sh"

usage() {
  cat <<'HELP'
3-server.sh [--execute]

Makes the target server as settings.sh describes it: compute, storage, version, network and authentication of the
source, without high availability, which slows a load down. Lets the address OPERATOR_ADDRESS in where the server is
public, allows the extensions, sets the parameters, restarts, and adds the Microsoft Entra administrators.

A server of that name that this run didn't make is left alone, and the source is refused as a target. What is done
already isn't done again. The password of the administrator is taken from PGPASSWORD in the environment, and goes into
no file of this folder:

  read -rs PGPASSWORD && export PGPASSWORD
HELP
}

parse_options "$@"
begin

need_setting TARGET_SERVER_NAME 'the name of the server to make: 3 to 63 lower-case letters, digits and hyphens, unique in Azure'
need_setting TARGET_RESOURCE_GROUP 'the resource group to make it in'
need_setting TARGET_LOCATION 'the region to make it in'
need_setting TARGET_VERSION 'the major version of PostgreSQL, not older than that of the source'
need_setting TARGET_SKU 'the compute size, as Standard_D4ds_v5'
need_setting TARGET_TIER 'the compute tier: Burstable, GeneralPurpose or MemoryOptimized'
need_setting TARGET_STORAGE_GB 'the storage in GiB'
TARGET_SUBSCRIPTION_ID=${TARGET_SUBSCRIPTION_ID:-${SUBSCRIPTION_ID:-}}
# Empty is what the estate doesn't say, and isn't guessed.
TARGET_PUBLIC_ACCESS=${TARGET_PUBLIC_ACCESS-Enabled}
TARGET_PASSWORD_AUTH=${TARGET_PASSWORD_AUTH-Enabled}
TARGET_ENTRA_AUTH=${TARGET_ENTRA_AUTH-Disabled}
TARGET_AUTO_GROW=${TARGET_AUTO_GROW-Disabled}
TARGET_GEO_BACKUP=${TARGET_GEO_BACKUP-Disabled}
TARGET_BACKUP_DAYS=${TARGET_BACKUP_DAYS:-7}
if [ -z "${TARGET_ENCRYPTION+set}" ]; then
  TARGET_ENCRYPTION=SystemManaged
  [ -z "${TARGET_KEY_ID:-}" ] || TARGET_ENCRYPTION=AzureKeyVault
fi
TARGET_EXTENSIONS=${TARGET_EXTENSIONS:-}
# From the environment either is one text.
TARGET_PARAMETERS=(${TARGET_PARAMETERS[@]+"${TARGET_PARAMETERS[@]}"})
TARGET_ENTRA_ADMINS=(${TARGET_ENTRA_ADMINS[@]+"${TARGET_ENTRA_ADMINS[@]}"})
if [ -z "${TARGET_SUBNET_ID:-}" ]; then
  [ -n "$TARGET_PUBLIC_ACCESS" ] ||
    die 2 "\`TARGET_SUBNET_ID\` must be set in settings.sh: the subnet to make the server in, or TARGET_PUBLIC_ACCESS for one without a subnet, got: nothing"
  need_choice TARGET_PUBLIC_ACCESS Enabled Disabled
fi
for name in TARGET_PASSWORD_AUTH TARGET_ENTRA_AUTH TARGET_AUTO_GROW TARGET_GEO_BACKUP; do
  need_choice "$name" Enabled Disabled
done
need_choice TARGET_TIER Burstable GeneralPurpose MemoryOptimized
need_choice TARGET_ENCRYPTION AzureKeyVault SystemManaged
if [ "$TARGET_ENCRYPTION" = AzureKeyVault ]; then
  need_setting TARGET_KEY_ID 'the key that encrypts the server, or TARGET_ENCRYPTION to SystemManaged for a key of the service'
  need_setting TARGET_KEY_IDENTITY_ID 'the user-assigned identity that may use the key'
fi
for name in TARGET_STORAGE_GB TARGET_BACKUP_DAYS; do
  [[ ${!name} =~ ^[1-9][0-9]*$ ]] || die 2 "\`$name\` must be a whole number, got: ${!name}"
done
for parameter in "${TARGET_PARAMETERS[@]}"; do
  [[ $parameter =~ ^[A-Za-z_][A-Za-z0-9_.]*= ]] ||
    die 2 "\`TARGET_PARAMETERS\` must hold NAME=VALUE, with names of letters, digits, _ and ., got: $parameter"
done
[[ $TARGET_SERVER_NAME =~ ^[a-z0-9]([a-z0-9-]{1,61})[a-z0-9]$ ]] ||
  die 2 "\`TARGET_SERVER_NAME\` must be 3 to 63 lower-case letters, digits and hyphens, with no hyphen at its ends, got: $TARGET_SERVER_NAME"
if [ "$TARGET_SERVER_NAME" = "${SOURCE_SERVER_NAME,,}" ]; then
  die 2 "\`TARGET_SERVER_NAME\` must be another than that of the source, which is never touched, got: $TARGET_SERVER_NAME"
fi
if [ -n "${TARGET_SUBNET_ID:-}" ]; then
  need_setting TARGET_PRIVATE_DNS_ZONE_ID 'the id of the private DNS zone for a server in a virtual network'
elif [ "$TARGET_PUBLIC_ACCESS" = Enabled ]; then
  need_setting OPERATOR_ADDRESS 'the public IPv4 address that steps 4 and 5 connect from'
  [[ $OPERATOR_ADDRESS =~ ^([0-9]{1,3}\.){3}[0-9]{1,3}$ ]] ||
    die 2 "\`OPERATOR_ADDRESS\` must be an IPv4 address, got: $OPERATOR_ADDRESS"
fi
if [ "$TARGET_PASSWORD_AUTH" = Disabled ] && [ -z "${TARGET_ENTRA_ADMINS[*]:-}" ]; then
  die 2 "\`TARGET_ENTRA_ADMINS\` must be set in settings.sh: who administers a server without passwords, got: nobody"
fi
if [ "$TARGET_PASSWORD_AUTH" = Enabled ]; then
  need_setting PGUSER 'the name of the administrator to make'
  if [ "$EXECUTE" = yes ]; then need_setting PGPASSWORD 'the password of the administrator, in the environment'; fi
fi
need_azure

GROUP_ID=/subscriptions/$TARGET_SUBSCRIPTION_ID/resourceGroups/$TARGET_RESOURCE_GROUP
SERVER_ID=$GROUP_ID/providers/Microsoft.DBforPostgreSQL/flexibleServers/$TARGET_SERVER_NAME
FIREWALL_RULE=azpgbackup-restore

# --- the server ---

# Sets SERVER_STATE, nothing where it doesn't exist, and SERVER_HOST.
read_server() {
  SERVER_STATE='' SERVER_HOST=''
  local lines
  if arm get "$SERVER_ID?$SERVER_API" --only-show-errors --output tsv \
    --query "[properties.state || '-', properties.fullyQualifiedDomainName || '-']"; then
    mapfile -t lines <<<"$ANSWER"
    SERVER_STATE=${lines[0]} SERVER_HOST=${lines[1]}
    return
  fi
  # Where the group isn't there either, Azure says that.
  [[ $ERROR_CODE == Resource*NotFound ]] || refuse "can't look for the server $TARGET_SERVER_NAME"
}

network_json() {
  if [ -n "${TARGET_SUBNET_ID:-}" ]; then
    printf '"network":{"delegatedSubnetResourceId":%s,"privateDnsZoneArmResourceId":%s}' \
      "$(json_text "$TARGET_SUBNET_ID")" "$(json_text "$TARGET_PRIVATE_DNS_ZONE_ID")"
  else
    printf '"network":{"publicNetworkAccess":%s}' "$(json_text "$TARGET_PUBLIC_ACCESS")"
  fi
}

# A key of the customer's own can be chosen only now.
encryption_json() {
  [ "$TARGET_ENCRYPTION" = AzureKeyVault ] || return 0
  printf ',"dataEncryption":{"type":"AzureKeyVault","primaryKeyURI":%s,"primaryUserAssignedIdentityId":%s' \
    "$(json_text "$TARGET_KEY_ID")" "$(json_text "$TARGET_KEY_IDENTITY_ID")"
  if [ -n "${TARGET_GEO_KEY_ID:-}" ]; then
    printf ',"geoBackupKeyURI":%s,"geoBackupUserAssignedIdentityId":%s' \
      "$(json_text "$TARGET_GEO_KEY_ID")" "$(json_text "${TARGET_GEO_KEY_IDENTITY_ID:-}")"
  fi
  printf '}'
}

identity_json() {
  [ "$TARGET_ENCRYPTION" = AzureKeyVault ] || return 0
  printf ',"identity":{"type":"UserAssigned","userAssignedIdentities":{%s:{}' "$(json_text "$TARGET_KEY_IDENTITY_ID")"
  if [ -n "${TARGET_GEO_KEY_IDENTITY_ID:-}" ]; then printf ',%s:{}' "$(json_text "$TARGET_GEO_KEY_IDENTITY_ID")"; fi
  printf '}}'
}

# The password stands in this file alone, which lies in a folder that only its owner reads, and goes with the step.
server_json() {
  local login='' tenant=''
  if [ "$TARGET_PASSWORD_AUTH" = Enabled ]; then
    login=",\"administratorLogin\":$(json_text "$PGUSER"),\"administratorLoginPassword\":$(json_text "$PGPASSWORD")"
  fi
  if [ -n "${TENANT_ID:-}" ]; then tenant=",\"tenantId\":$(json_text "$TENANT_ID")"; fi
  printf '{"location":%s,"sku":{"name":%s,"tier":%s}%s,"properties":{"createMode":"Create","version":%s%s,' \
    "$(json_text "$TARGET_LOCATION")" "$(json_text "$TARGET_SKU")" "$(json_text "$TARGET_TIER")" "$(identity_json)" \
    "$(json_text "$TARGET_VERSION")" "$login"
  printf '"storage":{"storageSizeGB":%s,"autoGrow":%s},"backup":{"backupRetentionDays":%s,"geoRedundantBackup":%s},' \
    "$TARGET_STORAGE_GB" "$(json_text "$TARGET_AUTO_GROW")" "$TARGET_BACKUP_DAYS" "$(json_text "$TARGET_GEO_BACKUP")"
  printf '"highAvailability":{"mode":"Disabled"},"authConfig":{"activeDirectoryAuth":%s,"passwordAuth":%s%s},%s%s}}' \
    "$(json_text "$TARGET_ENTRA_AUTH")" "$(json_text "$TARGET_PASSWORD_AUTH")" "$tenant" "$(network_json)" "$(encryption_json)"
}

# end WHAT: waits for what Azure has been asked to do.
end() {
  if [ -n "$OPERATION" ]; then wait_for_operation || refuse "$1"; fi
}

make_server() {
  at 'making the server'
  (umask 077 && server_json >"$SCRATCH/server.json")
  journal asked server "$SERVER_ID"
  arm_start put "$SERVER_ID?$SERVER_API" --body "@$SCRATCH/server.json" || refuse "can't make the server"
  rm -f -- "$SCRATCH/server.json"
  end "can't make the server"
}

wait_until_ready() {
  at 'waiting for the server'
  while :; do
    read_server
    case $SERVER_STATE in
      Ready) return ;;
      '' | Dropping | Disabled) die 2 "the server $TARGET_SERVER_NAME must become Ready, got: ${SERVER_STATE:-nothing}" ;;
      Stopped) die 2 "the server $TARGET_SERVER_NAME is stopped: az postgres flexible-server start --ids $SERVER_ID" ;;
    esac
    sleep "$POLL_SECONDS"
  done
}

# --- what it has ---

let_operator_in() {
  at 'letting the operator in'
  printf '{"properties":{"startIpAddress":%s,"endIpAddress":%s}}' \
    "$(json_text "$OPERATOR_ADDRESS")" "$(json_text "$OPERATOR_ADDRESS")" >"$SCRATCH/rule.json"
  journal asked firewall-rule "$SERVER_ID/firewallRules/$FIREWALL_RULE"
  arm_start put "$SERVER_ID/firewallRules/$FIREWALL_RULE?$SERVER_API" --body "@$SCRATCH/rule.json" ||
    refuse "can't make the firewall rule"
  end "can't make the firewall rule"
}

# set_parameter NAME VALUE: where it isn't so already.
CHANGED=no
set_parameter() {
  local name=$1 value=$2
  at "setting the parameter $name"
  arm get "$SERVER_ID/configurations/$name?$SERVER_API" --only-show-errors --output tsv --query properties.value ||
    refuse "can't read the parameter $name"
  [ "$ANSWER" != "$value" ] || return 0
  printf '{"properties":{"value":%s,"source":"user-override"}}' "$(json_text "$value")" >"$SCRATCH/parameter.json"
  arm_start put "$SERVER_ID/configurations/$name?$SERVER_API" --body "@$SCRATCH/parameter.json" ||
    refuse "can't set the parameter $name to $value"
  end "can't set the parameter $name to $value"
  CHANGED=yes
}

restart() {
  at 'restarting the server'
  arm_start post "$SERVER_ID/restart?$SERVER_API" --body '{}' || refuse "can't restart the server"
  end "can't restart the server"
}

# add_admin OBJECT_ID TYPE NAME
add_admin() {
  at "adding the administrator $3"
  [[ $1 =~ ^[0-9A-Fa-f-]{36}$ ]] || die 2 "an Entra administrator must have an object id, got: $1"
  printf '{"properties":{"principalName":%s,"principalType":%s%s}}' "$(json_text "$3")" "$(json_text "$2")" \
    "${TENANT_ID:+,\"tenantId\":$(json_text "$TENANT_ID")}" >"$SCRATCH/admin.json"
  arm_start put "$SERVER_ID/administrators/$1?$SERVER_API" --body "@$SCRATCH/admin.json" ||
    refuse "can't add the administrator $3"
  end "can't add the administrator $3"
}

# --- the step ---

at 'looking for the server'
read_server
if [ -n "$SERVER_STATE" ] && [ "$(journal_detail asked server)" != "$(escape_field "$SERVER_ID")" ]; then
  die 2 "\`TARGET_SERVER_NAME\` must be the name of a server that doesn't exist yet, got: $TARGET_SERVER_NAME, which this run didn't make"
fi
if [ -z "$SERVER_STATE" ]; then
  arm get "$GROUP_ID?api-version=2021-04-01" --only-show-errors --output none || {
    [[ $ERROR_CODE == *NotFound ]] || refuse "can't look for the resource group $TARGET_RESOURCE_GROUP"
    die 2 "\`TARGET_RESOURCE_GROUP\` must exist, got: $TARGET_RESOURCE_GROUP. Make it: az group create --name $(printf '%q' "$TARGET_RESOURCE_GROUP") --location $(printf '%q' "$TARGET_LOCATION")"
  }
  change "make the server $TARGET_SERVER_NAME: $TARGET_TIER $TARGET_SKU, $TARGET_STORAGE_GB GiB, PostgreSQL $TARGET_VERSION, in $TARGET_LOCATION" make_server
else
  say "the server $TARGET_SERVER_NAME is there, made by this run"
fi
if [ "$EXECUTE" = yes ]; then wait_until_ready; fi
if [ -z "${TARGET_SUBNET_ID:-}" ] && [ "$TARGET_PUBLIC_ACCESS" = Enabled ]; then
  change "let $OPERATOR_ADDRESS in until step 6" let_operator_in
fi
if [ -n "$TARGET_EXTENSIONS" ]; then
  change "allow the extensions $TARGET_EXTENSIONS" set_parameter azure.extensions "$TARGET_EXTENSIONS"
fi
for parameter in "${TARGET_PARAMETERS[@]}"; do
  change "set the parameter ${parameter%%=*} to ${parameter#*=}" set_parameter "${parameter%%=*}" "${parameter#*=}"
done
if [ "$CHANGED" = yes ] || { [ "$EXECUTE" != yes ] && [ "${#TARGET_PARAMETERS[@]}" -gt 0 ]; }; then
  change 'restart the server, for the parameters that wait for it' restart
  if [ "$EXECUTE" = yes ]; then wait_until_ready; fi
fi
for admin in "${TARGET_ENTRA_ADMINS[@]}"; do
  # OBJECT_ID TYPE NAME, of which the last may hold spaces.
  read -r id type name <<<"$admin"
  change "add the Microsoft Entra administrator $name" add_admin "$id" "$type" "$name"
done
[ "$EXECUTE" = yes ] || exit 0

journal 'done' server "$SERVER_ID" "$SERVER_HOST"
finish
if [ "${PGHOST:-}" != "$SERVER_HOST" ]; then
  warn "the server is $SERVER_HOST, and PGHOST in settings.sh is ${PGHOST:-empty}: set it, for steps 4 and 5"
fi
say "The server $SERVER_HOST is ready. Next: 4-load.sh"
