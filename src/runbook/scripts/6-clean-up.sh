#!/usr/bin/env bash
# Step 6: removes what the other steps left behind. The vault, its recovery points and both servers stay.

# shellcheck source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh" || exit 2
# shellcheck source=azure.sh
. "$HERE/azure.sh"
# shellcheck source=postgres.sh
. "$HERE/postgres.sh"

usage() {
  cat <<'HELP'
6-clean-up.sh [--execute] [--yes] [--keep-files] [--keep-blobs]

Takes back what the administrator of the target was made a member of for the load, where step 4 or 5 was stopped before
it could. Removes the firewall rule of step 3, the files of the restore in run/files and run/work, and those in the container.
The files are the data of the server in plain text: don't keep them longer than they are needed. The journal and the
logs stay.

  --yes         don't ask before files are removed
  --keep-files  leave the files in run/files and run/work
  --keep-blobs  leave the files in the container
HELP
}

KEEP_FILES=no
KEEP_BLOBS=no
own_option() {
  case $1 in
    --keep-files) KEEP_FILES=yes ;;
    --keep-blobs) KEEP_BLOBS=yes ;;
    *) return 1 ;;
  esac
}

parse_options "$@"
begin

[ -f "$JOURNAL" ] || die 2 "\`RUN_FOLDER\` must hold the journal of the run, got: $RUN_FOLDER"
need_setting STORAGE_ACCOUNT 'the name of the storage account that the files were restored to'
need_setting STORAGE_CONTAINER 'the name of the container that the files were restored to'
need_azure

BLOBS=(--account-name="$STORAGE_ACCOUNT" --container-name="$STORAGE_CONTAINER" --auth-mode login
  --blob-endpoint="$BLOB_ENDPOINT" --only-show-errors)

if ! journal_has 'done' 5-verify.sh 5-verify.sh; then
  warn 'step 5 has not said that everything is there: without the files it can not be loaded again, but restored from the vault'
  if [ "$EXECUTE" = yes ]; then confirm 'Clean up all the same?' || die 2 'nothing is removed'; fi
fi

# --- what steps 4 and 5 gave the administrator, and didn't come to take away ---

clean_memberships() {
  at 'giving up the memberships'
  need_server
  give_up_memberships || die 2 "the administrator $ADMIN is still a member of the owners: call this step again"
}

MEMBERSHIPS=$(temporary_memberships | grep -c . || true)
if [ "$MEMBERSHIPS" -gt 0 ]; then
  change "take back $MEMBERSHIPS memberships that the administrator of the target got for the load" clean_memberships
fi

# --- the firewall rule of step 3 ---

remove_rule() {
  at 'removing the firewall rule'
  if ! arm_start delete "$1?$SERVER_API"; then
    [[ $ERROR_CODE == *NotFound ]] || refuse "can't remove the firewall rule"
    OPERATION=''
  fi
  if [ -n "$OPERATION" ]; then wait_for_operation || refuse "can't remove the firewall rule"; fi
  journal 'done' firewall-rule "$1"
}

RULE=$(journal_detail asked firewall-rule 3-server.sh)
if [ -n "$RULE" ] && ! journal_has 'done' firewall-rule; then
  RULE=$(unescape_field "$RULE")
  change "remove the firewall rule $RULE" remove_rule "$RULE"
fi

# --- files in the container: those that step 2 fetched, and no others ---

remove_blobs() {
  local line name
  at 'removing the files in the container'
  while IFS= read -r line; do
    name=$(unescape_field "$line" && printf x)
    name=${name%x}
    if ! az storage blob delete "${BLOBS[@]}" --name="$name" --output none 2>"$SCRATCH/errors"; then
      grep -q BlobNotFound "$SCRATCH/errors" && continue
      read_error
      die 2 "can't remove $name from the container: $ERROR_CODE: $ERROR_MESSAGE"
    fi
    journal removed "$name"
  done < <(cut -f 3 "$WORK/manifest.tsv")
  journal 'done' blobs
}

if [ "$KEEP_BLOBS" != yes ] && [ -f "$WORK/manifest.tsv" ] && ! journal_has 'done' blobs; then
  COUNT=$(grep -c . "$WORK/manifest.tsv" || true)
  if [ "$EXECUTE" != yes ] || confirm "Remove the $COUNT files of this restore from the container $STORAGE_CONTAINER of $STORAGE_ACCOUNT?"; then
    change "remove the $COUNT files of this restore from the container $STORAGE_CONTAINER of $STORAGE_ACCOUNT" remove_blobs
  fi
fi

# --- files here ---

remove_files() {
  at 'removing the files here'
  # What is left to remove in the container is known from the folder of work alone.
  rm -rf -- "${FILES:?}"
  if journal_has 'done' blobs || [ ! -f "$WORK/manifest.tsv" ]; then rm -rf -- "${WORK:?}"; fi
  journal 'done' files
}

if [ "$KEEP_FILES" != yes ] && { [ "$EXECUTE" != yes ] || confirm "Remove the files in $FILES and $WORK?"; }; then
  change "remove the files in $FILES and $WORK" remove_files
fi

[ "$EXECUTE" = yes ] || exit 0
finish
say "Cleaned up. Roles that were given for the restore have to be taken away by hand; $JOURNAL and $LOGS stay."
