#!/usr/bin/env bash
# Step 1: has the vault write the files of a recovery point into the container.
# The source server is neither read nor changed, and need not exist any more.

# shellcheck source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh" || exit 2
# shellcheck source=azure.sh
. "$HERE/azure.sh"

usage() {
  cat <<'HELP'
1-restore.sh [--execute] [--yes] [--again]

Finds the recovery point that RECOVERY_POINT names in settings.sh, asks the vault whether it can be restored, has it
restored into the container, and waits for the job. Without --execute it lists the recovery points and says what it
would do.

RECOVERY_POINT is `latest`, the id of a recovery point, or a UTC time (2026-11-15T02:30:00Z, or a date for the end of
that day): then it is the last point at or before that time.

  --yes    restore though another restore was started today, which can fail
  --again  restore once more, though this run has restored already
HELP
}

parse_options "$@"
begin

need_setting VAULT_ID 'the id of the backup vault (az dataprotection backup-vault list, or the portal)'
need_setting BACKUP_INSTANCE_ID 'the id of the backup instance of the server in the vault'
need_setting STORAGE_ACCOUNT 'the name of the storage account that the files are restored to'
need_setting STORAGE_CONTAINER 'the name of the container that the files are restored to'
need_setting RESTORE_LOCATION 'the region to restore in, which is that of the storage account'
RESTORE_REGION_KIND=${RESTORE_REGION_KIND:-primary}
need_choice RESTORE_REGION_KIND primary secondary
RECOVERY_POINT=${RECOVERY_POINT:-latest}
CONTAINER_URL=${CONTAINER_URL:-$BLOB_ENDPOINT/$STORAGE_CONTAINER}
if [ "$RESTORE_REGION_KIND" = secondary ]; then
  need_setting VAULT_LOCATION 'the region of the vault, whose pair is restored in'
fi
need_azure

