#!/usr/bin/env bash
# Step 4: loads roles, databases and data into the target server.

# shellcheck source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh" || exit 2
# shellcheck source=postgres.sh
. "$HERE/postgres.sh"

usage() {
  cat <<'HELP'
4-load.sh [--execute] [--again]

Replays the roles, makes the databases and loads each from its file, the largest first, several at once. A database that
is done isn't loaded again when it is called again; one that was left half loaded is dropped and loaded anew. Without
--execute it says what it would do. --again drops the databases that it has made and starts over.

It never drops what it hasn't made: a database that is there already is refused, and so is the source server.

Settings: PGHOST, PGPORT, PGUSER, PGPASSWORD or PGPASSFILE, or ENTRA_LOGIN=yes; JOBS, how many sessions load at once;
REPLAY_ROLES (yes, no) and KEEP_OWNERS (yes, no).
HELP
}

parse_options "$@"
begin

[ "$EXECUTE" = yes ] || PARTS=$(mktemp -d) || die 2 "can't make a temporary folder"
mkdir -p -- "$PARTS"

# Bytes of a file that one session loads in one go.
SMALL=8000000
# Processes that load: the file that each is at, and how many sessions it may have.
declare -A WORKERS=() SHARE=()

stopping() {
  local pid
  for pid in "${!WORKERS[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  [ "$EXECUTE" = yes ] || rm -rf -- "$PARTS"
}

# --- the files ---

at 'reading the files'
need_server
journal target "$(target_address)" "$TARGET_NUM" "$ADMIN"
read_files
for i in "${!NAMES[@]}"; do
  if [ -n "${VERSIONS[i]}" ] && [ $((TARGET_NUM / 10000)) -lt "${VERSIONS[i]}" ]; then
    die 2 "the target server must be PostgreSQL ${VERSIONS[i]} or newer, as ${NAMES[i]} comes from one, got: $((TARGET_NUM / 10000))"
  fi
done
if [ "$REPLAY_ROLES" = yes ] && [ -z "$ROLES_FILE" ]; then
  die 2 "the restore must have a file of roles (${SET_PREFIX}_roles.sql), got: none. Set REPLAY_ROLES=no to load without roles and owners."
fi
[ -z "$ROLES_FILE" ] || check_length "$ROLES_FILE"

# --- what is there already ---

# state_of DATABASE OID: the last that the journal says of it on this target, whichever run wrote it: making, loaded, or
# nothing. Another of the same name, made since by somebody else, has another OID.
state_of() {
  [ -f "$JOURNAL" ] || return 0
  SUBJECT=$(escape_field "$1") OID=$2 TARGET=$(escape_field "$(target_address)") awk -F '\t' '
    $2 != "4-load.sh" || $4 != ENVIRON["SUBJECT"] { next }
    $3 == "making" { state = ($5 == ENVIRON["TARGET"]) ? "making" : ""; oid = "" }
    $3 == "made" { oid = $5 }
    $3 == "loaded" && state != "" { state = "loaded" }
    $3 == "dropped" { state = "" }
    END { if (oid == "" || oid == ENVIRON["OID"]) print state }
  ' "$JOURNAL"
}

# is_empty DATABASE: nothing but what a new server has.
is_empty() {
  [ "$(query "$1" "
    SELECT (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'cron', 'azure')
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
         + (SELECT count(*) FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public', 'cron', 'azure')
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_namespace.oid AND d.deptype = 'e'))
         + (SELECT count(*) FROM pg_largeobject_metadata)")" = 0 ]
}

at 'looking at the target'
# name_run: sets RUN, which the sessions of this run carry as their name, and those of the runs before it.
name_run() {
  # Of whichever run, also of one before it started over.
  RUN=$(awk -F '\t' -v script="$SCRIPT" '$2 == script && $3 == "run" { run = $5 } END { print run }' "$JOURNAL")
  if [ -z "$RUN" ]; then
    RUN="4-load $(utc_now) $RANDOM$RANDOM"
    journal run "$SCRIPT" "$RUN"
  fi
}

