#!/usr/bin/env bash
# Step 2: fetches the files of the restore from the container, and checks that they are whole.

# shellcheck source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh" || exit 2
# shellcheck source=azure.sh
. "$HERE/azure.sh"

usage() {
  cat <<'HELP'
2-fetch.sh [--execute] [--again]

Fetches the files of one restore from the container into run/files, and checks their length and, where the container
knows it, their MD5. What is there and whole isn't fetched again. Without --execute it lists the restores in the
container, and says which one it would fetch.

Several restores may lie in one container. Taken is the one that FILES_PREFIX in settings.sh names, else the newest
that is complete, of those that were written since step 1 started its restore.
HELP
}

parse_options "$@"
begin

need_setting STORAGE_ACCOUNT 'the name of the storage account that the files were restored to'
need_setting STORAGE_CONTAINER 'the name of the container that the files were restored to'
FILES_PREFIX=${FILES_PREFIX:-}
# At once; each is cut into parts that az fetches in parallel.
FETCHES=${FETCHES:-4}
need_azure

BLOBS=(--account-name="$STORAGE_ACCOUNT" --container-name="$STORAGE_CONTAINER" --auth-mode login
  --blob-endpoint="$BLOB_ENDPOINT" --only-show-errors)
MANIFEST=$WORK/manifest.tsv

# --- what lies there ---