# In the paired region everything is asked of the region; the vault itself may be out of reach.
PAIRED=${VAULT_ID%/providers/*}/providers/Microsoft.DataProtection/locations/$RESTORE_LOCATION

# --- recovery points ---

# The first line is the address of the next page.
POINTS_QUERY="[[[nextLink || '-']], value[].[properties.recoveryPointTime || '-', properties.recoveryPointId || name, properties.recoveryPointState || '-', properties.retentionTagName || '-', properties.recoveryPointDataStoresDetails[0].expiryTime || '-']][]"

list_points() {
  local next="$BACKUP_INSTANCE_ID/recoveryPoints?$BACKUP_API" method=get
  local -a options=(--only-show-errors --output tsv --query "$POINTS_QUERY")
  if [ "$RESTORE_REGION_KIND" = secondary ]; then
    next="$PAIRED/fetchSecondaryRecoveryPoints?$BACKUP_API" method=post
    printf '{"sourceBackupInstanceId":%s,"sourceRegion":%s}' \
      "$(json_text "$BACKUP_INSTANCE_ID")" "$(json_text "$VAULT_LOCATION")" >"$SCRATCH/points.json"
    options+=(--body "@$SCRATCH/points.json")
  fi
  : >"$SCRATCH/points"
  while [ "$next" != - ]; do
    arm "$method" "$next" "${options[@]}" || refuse "can't list the recovery points"
    next=${ANSWER%%$'\n'*}
    # To the second: the service writes up to seven digits behind it.
    printf '%s\n' "$ANSWER" | awk -F '\t' -v OFS='\t' 'NR > 1 { print substr($1, 1, 19) "Z", $2, $3, $4, $5 }' >>"$SCRATCH/points"
  done
  sort -r -o "$SCRATCH/points" "$SCRATCH/points"
  POINTS=$(grep -c . "$SCRATCH/points" || true)
}

# Sets POINT_ID and POINT_TIME.
choose_point() {
  local wanted=$RECOVERY_POINT chosen
  local on_day='^[0-9]{4}-[0-9]{2}-[0-9]{2}$' at_minute='^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z$'
  local at_second='^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$'
  if [[ $wanted =~ $on_day ]]; then
    wanted=${wanted}T23:59:59Z
  elif [[ $wanted =~ $at_minute ]]; then
    wanted=${wanted%Z}:00Z
  fi
  if [ "$wanted" = latest ]; then
    chosen=$(awk -F '\t' '$3 == "Completed" || $3 == "-" { print; exit }' "$SCRATCH/points")
  elif [[ $wanted =~ $at_second ]]; then
    chosen=$(WANTED=$wanted awk -F '\t' '($3 == "Completed" || $3 == "-") && $1 <= ENVIRON["WANTED"] { print; exit }' "$SCRATCH/points")
  else
    chosen=$(WANTED=${wanted//-/} awk -F '\t' '{ id = $2; gsub(/-/, "", id) } tolower(id) == tolower(ENVIRON["WANTED"]) { print; exit }' "$SCRATCH/points")
  fi
  if [ -z "$chosen" ]; then
    die 1 "\`RECOVERY_POINT\` must be latest, the id of a recovery point, or a UTC time at or after the oldest of the $POINTS, got: $RECOVERY_POINT"
  fi
  IFS=$'\t' read -r POINT_TIME POINT_ID POINT_STATE _ <<<"$chosen"
  if [ "$POINT_STATE" = Partial ]; then warn "the recovery point $POINT_ID is Partial: not all of the server is in it"; fi
}

# --- requests ---

# The body of a restore; of its file prefix the service makes what it likes.
restore_request() {
  local target=''
  if [ -n "${STORAGE_ACCOUNT_ID:-}" ]; then target=",\"targetResourceArmId\":$(json_text "$(container_id)")"; fi
  printf '{"objectType":"AzureBackupRecoveryPointBasedRestoreRequest","sourceDataStoreType":"VaultStore","recoveryPointId":%s,"restoreTargetInfo":{"objectType":"RestoreFilesTargetInfo","recoveryOption":"FailIfExists","restoreLocation":%s,"targetDetails":{"url":%s,"filePrefix":%s,"restoreTargetLocationType":"AzureBlobs"%s}}}' \
    "$(json_text "$POINT_ID")" "$(json_text "$RESTORE_LOCATION")" "$(json_text "$CONTAINER_URL")" \
    "$(json_text "${SOURCE_SERVER_NAME:-restore}")" "$target"
}

# In the paired region it is wrapped once more.
write_requests() {
  local request details
  request=$(restore_request)
  details="\"crossRegionRestoreDetails\":{\"sourceBackupInstanceId\":$(json_text "$BACKUP_INSTANCE_ID"),\"sourceRegion\":$(json_text "${VAULT_LOCATION:-}")}"
  if [ "$RESTORE_REGION_KIND" = secondary ]; then
    VALIDATE_URL="$PAIRED/validateCrossRegionRestore?$BACKUP_API" RESTORE_URL="$PAIRED/crossRegionRestore?$BACKUP_API"
    printf '{%s,"restoreRequestObject":%s}' "$details" "$request" | tee "$SCRATCH/validate.json" >"$SCRATCH/restore.json"
  else
    VALIDATE_URL="$BACKUP_INSTANCE_ID/validateRestore?$BACKUP_API" RESTORE_URL="$BACKUP_INSTANCE_ID/restore?$BACKUP_API"
    printf '{"restoreRequestObject":%s}' "$request" >"$SCRATCH/validate.json"
    printf '%s' "$request" >"$SCRATCH/restore.json"
  fi
}

# Where it lies in the debug log of az, the address to ask is found; else restoring validates once more by itself.
validate() {
  at 'asking the vault whether it can restore'
  arm_start post "$VALIDATE_URL" --body "@$SCRATCH/validate.json" || refuse 'the vault refuses the restore'
  if [ -z "$OPERATION" ]; then
    warn "az doesn't show how the validation ends: going on, the restore is validated by the service too"
    return
  fi
  wait_for_operation || refuse 'the vault refuses the restore'
}

# --- jobs ---

# Restores of this instance, newest first: start, id, state.
list_jobs() {
  local next="$VAULT_ID/backupJobs?$BACKUP_API" method=get
  local instance=${BACKUP_INSTANCE_ID##*/}
  local query="[[[nextLink || '-', '-', '-', '-']], value[?properties.operationCategory=='Restore'].[properties.startTime || '-', name, properties.status || '-', properties.backupInstanceId || '-']][]"
  local -a options=(--only-show-errors --output tsv --query "$query")
  if [ "$RESTORE_REGION_KIND" = secondary ]; then
    next="$PAIRED/fetchCrossRegionRestoreJobs?$BACKUP_API" method=post
    printf '{"sourceBackupVaultId":%s,"sourceRegion":%s}' \
      "$(json_text "$VAULT_ID")" "$(json_text "$VAULT_LOCATION")" >"$SCRATCH/jobs.json"
    options+=(--body "@$SCRATCH/jobs.json")
  fi
  : >"$SCRATCH/jobs"
  while [ "$next" != - ]; do
    arm "$method" "$next" "${options[@]}" || refuse "can't list the jobs of the vault"
    next=${ANSWER%%[$'\t\n']*}
    printf '%s\n' "$ANSWER" | INSTANCE=${instance,,} awk -F '\t' -v OFS='\t' '
      NR > 1 { count = split(tolower($4), parts, "/") }
      NR > 1 && parts[count] == ENVIRON["INSTANCE"] { print $1, $2, $3 }' >>"$SCRATCH/jobs"
  done
  sort -r -o "$SCRATCH/jobs" "$SCRATCH/jobs"
}