# What databases there are, by name. Sessions of a run that was killed may be at work still: they are ended first.
RUN=''
[ "$EXECUTE" != yes ] || name_run
declare -A THERE=()
LISTING=$(query postgres "
  SELECT count(pg_terminate_backend(pid)) AS ended FROM pg_stat_activity
    WHERE application_name = nullif(:'run', '') AND usename = current_user AND pid <> pg_backend_pid() \\gset
  SELECT $(escaped datname), oid FROM pg_database" "run=$RUN") || die 2 "the target $(target_address) must say which databases it has"
while IFS=$'\t' read -r line oid; do THERE[x$(unescape_field "$line")]=$oid; done <<<"$LISTING"
[ -z "$RUN" ] || export PGAPPNAME=$RUN
PENDING=()
DROP=()
for i in "${!NAMES[@]}"; do
  name=${NAMES[i]}
  if is_of_service "$name"; then
    say "$name is left out: the target has its own"
    continue
  fi
  state=$(state_of "$name" "${THERE[x$name]:-}")
  if [ "$name" = postgres ]; then
    if ! has_contents "$i"; then
      say 'postgres is left out: it holds nothing of yours'
    elif [ "$state" = loaded ] && [ "$AGAIN" != yes ]; then
      say 'postgres is loaded already'
    elif is_empty postgres; then
      PENDING+=("$i")
    else
      die 2 "the database postgres on $PGHOST must be empty, got: one with tables or schemas in it. It can't be dropped: empty it, or make a new server."
    fi
    continue
  fi
  if [ -z "${THERE[x$name]:-}" ]; then
    PENDING+=("$i")
  elif [ -z "$state" ]; then
    die 2 "the target $PGHOST must not have the databases of the restore, got: $name, which this run hasn't made. Drop it yourself, or make a new server."
  elif [ "$state" = loaded ] && [ "$AGAIN" != yes ]; then
    say "$name is loaded already"
    journal skipped "$name" 'it is loaded'
  else
    DROP+=("$i")
    PENDING+=("$i")
  fi
done

# --- roles ---

replay_roles() {
  read_roles
  tokens_to_sql <"$PARTS/roles.clean" >"$PARTS/roles.sql"
  while IFS=$'\t' read -r why name; do
    case $why in
      was*)
        warn "the role $name $why: an administrator of a flexible server can't give that, so it isn't here"
        journal ignored '' "the role $name $why"
        ;;
      not*) warn "left out of the roles, as it makes none: $name" ;;
      *) log "left out of the roles ($why): $name" ;;
    esac
  done <"$LEFT"
  if [ -s "$ENTRA" ]; then
    entra_roles
  fi
  change "replay $(grep -c '^CREATE ROLE' "$PARTS/roles.sql" || true) roles" run_roles
}

# Only an administrator who has signed in with Entra ID can make these.
entra_roles() {
  local name oid type
  : >"$PARTS/entra-roles.sql"
  while IFS=$'\t' read -r name oid type; do
    name=$(unescape_field "$name")
    if [ "$(query postgres "SELECT count(*) FROM pg_roles WHERE rolname = :'name'" "name=$name")" = 0 ]; then
      printf 'SELECT pg_catalog.pgaadauth_create_principal_with_oid(%s, %s, %s, false, false);\n' \
        "$(quote_literal "$name")" "$(quote_literal "$oid")" "$(quote_literal "$type")" >>"$PARTS/entra-roles.sql"
      warn "the role $name signs in with Entra ID"
    fi
  done <"$ENTRA"
  [ -s "$PARTS/entra-roles.sql" ] || return 0
  [ "$EXECUTE" = yes ] || return 0
  die 2 "the target must have the roles that sign in with Entra ID, which an Entra administrator of it makes: psql -d postgres -f $(printf '%q' "$PARTS/entra-roles.sql"). Make those that Entra no longer knows with CREATE ROLE."
}

