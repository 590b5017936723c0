# shellcheck shell=bash disable=SC2034
# What the steps that talk to Azure share. Each sources it after common.sh; it does nothing by itself.
#
# Requests go through `az rest`: its core alone can do what the `dataprotection` extension does, and a version of the
# API means the same in every version of the CLI.

BACKUP_API='api-version=2025-07-01'
SERVER_API='api-version=2025-08-01'

# Empty: that of the cloud that az is signed in to.
ARM_ENDPOINT=${ARM_ENDPOINT:-}
POLL_SECONDS=${POLL_SECONDS:-30}
BLOB_ENDPOINT=${BLOB_ENDPOINT:-https://${STORAGE_ACCOUNT:-}.blob.core.windows.net}

ATTEMPTS=5
SCRATCH=''
ANSWER='' OPERATION='' ERROR_CODE='' ERROR_MESSAGE=''

# need_azure: the CLI is there, and somebody has signed in to the subscription.
need_azure() {
  need_program az 'Install the Azure CLI: https://aka.ms/azure-cli.'
  need_setting SUBSCRIPTION_ID 'the id of the subscription that the vault lies in (az account list --output table)'
  SCRATCH=$(mktemp -d) || die 2 "can't make a temporary folder"
  local tenant signed
  if ! signed=$(az account show --subscription="$SUBSCRIPTION_ID" --query tenantId --output tsv --only-show-errors 2>"$SCRATCH/errors"); then
    read_error
    tenant=${TENANT_ID:+ --tenant $(printf '%q' "$TENANT_ID")}
    die 2 "the Azure CLI must be signed in to the subscription $SUBSCRIPTION_ID: az login$tenant. It says: $ERROR_MESSAGE"
  fi
  if [ -n "${TENANT_ID:-}" ] && [ "${signed,,}" != "${TENANT_ID,,}" ]; then
    die 2 "\`TENANT_ID\` must be the tenant of the subscription $SUBSCRIPTION_ID, $signed, got: $TENANT_ID"
  fi
}

# The end of a step, whatever its end is.
stopping() {
  [ -z "$SCRATCH" ] || rm -rf -- "$SCRATCH"
}

# --- requests ---

# arm METHOD PATH OPTION…: a request to Resource Manager. ANSWER is what the options of az make of the response.
# Returns 1 with ERROR_CODE and ERROR_MESSAGE where it is refused.
arm() {
  local method=$1 url=$2 attempt
  shift 2
  case $url in
    https:*) ;;
    *) url=$ARM_ENDPOINT$url ;;
  esac
  for ((attempt = 1; ; attempt++)); do
    if ANSWER=$(az rest --method "$method" --url "$url" "$@" 2>"$SCRATCH/errors"); then return 0; fi
    read_error
    if [ "$attempt" -ge "$ATTEMPTS" ] || ! is_passing "$method"; then return 1; fi
    say "Azure is busy ($ERROR_CODE): asking again in $POLL_SECONDS s, attempt $attempt of $ATTEMPTS"
    sleep "$POLL_SECONDS"
  done
}

# arm_start METHOD PATH OPTION…: the same for what Azure ends later. OPERATION is where to ask how it goes; az prints
# bodies alone, so the header is taken from its debug log. Empty where that doesn't show it.
arm_start() {
  OPERATION=''
  arm "$@" --debug || return 1
  OPERATION=$(sed -n "/'azure-asyncoperation': '/I{s/.*: '\(.*\)'.*/\1/p;q}" "$SCRATCH/errors")
}

# wait_for_operation: until Azure has ended it. ANSWER is the id of the job that it led to, if any.
wait_for_operation() {
  local lines
  while :; do
    arm get "$OPERATION" --only-show-errors --output tsv --query \
      "[status || '-', properties.jobId || '-', error.code || '-', error.message || '-']" || return 1
    mapfile -t lines <<<"$ANSWER"
    case ${lines[0]:-} in
      Succeeded)
        ANSWER=${lines[1]:-}
        [ "$ANSWER" != - ] || ANSWER=''
        return 0
        ;;
      Failed | Canceled | Cancelled)
        ERROR_CODE=${lines[2]:-}
        ERROR_MESSAGE="${lines[*]:3}"
        return 1
        ;;
    esac
    sleep "$POLL_SECONDS"
  done
}