# BLOB_NAMES, BLOB_LENGTHS, BLOB_SUMS, BLOB_TIMES, of the same order. Names are read as JSON: they may hold anything.
list_blobs() {
  local listing line
  local -a lines=()
  if ! listing=$(az storage blob list "${BLOBS[@]}" --num-results '*' --output json \
    --query "[].[name, to_string(properties.contentLength), properties.contentSettings.contentMd5 || '', properties.lastModified || ''][]" \
    2>"$SCRATCH/errors"); then
    read_error
    refuse_blobs "can't list the container $STORAGE_CONTAINER of $STORAGE_ACCOUNT"
  fi
  while IFS= read -r line; do
    case $line in
      *\"*)
        from_json_text "$line"
        lines+=("$PLAIN_TEXT")
        ;;
    esac
  done <<<"$listing"
  BLOB_NAMES=() BLOB_LENGTHS=() BLOB_SUMS=() BLOB_TIMES=()
  local i
  for ((i = 0; i + 3 < ${#lines[@]}; i += 4)); do
    BLOB_NAMES+=("${lines[i]}")
    BLOB_LENGTHS+=("${lines[i + 1]}")
    BLOB_SUMS+=("${lines[i + 2]}")
    BLOB_TIMES+=("${lines[i + 3]:0:19}Z")
  done
}

# Blobs have errors of their own.
refuse_blobs() {
  if grep -Eq 'AuthorizationPermissionMismatch|not have the required permissions' "$SCRATCH/errors"; then
    ERROR_CODE=AuthorizationPermissionMismatch
  fi
  if grep -q 'AuthorizationFailure' "$SCRATCH/errors"; then
    say "The firewall of the storage account doesn't let this address in: az storage account network-rule add --account-name $(printf '%q' "$STORAGE_ACCOUNT") --ip-address ADDRESS"
  fi
  refuse "$1"
}

# Sets PREFIX_OF and KIND_OF: database, roles, tablespace, schema, or nothing for a file of another origin.
# The prefix ends at the first `_database_`: what stands behind it is the name of a database, whatever it looks like.
classify() {
  PREFIX_OF='' KIND_OF=''
  local name=$1 kind
  if [[ $name == *_database_*.sql ]]; then
    PREFIX_OF=${name%%_database_*} KIND_OF=database
    return
  fi
  for kind in roles tablespace schema; do
    if [[ $name == *_"$kind".sql ]]; then
      PREFIX_OF=${name%_"$kind".sql} KIND_OF=$kind
      return
    fi
  done
}

# The sets by prefix: SET_KINDS, SET_TIMES (the newest file), SET_FIRST (the oldest), SET_BYTES, SET_DATABASES.
declare -A SET_KINDS=() SET_TIMES=() SET_FIRST=() SET_BYTES=() SET_DATABASES=()
collect_sets() {
  local i prefix
  for i in "${!BLOB_NAMES[@]}"; do
    classify "${BLOB_NAMES[i]}"
    [ -n "$KIND_OF" ] || continue
    prefix=x$PREFIX_OF
    SET_KINDS[$prefix]+=" $KIND_OF"
    SET_BYTES[$prefix]=$((${SET_BYTES[$prefix]:-0} + BLOB_LENGTHS[i]))
    [ "$KIND_OF" != database ] || SET_DATABASES[$prefix]=$((${SET_DATABASES[$prefix]:-0} + 1))
    if [[ ${BLOB_TIMES[i]} > ${SET_TIMES[$prefix]:-} ]]; then SET_TIMES[$prefix]=${BLOB_TIMES[i]}; fi
    if [ -z "${SET_FIRST[$prefix]:-}" ] || [[ ${BLOB_TIMES[i]} < ${SET_FIRST[$prefix]} ]]; then
      SET_FIRST[$prefix]=${BLOB_TIMES[i]}
    fi
  done
}

# What a set lacks; nothing where it is complete.
missing_in() {
  local kinds=${SET_KINDS[x$1]:-} kind lacks=''
  for kind in database roles tablespace schema; do
    [[ " $kinds " == *" $kind "* ]] || lacks+=" $kind"
  done
  printf '%s' "${lacks# }"
}

# Sets PREFIX.
choose_set() {
  local key prefix since='' newest=''
  PREFIX=''
  if [ -n "$FILES_PREFIX" ]; then
    [ -n "${SET_KINDS[x$FILES_PREFIX]:-}" ] || die 1 "\`FILES_PREFIX\` must be the prefix of a restore in the container, got: $FILES_PREFIX"
    PREFIX=$FILES_PREFIX
    return
  fi
  since=$(journal_lines asked restore 1-restore.sh | tail -n 1 | cut -f 1)
  for key in "${!SET_KINDS[@]}"; do
    prefix=${key#x}
    [ -z "$(missing_in "$prefix")" ] || continue
    [ -z "$since" ] || ! [[ ${SET_FIRST[$key]} < $since ]] || continue
    if [[ ${SET_TIMES[$key]} > $newest ]]; then newest=${SET_TIMES[$key]} PREFIX=$prefix; fi
  done
  [ -n "$newest" ] || die 1 "the container must hold a complete restore${since:+ written since $since}, got: none (${#SET_KINDS[@]} in all)"
}

# --- fetching ---

# Where a file goes: below run/files, under the name that it has there. A name that leads elsewhere is refused.
local_path() {
  case /$1/ in
    */../* | */./* | *//*) die 1 "the name of a file must not lead out of its folder, got: $1" ;;
  esac
  LOCAL_PATH=$FILES/$1
}

length_of() { wc -c <"$1" | tr -d ' '; }

# As Azure writes it: base64 of the 16 bytes.
md5_of() {
  local hex
  hex=$(md5sum <"$1")
  printf '%b' "$(printf '%s' "${hex%% *}" | sed 's/../\\x&/g')" | base64
}

# is_whole FILE LENGTH MD5: sets WRONG where it isn't.
is_whole() {
  local length sum
  length=$(length_of "$1")
  if [ "$length" != "$2" ]; then
    WRONG="it must have $2 bytes, got: $length"
    return 1
  fi
  [ -n "$3" ] || return 0
  sum=$(md5_of "$1")
  if [ "$sum" != "$3" ]; then
    WRONG="its MD5 must be $3, got: $sum"
    return 1
  fi
}

# Those that are on their way are ended with the step.
stopping() {
  local pid
  for pid in $(jobs -p); do kill "$pid" 2>/dev/null || true; done
  wait
  [ -z "$SCRATCH" ] || rm -rf -- "$SCRATCH"
}

# fetch INDEX: into a place of its own, and where it belongs once it is whole. Runs beside others: it ends with what went
# wrong in a file, which is empty where nothing did.
fetch() {
  local name=${BLOB_NAMES[$1]} length=${BLOB_LENGTHS[$1]} sum=${BLOB_SUMS[$1]}
  local part=$WORK/fetch-$1 log=$SCRATCH/fetch-$1 path attempt
  local_path "$name"
  path=$LOCAL_PATH
  trap 'kill "$AZ" 2>/dev/null; exit 143' TERM
  for attempt in 1 2; do
    rm -f -- "$part"
    az storage blob download "${BLOBS[@]}" --name="$name" --file="$part" --no-progress --max-connections 8 \
      --output none 2>"$log.errors" &
    AZ=$!
    if ! wait "$AZ"; then
      printf '%s: %s' "$name" "$(tail -n 1 "$log.errors")" >"$log.wrong"
      continue
    fi
    if is_whole "$part" "$length" "$sum"; then
      mkdir -p -- "$(dirname -- "$path")"
      mv -f -- "$part" "$path"
      rm -f -- "$log.wrong"
      return 0
    fi
    printf '%s: %s' "$name" "$WRONG" >"$log.wrong"
  done
  rm -f -- "$part"
  return 1
}

# --- the step ---

at 'listing the container'
list_blobs
collect_sets
if [ "$EXECUTE" != yes ]; then
  for key in "${!SET_KINDS[@]}"; do
    lacks=$(missing_in "${key#x}")
    printf '%s\t%s\t%s databases\t%s bytes\t%s\n' "${SET_TIMES[$key]}" "$(escape_field "${key#x}")" \
      "${SET_DATABASES[$key]:-0}" "${SET_BYTES[$key]}" "${lacks:+lacks $lacks}"
  done | sort -r
fi
if [ "$AGAIN" != yes ] && [ -z "$FILES_PREFIX" ] && journal_has chosen prefix; then
  FILES_PREFIX=$(unescape_field "$(journal_detail chosen prefix)")
fi
choose_set
LACKS=$(missing_in "$PREFIX")
[ -z "$LACKS" ] || warn "the restore $PREFIX is not complete: it lacks $LACKS"

CHOSEN=()
for i in "${!BLOB_NAMES[@]}"; do
  classify "${BLOB_NAMES[i]}"
  if [ -n "$KIND_OF" ] && [ "$PREFIX_OF" = "$PREFIX" ]; then CHOSEN+=("$i"); fi
done
BYTES=${SET_BYTES[x$PREFIX]}
say "restore $PREFIX, written ${SET_TIMES[x$PREFIX]}: ${#CHOSEN[@]} files, $BYTES bytes"
for i in "${CHOSEN[@]}"; do local_path "${BLOB_NAMES[i]}"; done

if [ "$EXECUTE" != yes ]; then
  for i in "${CHOSEN[@]}"; do say "would: fetch ${BLOB_NAMES[i]}, ${BLOB_LENGTHS[i]} bytes"; done
  exit 0
fi

if [ "$AGAIN" = yes ]; then rm -rf -- "${FILES:?}"/* "$MANIFEST"; fi
journal chosen prefix "$PREFIX"

PENDING=()
NEEDED=0
for i in "${CHOSEN[@]}"; do
  local_path "${BLOB_NAMES[i]}"
  if [ -f "$LOCAL_PATH" ] && is_whole "$LOCAL_PATH" "${BLOB_LENGTHS[i]}" "${BLOB_SUMS[i]}"; then
    journal skipped "${BLOB_NAMES[i]}" 'it is there'
  else
    PENDING+=("$i")
    NEEDED=$((NEEDED + BLOB_LENGTHS[i]))
  fi
done
FREE=$(df -P -k -- "$FILES" | awk 'NR == 2 { print $4 }')
if [ "$NEEDED" -gt $((FREE * 1024)) ]; then
  die 2 "the disk of $FILES must have $NEEDED bytes free, got: $((FREE * 1024)). Set RUN_FOLDER to a folder on a larger one."
fi

# The largest first, so that none is left alone at the end.
mapfile -t PENDING < <(for i in "${PENDING[@]}"; do printf '%s %s\n' "${BLOB_LENGTHS[i]}" "$i"; done | sort -rn | cut -d ' ' -f 2)
at 'fetching the files'
running=0
for i in "${PENDING[@]}"; do
  if [ "$running" -ge "$FETCHES" ]; then
    wait -n || true
    running=$((running - 1))
  fi
  say "fetching ${BLOB_NAMES[i]}, ${BLOB_LENGTHS[i]} bytes"
  fetch "$i" &
  running=$((running + 1))
done
wait

FAILED=0
for i in "${PENDING[@]}"; do
  if [ -s "$SCRATCH/fetch-$i.wrong" ]; then
    warn "not fetched: $(cat -- "$SCRATCH/fetch-$i.wrong")"
    journal failed "${BLOB_NAMES[i]}" "$(cat -- "$SCRATCH/fetch-$i.wrong")"
    FAILED=$((FAILED + 1))
  else
    journal fetched "${BLOB_NAMES[i]}" "${BLOB_LENGTHS[i]}"
  fi
done
[ "$FAILED" -eq 0 ] || die 1 "$FAILED of ${#CHOSEN[@]} files must be fetched again: call this step once more"

# What step 4 checks the files against: length, MD5 (empty where the container doesn't know it), name.
for i in "${CHOSEN[@]}"; do
  printf '%s\t%s\t%s\n' "${BLOB_LENGTHS[i]}" "${BLOB_SUMS[i]}" "$(escape_field "${BLOB_NAMES[i]}")"
done >"$MANIFEST.new"
mv -f -- "$MANIFEST.new" "$MANIFEST"
NO_SUM=$(awk -F '\t' '$2 == ""' "$MANIFEST" | grep -c . || true)
[ "$NO_SUM" -eq 0 ] || say "$NO_SUM files have no MD5 in the container: their length alone was checked"
journal 'done' fetch "$PREFIX" "${#CHOSEN[@]}" "$BYTES"
finish
say "${#CHOSEN[@]} files are in $FILES. Next: 3-server.sh"