# Errors that the service's notes call ignorable are told apart by their SQLSTATE: 42710 the role is there, 42501 an
# administrator may not. The rest are real.
run_roles() {
  local errors=$PARTS/roles.errors real
  psql -X -q -v VERBOSITY=verbose -d "$(dbname postgres)" -f "$PARTS/roles.sql" >/dev/null 2>"$errors" || {
    rm -f -- "$PARTS/roles.sql"
    die 2 "the roles can't be replayed: $(tail -n 1 "$errors")"
  }
  # They hold the hashes of passwords.
  rm -f -- "$PARTS/roles.sql" "$PARTS/roles.clean"
  while IFS= read -r line; do
    case $line in
      *': ERROR:  42710: '*) ;;
      *': ERROR:  42501: '*)
        warn "left as it is: ${line#*: ERROR:  42501: }"
        journal ignored '' "${line#*: ERROR:  }"
        ;;
      *': ERROR:  '*) real=${real:-}${real:+; }${line#*: ERROR:  } ;;
    esac
  done <"$errors"
  [ -z "${real:-}" ] || die 1 "the roles can't be replayed: $real"
}

# --- one database ---

fail() {
  printf '%s\t%s\n' "$1" "$2" >"$PARTS/$INDEX.result"
  exit 1
}

# child COMMAND ARGUMENT…: ends when the worker is told to. What it says goes to the log of the database.
child() {
  # The parent was killed: nobody would know what is done here.
  kill -0 "$$" 2>/dev/null || exit 1
  local code=0
  "$@" >>"$LOG" 2>&1 &
  CHILD=$!
  wait "$CHILD" || code=$?
  CHILD=''
  return "$code"
}