# Sets JOB_STATE; where it failed, ERROR_CODE and ERROR_MESSAGE.
read_job() {
  local url="$VAULT_ID/backupJobs/$JOB?$BACKUP_API" method=get
  local query="[properties.status || '-', properties.errorDetails[0].innerError.code || properties.errorDetails[0].code || '-', properties.errorDetails[0].message || '-', join(' ', properties.errorDetails[0].recommendedAction || [''])]"
  local -a options=(--only-show-errors --output tsv --query "$query")
  if [ "$RESTORE_REGION_KIND" = secondary ]; then
    url="$PAIRED/fetchCrossRegionRestoreJob?$BACKUP_API" method=post
    printf '{"sourceBackupVaultId":%s,"sourceRegion":%s,"jobId":%s}' \
      "$(json_text "$VAULT_ID")" "$(json_text "$VAULT_LOCATION")" "$(json_text "$JOB")" >"$SCRATCH/job.json"
    options+=(--body "@$SCRATCH/job.json")
  fi
  arm "$method" "$url" "${options[@]}" || refuse "can't read the job $JOB"
  local lines
  mapfile -t lines <<<"$ANSWER"
  JOB_STATE=${lines[0]} ERROR_CODE=${lines[1]:-} ERROR_MESSAGE="${lines[*]:2}"
}

# A restore that was started and whose job isn't known: the one that wasn't there before.
find_new_job() {
  local tries
  for ((tries = 0; tries < 20; tries++)); do
    list_jobs
    JOB=$(BEFORE=$WORK/jobs-before awk -F '\t' '
      BEGIN { while ((getline line < ENVIRON["BEFORE"]) > 0) known[line] = 1 }
      !($2 in known) { print $2; exit }' "$SCRATCH/jobs")
    [ -z "$JOB" ] || return 0
    [ "$1" = wait ] || return 1
    sleep "$POLL_SECONDS"
  done
  return 1
}

wait_for_job() {
  local before=''
  at "waiting for the job $JOB"
  while :; do
    read_job
    if [ "$JOB_STATE" != "$before" ]; then say "job $JOB: $JOB_STATE"; fi
    before=$JOB_STATE
    case $JOB_STATE in
      Completed | CompletedWithWarnings) return 0 ;;
      Failed | Cancelled | Canceled)
        journal failed restore "$JOB" "$ERROR_CODE"
        explain "$ERROR_CODE"
        die 1 "the restore ended as $JOB_STATE: $ERROR_CODE: $ERROR_MESSAGE"
        ;;
    esac
    sleep "$POLL_SECONDS"
  done
}