# From what az wrote to stderr. The innermost code says most.
read_error() {
  ERROR_CODE=$(sed -n '/"code"[ ]*:[ ]*"/{s/.*"code"[ ]*:[ ]*"\([^"]*\)".*/\1/p;q}' "$SCRATCH/errors")
  ERROR_MESSAGE=$(sed -n '/"message"[ ]*:[ ]*"/{s/.*"message"[ ]*:[ ]*"\(\([^"\\]\|\\.\)*\)".*/\1/p;q}' "$SCRATCH/errors")
  if [ -z "$ERROR_MESSAGE" ]; then
    ERROR_MESSAGE=$(sed -n '/^\(ERROR\|cli\.azure\.cli\.core\.azclierror\): /{s/^[^:]*: //p;q}' "$SCRATCH/errors")
  fi
  [ -n "$ERROR_MESSAGE" ] || ERROR_MESSAGE=$(tail -n 1 "$SCRATCH/errors")
  [ -n "$ERROR_CODE" ] || ERROR_CODE=$(sed -n '/^ERROR: \([A-Z][A-Za-z ]*\)(.*/{s//\1/p;q}' "$SCRATCH/errors")
  [ -n "$ERROR_CODE" ] || ERROR_CODE='no code'
}

# is_passing METHOD: whether the same request may do in a while. One that changes something is sent again only where it
# certainly wasn't taken.
is_passing() {
  if grep -Eq 'Too Many Requests|TooManyRequests|Service Unavailable|ServerBusy' "$SCRATCH/errors"; then return 0; fi
  [ "$1" = get ] && grep -Eq 'Internal Server Error|InternalServerError|Bad Gateway|Gateway Time|Connection (aborted|reset)|timed out' "$SCRATCH/errors"
}

# refuse WHAT: stops, with what Azure said and how to mend it where that is known.
refuse() {
  explain "$ERROR_CODE"
  die 2 "$1: $ERROR_CODE: $ERROR_MESSAGE"
}

# explain CODE: how to mend what Azure complains of.
explain() {
  case $1 in
    UserErrorMSIMissingPermissions)
      say 'The identity of the vault has no role that lets it write the files. Give it one, wait some minutes, and call this step again:'
      say "  az role assignment create --role 'Storage Blob Data Contributor' --scope $(container_scope) --assignee-principal-type ServicePrincipal --assignee-object-id \"\$(az resource show --ids $(printf '%q' "${VAULT_ID:-}") --query identity.principalId --output tsv)\""
      ;;
    AuthorizationFailed | LinkedAuthorizationFailed)
      say 'Whoever is signed in has no role for it. Somebody who may give roles has to give one, and some minutes have to pass:'
      say "  az role assignment create --role 'Backup Operator' --scope $(printf '%q' "${VAULT_ID:-}") --assignee \"\$(az ad signed-in-user show --query id --output tsv)\""
      ;;
    AuthorizationPermissionMismatch)
      say 'Whoever is signed in has no role for the files. Somebody who may give roles has to give one, and some minutes have to pass:'
      say "  az role assignment create --role 'Storage Blob Data Reader' --scope $(container_scope) --assignee \"\$(az ad signed-in-user show --query id --output tsv)\""
      ;;
    InvalidAuthenticationToken | ExpiredAuthenticationToken) say 'Sign in again: az login' ;;
    ResourceNotFound | ResourceGroupNotFound | SubscriptionNotFound)
      say 'An id in settings.sh names what is not there: compare it with what the portal shows.'
      ;;
  esac
}

container_id() {
  printf '%s' "${STORAGE_ACCOUNT_ID:-}/blobServices/default/containers/${STORAGE_CONTAINER:-}"
}

# container_scope: the same as a word of a command. Where the account is known by its name alone, az looks it up.
container_scope() {
  if [ -n "${STORAGE_ACCOUNT_ID:-}" ]; then
    printf '%q' "$(container_id)"
    return
  fi
  # shellcheck disable=SC2016 # for whoever calls the command
  printf '"$(az storage account show --name %q --query id --output tsv)"%q' "${STORAGE_ACCOUNT:-}" "$(container_id)"
}

# --- text ---

# json_text TEXT: as a string of JSON.
json_text() {
  local text=$1
  # shellcheck disable=SC1003 # not an apostrophe: a backslash becomes two
  text=${text//\\/'\\'}
  text=${text//\"/'\"'}
  text=${text//$'\n'/'\n'}
  text=${text//$'\r'/'\r'}
  text=${text//$'\t'/'\t'}
  # No other control character stands in a name of Azure's.
  printf '"%s"' "${text//[[:cntrl:]]/ }"
}

# from_json_text TEXT: the opposite, for one line of the JSON that az prints, quotes and comma included.
from_json_text() {
  local rest plain=''
  rest=${1#*\"}
  rest=${rest%\"*}
  while [[ $rest == *\\* ]]; do
    plain+=${rest%%\\*}
    rest=${rest#*\\}
    case $rest in
      n*) plain+=$'\n' ;;
      t*) plain+=$'\t' ;;
      r*) plain+=$'\r' ;;
      b*) plain+=$'\b' ;;
      f*) plain+=$'\f' ;;
      u00*)
        plain+=$(printf '%b' "\\x${rest:3:2}")
        rest=${rest:4}
        ;;
      *) plain+=${rest:0:1} ;;
    esac
    rest=${rest:1}
  done
  PLAIN_TEXT=$plain$rest
}