# failure [ERROR]: why, in one sentence, and whether it is the server (2) or the file (1).
failure() {
  local last=${1:-} errors
  # Not what was to be done then: it may hold any text.
  errors=$(grep -aE '^(pg_restore|psql): error: |^psql:.*: (ERROR|FATAL): ' "$LOG" | tail -n +"$((SEEN + 1))" || true)
  [ -n "$last" ] || last=${errors%%$'\n'*}
  last=${last#*error: }
  if grep -aqE 'No space left on device|could not extend file|disk full|DiskFull' <<<"$errors"; then
    fail 2 "the disk of the target is full. Make it larger (az postgres flexible-server update --storage-size), then call this step again. ($last)"
  elif grep -aqE 'read-only transaction' <<<"$errors"; then
    fail 2 "the target takes no writes: its disk is nearly full, or it is set to read only. ($last)"
  elif grep -aqE 'server closed the connection|terminating connection|connection to server .* failed|could not connect|SSL (error|SYSCALL)|the database system is' <<<"$errors"; then
    fail 2 "the connection to the target was lost. Call this step again when it answers. ($last)"
  elif grep -aqE 'could not read from input file|unexpected end of file|could not find block|could not uncompress|corrupt|unrecognized data block' <<<"$errors"; then
    fail 1 "the file ends too early or is damaged: fetch it again (2-fetch.sh --execute). ($last)"
  elif grep -aqE 'extension ".*" is not (available|allow-listed)|could not open extension control file|permission denied to create extension' <<<"$errors"; then
    fail 1 "the target lacks an extension: name it in azure.extensions, which step 3 sets from TARGET_EXTENSIONS. ($last)"
  fi
  fail 1 "${last:-see $LOG}"
}

# ignore_known: of what pg_restore couldn't do, what the service's notes call ignorable is written down; anything else
# fails. SEEN counts the errors that were looked at.
ignore_known() {
  # Any other end than this is no matter of single errors.
  tail -n 1 "$LOG" | grep -aq '^pg_restore: warning: errors ignored on restore: ' || failure
  awk -v seen="$SEEN" '
    function judge() {
      if (error == "") return
      number++
      if (number > seen) {
        verdict = "real"
        if (error ~ /already exists/ && command ~ /(EXTENSION|SCHEMA (public|"?cron"?))/) verdict = "ignored"
        else if (error ~ /must be owner of extension|permission denied for schema pg_catalog|pgaadauth/) verdict = "ignored"
        else if (error ~ /must be (able to SET ROLE|member of role) "?(azuresu|azure_superuser|azure_pg_admin|replication)"?/) verdict = "ignored"
        else if (error ~ /must be superuser to create (superusers|FOR ALL TABLES|a foreign-data wrapper)/) verdict = "ignored"
        else if (error ~ /permission denied to create (event trigger|foreign-data wrapper)/) verdict = "ignored"
        else if (error ~ /(permission denied|must be superuser).*(publication|subscription)/) verdict = "ignored"
        # Without roles there is nobody whom a policy could let in: the table lets in its owner alone.
        else if (ENVIRON["KEEP_OWNERS"] == "no" && error ~ /role ".*" does not exist/ && command ~ /^CREATE POLICY /) verdict = "ignored"
        print verdict "\t" error " [" substr(command, 1, 200) "]"
      }
      error = ""; command = ""
    }
    /^pg_restore: (error|from TOC entry|while|warning|creating|processing)/ || /^pg_restore: / {
      judge()
      if ($0 ~ /^pg_restore: error: /) { error = $0; sub(/^pg_restore: error: /, "", error); inside = 0 }
      next
    }
    /^Command was: / { command = substr($0, 14); inside = 1; next }
    inside { command = command " " $0 }
    END { judge() }
  ' "$LOG" >"$PARTS/$INDEX.errors"
  while IFS=$'\t' read -r verdict text; do
    if [ "$verdict" = real ]; then failure "${text#could not execute query: }"; fi
    text=${text#could not execute query: }
    warn "${NAMES[INDEX]}: left as it is: $text"
    journal ignored "${NAMES[INDEX]}" "$text"
  done <"$PARTS/$INDEX.errors"
  SEEN=$(grep -ac '^pg_restore: error: ' "$LOG" || true)
}

# split_entries: the table of contents, in parts for pg_restore -L, in the order in which they are restored.
split_entries() {
  rm -f -- "$PARTS/$INDEX".{schemas,rest,grants,last}
  PART=$PARTS/$INDEX awk '
    BEGIN { part = ENVIRON["PART"] }
    $1 !~ /^[0-9]+;$/ { next }
    { entry = $0; sub(/^[0-9]+; [0-9]+ [0-9]+ /, "", entry) }
    entry ~ /^SCHEMA / { print > (part ".schemas"); next }
    entry ~ /^(DEFAULT )?ACL / { print > (part ".grants"); next }
    # What reads through grants, and what may be left out.
    (ENVIRON["KEEP_OWNERS"] == "no" && entry ~ /^POLICY /) || entry ~ /^(MATERIALIZED VIEW DATA|EVENT TRIGGER|PUBLICATION|SUBSCRIPTION) / { print > (part ".last"); next }
    { print > (part ".rest") }
  ' "$PARTS/$INDEX.toc"
}

# An owner needs CREATE on the schema when an object is given to it, and on the database for a publication. What the source
# granted comes with the grants, at the end; until then these do. Schemas that the owner owns itself need none.
# shellcheck disable=SC2016
lent_grants() {
  awk -F '\t' "$AWK_NAMES"'
    $1 != "ALTER" || $(NF - 2) != "OWNER" || $(NF - 1) != "TO" { next }
    known(ENVIRON["SERVICE_ROLES"], bare($NF)) || bare($NF) == ENVIRON["ADMIN_FIELD"] { next }
    $2 == "SCHEMA" { owned[bare($3) "\t" bare($NF)] = 1 }
    $2 == "PUBLICATION" { on_database[bare($NF)] = 1 }
    {
      for (i = 3; i < NF - 2 && $i != "."; i++) if ($i == "(") next
      if ($i == ".") pairs[bare($(i - 1)) "\t" bare($NF)] = 1
    }
    END {
      for (pair in pairs) if (!(pair in owned)) { split(pair, p, "\t"); print "SCHEMA\t" p[1] "\t" p[2] }
      for (owner in on_database) print "DATABASE\t" ENVIRON["DATABASE_FIELD"] "\t" owner
    }
  ' "$PARTS/$INDEX.sql" | sort
}

# grants: what the file grants, as SQL. A grant by somebody else than the owner is made by them: pg_restore would have to be
# a superuser for that, a member need not.
grants() {
  [ -s "$PARTS/$INDEX.grants" ] || return 0
  pg_restore -L "$PARTS/$INDEX.grants" -f - -- "$FILE" 2>>"$LOG" | sql_statements | awk -F '\t' '
    $1 == "GRANT" || $1 == "REVOKE" || ($1 == "ALTER" && $2 == "DEFAULT") { print }
    $1 == "SET" && $2 == "SESSION" && $3 == "AUTHORIZATION" { print "SET\tROLE\t" $4 }
    $1 == "RESET" && $2 == "SESSION" { print "RESET\tROLE" }
  ' | tokens_to_sql
}

# try_statements FILE: one after the other, each for itself. What an administrator may not (42501), as where the service
# owns the object or the setting, is written down; anything else fails.
try_statements() {
  local line
  [ -s "$1" ] || return 0
  : >"$1.log"
  LOG=$1.log child psql -X -q -b -v VERBOSITY=verbose -d "$DATABASE" -f "$1" || LOG=$1.log failure
  while IFS= read -r line; do
    case $line in
      'psql:'*': ERROR:  42501: '*)
        warn "${NAMES[INDEX]}: left as it is: ${line#*: ERROR:  42501: }"
        journal ignored "${NAMES[INDEX]}" "${line#*: ERROR:  }"
        ;;
      'psql:'*': ERROR:  '*) failure "${line#*: ERROR:  }" ;;
    esac
  done <"$1.log"
}