# At most one restore a day is recommended, several can fail (support matrix, 2025-05-15).
check_today() {
  local today earlier
  today=$(utc_now)
  earlier=$(TODAY=${today%T*} awk -F '\t' '$3 != "Failed" && substr($1, 1, 10) == ENVIRON["TODAY"] { print $2; exit }' "$SCRATCH/jobs")
  [ -n "$earlier" ] || return 0
  warn "a restore of this server was started today already (job $earlier): at most one a day is recommended, and several can fail"
  if [ "$EXECUTE" = yes ]; then confirm 'Restore all the same?' || die 2 'not restored'; fi
}

# --- the step ---

if journal_has 'done' restore; then
  say "restored already (job $(journal_detail 'done' restore)): nothing to do. --again restores once more."
  finish
  exit 0
fi

at 'listing the recovery points'
list_points
if [ "$POINTS" -eq 0 ]; then
  die 1 "the instance must have a recovery point to restore, got: none$([ "$RESTORE_REGION_KIND" != secondary ] || printf '%s' ' in the paired region, where a point is seen up to 12 hours later')"
fi
choose_point
say "$POINTS recovery points, from $(tail -n 1 "$SCRATCH/points" | cut -f 1) to $(head -n 1 "$SCRATCH/points" | cut -f 1); chosen: $POINT_TIME ($POINT_ID)"
if [ "$EXECUTE" != yes ]; then cut -f 1-5 "$SCRATCH/points"; fi

JOB=$(journal_detail started restore)
if [ -z "$JOB" ] && journal_has asked restore; then
  # It was killed between asking and writing the answer down.
  find_new_job now || JOB=''
  if [ -n "$JOB" ]; then journal started restore "$JOB"; fi
fi
if [ -n "$JOB" ] && journal_has failed restore && [ "$(journal_detail failed restore)" = "$JOB" ]; then JOB=''; fi

if [ -n "$JOB" ]; then
  say "a restore is on its way (job $JOB)"
  if [ "$EXECUTE" != yes ]; then
    say 'would: wait for the job'
    exit 0
  fi
else
  write_requests
  list_jobs
  check_today
  if [ "$EXECUTE" != yes ]; then
    say "would: ask the vault whether it can restore: POST $VALIDATE_URL"
    say "would: restore $POINT_ID to $CONTAINER_URL in $RESTORE_LOCATION: POST $RESTORE_URL"
    say 'would: wait for the job'
    exit 0
  fi
  say 'asking the vault whether it can restore'
  validate
  say "restoring $POINT_ID to $CONTAINER_URL"
  at 'starting the restore'
  cut -f 2 "$SCRATCH/jobs" >"$WORK/jobs-before"
  journal asked restore "$POINT_ID" "$POINT_TIME"
  arm_start post "$RESTORE_URL" --body "@$SCRATCH/restore.json" || refuse 'the vault refuses the restore'
  JOB=''
  if [ -n "$OPERATION" ]; then
    wait_for_operation || refuse 'the vault refuses the restore'
    JOB=${ANSWER##*/}
  fi
  if [ -z "$JOB" ]; then
    find_new_job wait || die 2 "the job of the restore must be among those of the vault, got: none; look for it in the portal"
  fi
  journal started restore "$JOB" "$POINT_ID" "$POINT_TIME"
fi

wait_for_job
journal 'done' restore "$JOB" "$POINT_ID" "$POINT_TIME"
finish
say "The files are in $CONTAINER_URL. Next: 2-fetch.sh"