# lend GRANT|REVOKE SCHEMA|DATABASE: as SQL.
lend() {
  local kind object owner
  while IFS=$'\t' read -r kind object owner; do
    [ "$kind" = "$2" ] || continue
    printf '%s CREATE ON %s %s %s %s;\n' "$1" "$kind" "$(quote_ident "$(unescape_field "$object")")" \
      "$([ "$1" = GRANT ] && echo TO || echo FROM)" "$(quote_ident "$(unescape_field "$owner")")"
  done <"$PARTS/$INDEX.lent"
}

# run_statements FILE: all or none.
run_statements() {
  [ ! -s "$1" ] || child psql -X -q -1 -v ON_ERROR_STOP=1 -d "$DATABASE" -f "$1" || failure
}

# make_database OPTIONS: its OID says later that it is still the same.
make_database() {
  local oid
  oid=$(query postgres "CREATE DATABASE :\"name\" TEMPLATE = template0$1;
    SELECT oid FROM pg_database WHERE datname = :'name'" "name=${NAMES[INDEX]}" 2>>"$LOG") || return 1
  journal made "${NAMES[INDEX]}" "$oid"
}

create_database() {
  local name=$1 options
  # As the source made it: encoding and locale, which a database keeps for life.
  options=$(awk -F '\t' '
    $1 == "CREATE" && $2 == "DATABASE" {
      for (i = 4; i < NF; i++) {
        if ($i ~ /^(ENCODING|LOCALE_PROVIDER|LOCALE|LC_COLLATE|LC_CTYPE|ICU_LOCALE)$/ && $(i + 1) == "=" && $(i + 2) ~ /^(\047[A-Za-z0-9_.@ -]+\047|[a-z]+)$/) {
          printf " %s = %s", $i, $(i + 2)
        }
      }
    }' "$PARTS/$INDEX.sql")
  journal making "$name" "$(target_address)"
  if make_database "$options"; then return; fi
  # Somebody else was faster: it isn't this run's.
  if grep -q ' 42P04: ' "$LOG"; then
    journal dropped "$name"
    failure
  fi
  if ! grep -aqE 'locale|LC_COLLATE|LC_CTYPE|encoding' "$LOG"; then failure; fi
  warn "$name: the target doesn't know its locale ($options), so it gets that of the target"
  : >"$LOG"
  make_database '' || failure
}

drop_database() {
  local name=$1 owner
  owner=$(query postgres "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = :'name'" "name=$name")
  if [ -n "$owner" ]; then
    act_for "$owner" || die 1 "the administrator $ADMIN must be allowed to act for $owner, which owns $name: $(head -n 1 "$WORK/member.error")"
  fi
  query postgres 'DROP DATABASE IF EXISTS :"name" WITH (FORCE)' "name=$name" 2>"$PARTS/drop.error" ||
    die 1 "$name, which this run has made, can't be dropped: $(head -n 1 "$PARTS/drop.error")"
  journal dropped "$name"
}

# properties: what is said of the database itself, as SQL: settings, comment, grants, owner. It comes last, as it may say
# that the database is read only.
# shellcheck disable=SC2016
properties() {
  awk -F '\t' "$AWK_NAMES"'
    BEGIN { keep = ENVIRON["KEEP_OWNERS"] == "yes" }
    $1 == "ALTER" && $2 == "DATABASE" && (($4 == "SET" && $5 != "TABLESPACE") || $4 == "CONNECTION") { print }
    $1 == "COMMENT" && $3 == "DATABASE" { print }
    !keep { next }
    $1 == "ALTER" && $2 == "ROLE" && $4 == "IN" && $5 == "DATABASE" { print }
    $1 == "GRANT" || $1 == "REVOKE" {
      for (i = 2; i < NF && $i != "ON"; i++);
      if ($(i + 1) == "DATABASE") print
    }
    $1 == "ALTER" && $2 == "DATABASE" && $4 == "OWNER" && !known(ENVIRON["SERVICE_ROLES"], bare($6)) && bare($6) != ENVIRON["ADMIN_FIELD"] { owner = $0 }
    END { if (owner != "") print owner }
  ' "$PARTS/$INDEX.sql" | tokens_to_sql
}

restore() {
  local -a whose=()
  [ "$KEEP_OWNERS" = yes ] || whose=(--no-owner --no-privileges)
  child pg_restore --dbname="$DATABASE" "${whose[@]}" "$@" -- "$FILE"
}

# load_plain: SQL is run as it stands, owners and grants with it. Of its schemas only public is there before, and what it
# grants on that comes again after what was lent.
load_plain() {
  local line role
  : >"$PARTS/$INDEX.lent"
  if [ "$KEEP_OWNERS" = yes ]; then lent_grants | { grep $'^SCHEMA\tpublic\t' || true; } >"$PARTS/$INDEX.lent"; fi
  lend GRANT SCHEMA >"$PARTS/$INDEX.lend.sql"
  run_statements "$PARTS/$INDEX.lend.sql"
  child psql -X -q -v VERBOSITY=verbose -d "$DATABASE" -f "$FILE" || failure
  while IFS= read -r line; do
    line=${line#*: ERROR:  }
    role=${line#*role \"}
    role=${role%%\"*}
    case $line in
      '42501: must be member of role '* | '42501: must be able to SET ROLE '* | '42704: role '* | '22023: role '*)
        # shellcheck disable=SC2086 # A list.
        [ "$KEEP_OWNERS" = no ] || is_one_of "$role" $SERVICE_ROLES || failure "$line"
        ;;
      '42501: must be owner of extension '* | '42501: permission denied for schema pg_catalog'*) ;;
      # A grant by somebody else than the owner counts as made by the owner.
      '42501: permission denied to set session authorization '*) ;;
      *) failure "$line" ;;
    esac
    warn "${NAMES[INDEX]}: left as it is: ${line#*: }"
    journal ignored "${NAMES[INDEX]}" "$line"
  done < <(grep -a '^psql:.*: ERROR:  ' "$LOG" || true)
  [ -s "$PARTS/$INDEX.lent" ] || return 0
  {
    lend REVOKE SCHEMA
    awk -F '\t' '/\tON\tSCHEMA\tpublic\t/ && ($1 == "GRANT" || $1 == "REVOKE")' "$PARTS/$INDEX.sql" | tokens_to_sql
  } >"$PARTS/$INDEX.grants.sql"
  try_statements "$PARTS/$INDEX.grants.sql"
}

# load_database INDEX JOBS: runs as a process of its own.
load_database() {
  INDEX=$1
  local jobs=$2 name=${NAMES[$1]} began=$SECONDS
  FILE=${DATABASE_FILES[$1]} LOG=$PARTS/$1.log DATABASE=$(dbname "$name") SEEN=0 CHILD=''
  trap - ERR EXIT
  trap 'if [ -n "$CHILD" ]; then kill -TERM "$CHILD" 2>/dev/null || true; wait "$CHILD" 2>/dev/null || true; fi; exit 143' TERM INT HUP
  export DATABASE_FIELD
  DATABASE_FIELD=$(escape_field "$name")
  : >"$LOG"
  if [ "$name" = postgres ]; then journal making postgres "$(target_address)"; else create_database "$name"; fi
  if [ "${FORMATS[$1]}" = plain ]; then
    load_plain
  else
    split_entries
    : >"$PARTS/$INDEX.lent"
    if [ "$KEEP_OWNERS" = yes ]; then lent_grants >"$PARTS/$INDEX.lent"; fi
    lend GRANT SCHEMA >"$PARTS/$INDEX.lend.sql"
    [ "$name" = postgres ] || lend GRANT DATABASE >>"$PARTS/$INDEX.lend.sql"
    if [ -s "$PARTS/$INDEX.lend.sql" ]; then
      [ ! -s "$PARTS/$INDEX.schemas" ] || restore -L "$PARTS/$INDEX.schemas" || ignore_known
      run_statements "$PARTS/$INDEX.lend.sql"
    elif [ -s "$PARTS/$INDEX.schemas" ]; then
      cat -- "$PARTS/$INDEX.rest" >>"$PARTS/$INDEX.schemas"
      mv -f -- "$PARTS/$INDEX.schemas" "$PARTS/$INDEX.rest"
    fi
    if [ ! -s "$PARTS/$INDEX.rest" ]; then
      :
    elif [ "${BYTES[$1]}" -lt "$SMALL" ]; then
      restore -L "$PARTS/$INDEX.rest" || ignore_known
    else
      restore -L "$PARTS/$INDEX.rest" --section=pre-data || ignore_known
      # Nothing here may fail: it stops at the first error.
      restore -L "$PARTS/$INDEX.rest" --section=data --section=post-data --jobs="$jobs" --exit-on-error || failure
    fi
    {
      lend REVOKE SCHEMA
      [ "$KEEP_OWNERS" = no ] || grants
    } >"$PARTS/$INDEX.grants.sql" || failure
    try_statements "$PARTS/$INDEX.grants.sql"
    [ ! -s "$PARTS/$INDEX.last" ] || restore -L "$PARTS/$INDEX.last" || ignore_known
  fi
  {
    if [ "${FORMATS[$1]}" = archive ] && [ "$name" != postgres ]; then lend REVOKE DATABASE; fi
    properties
  } >"$PARTS/$INDEX.properties.sql"
  try_statements "$PARTS/$INDEX.properties.sql"
  kill -0 "$$" 2>/dev/null || exit 1
  journal loaded "$name" "${BYTES[$1]}" "$((SECONDS - began))"
  printf '0\t%s\n' "$((SECONDS - began))" >"$PARTS/$1.result"
}

# --- all of them ---

# collect: takes in what the workers that have ended say.
collect() {
  local pid index code text
  for pid in "${!WORKERS[@]}"; do
    if kill -0 "$pid" 2>/dev/null; then continue; fi
    index=${WORKERS[$pid]}
    FREE=$((FREE + SHARE[$pid]))
    unset "WORKERS[$pid]"
    code=1 text="it ended without a word; see $PARTS/$index.log"
    if [ -s "$PARTS/$index.result" ]; then IFS=$'\t' read -r code text <"$PARTS/$index.result"; fi
    if [ "$code" = 0 ]; then
      say "${NAMES[index]}: loaded, ${BYTES[index]} bytes in $text s"
    else
      journal failed "${NAMES[index]}" "$text"
      say "${NAMES[index]}: $text"
      FAILED+=("${NAMES[index]}: $text")
      # What is wrong with the server is wrong for all.
      if [ "$code" = 2 ]; then STOP=yes; fi
    fi
  done
}

# load_all: the largest first. Each gets the share of the sessions that its size is of what is left, so that all are busy
# to the end.
load_all() {
  local index jobs left=0
  local -a order=()
  FREE=$JOBS STOP=no
  FAILED=()
  for index in "${PENDING[@]}"; do left=$((left + BYTES[index])); done
  mapfile -t order < <(for index in "${PENDING[@]}"; do printf '%s %s\n' "${BYTES[index]}" "$index"; done | sort -k 1,1nr -k 2,2n | cut -d ' ' -f 2)
  for index in "${order[@]}"; do
    while [ "$FREE" -eq 0 ]; do
      wait -n 2>/dev/null || true
      collect
    done
    [ "$STOP" = no ] || break
    jobs=$(((BYTES[index] * JOBS + left - 1) / left))
    # A session costs more than a small file.
    [ "${BYTES[index]}" -ge "$SMALL" ] || jobs=1
    [ "$jobs" -le "$FREE" ] || jobs=$FREE
    left=$((left - BYTES[index]))
    sign_in
    rm -f -- "$PARTS/$index.result"
    say "${NAMES[index]}: loading ${BYTES[index]} bytes with $jobs of $JOBS sessions"
    FREE=$((FREE - jobs))
    load_database "$index" "$jobs" &
    WORKERS[$!]=$index SHARE[$!]=$jobs
  done
  while [ ${#WORKERS[@]} -gt 0 ]; do
    wait -n 2>/dev/null || true
    collect
  done
}

for i in "${DROP[@]}"; do
  at "dropping ${NAMES[i]}"
  change "drop the database ${NAMES[i]}, which this run has made" drop_database "${NAMES[i]}"
done
if [ "$REPLAY_ROLES" = yes ]; then
  if [ "$AGAIN" != yes ] && [ "$(journal_detail replayed roles)" = "$(escape_field "$(target_address)")" ]; then
    say 'the roles are replayed already'
  else
    at 'replaying the roles'
    replay_roles
    journal replayed roles "$(target_address)"
  fi
fi
if [ "$EXECUTE" != yes ]; then
  for i in "${PENDING[@]}"; do say "would: load ${NAMES[i]} (${FORMATS[i]}, ${BYTES[i]} bytes) from ${DATABASE_FILES[i]}"; done
  DOING=''
  exit 0
fi
if [ ${#PENDING[@]} -gt 0 ]; then
  if [ "$KEEP_OWNERS" = yes ]; then
    at 'getting ready to act for the owners'
    act_for_owners "${PENDING[@]}"
  fi
  at 'loading the databases'
  load_all
  if [ ${#FAILED[@]} -gt 0 ]; then
    die "$([ "$STOP" = yes ] && echo 2 || echo 1)" "${#FAILED[@]} of ${#PENDING[@]} databases must be loaded again: ${FAILED[0]}"
  fi
fi
at 'giving up what was for the load alone'
give_up_memberships || die 2 "the administrator $ADMIN is still a member of the owners: call this step again"
finish
say "${#PENDING[@]} databases are loaded. Next: 5-verify.sh"
