# shellcheck shell=bash
# shellcheck disable=SC2034 # What is set here is read by the steps.
# What the steps that talk to the target server share. Each sources it after common.sh; it does nothing by itself.

MANIFEST=$WORK/manifest.tsv
# What the steps find out about the files.
PARTS=$WORK/parts
# Roles of the service: the target has its own, and nobody else may change them.
SERVICE_ROLES='azuresu azure_superuser azure_pg_admin replication'
# Databases of the service. The target has its own.
SERVICE_DATABASES='azure_maintenance azure_sys'
HOW_TO_INSTALL='Install the client programs of PostgreSQL, as new as the target or newer: https://www.postgresql.org/download/.'

# --- settings ---

JOBS=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
REPLAY_ROLES=${REPLAY_ROLES:-yes}
KEEP_OWNERS=${KEEP_OWNERS:-$REPLAY_ROLES}

# --- the server ---

# What the journal knows a server by: what was made on one gives no right to another.
target_address() { printf '%s:%s' "${PGHOST:-}" "${PGPORT:-5432}"; }

# need_server: it answers, it isn't the source, and who signs in is known. Sets TARGET_NUM and ADMIN.
need_server() {
  local name
  [[ $JOBS =~ ^[1-9][0-9]{0,2}$ ]] || die 2 "\`JOBS\` must be between 1 and 999, got: $JOBS"
  need_choice REPLAY_ROLES yes no
  need_choice KEEP_OWNERS yes no
  need_program psql "$HOW_TO_INSTALL"
  need_program pg_restore "$HOW_TO_INSTALL"
  need_setting PGHOST 'the host of the target server, such as NAME.postgres.database.azure.com'
  need_setting PGUSER 'the administrator of the target server'
  export PGHOST PGUSER PGPORT=${PGPORT:-5432} PGSSLMODE=${PGSSLMODE:-require} PGCONNECT_TIMEOUT=${PGCONNECT_TIMEOUT:-15}
  [ -z "${PGPASSWORD:-}" ] || export PGPASSWORD
  [ -z "${PGPASSFILE:-}" ] || export PGPASSFILE
  [ -z "${PGSSLROOTCERT:-}" ] || export PGSSLROOTCERT
  # These would lead elsewhere, or change what the archives mean.
  unset PGHOSTADDR PGSERVICE PGSERVICEFILE PGOPTIONS PGDATABASE PGTZ PGDATESTYLE
  for name in "${SOURCE_SERVER_NAME:-}" "${SOURCE_SERVER_HOST:-}"; do
    [ -n "$name" ] || continue
    case ${PGHOST,,} in
      "${name,,}" | "${name,,}".*) die 2 "\`PGHOST\` must not be the source server, which is never touched, got: $PGHOST" ;;
    esac
  done
  if [ -n "${SOURCE_SERVER_NAME:-}" ] && [ "${TARGET_SERVER_NAME:-}" = "$SOURCE_SERVER_NAME" ]; then
    die 2 "\`TARGET_SERVER_NAME\` must not be the source server, which is never touched, got: $TARGET_SERVER_NAME"
  fi
  sign_in
  local answer
  if ! answer=$(query postgres "SELECT current_setting('server_version_num'), current_user" 2>&1); then
    die 2 "the target server $(target_address) must let $PGUSER in. It says: $answer"
  fi
  TARGET_NUM=${answer%%$'\t'*}
  ADMIN=${answer#*$'\t'}
  # For the awk programs.
  export SERVICE_ROLES KEEP_OWNERS ADMIN_FIELD
  ADMIN_FIELD=$(escape_field "$ADMIN")
}

# With ENTRA_LOGIN=yes the password is a token, which is good for an hour or so, and only asked for when a session begins.
SIGNED_IN=-1
sign_in() {
  [ "${ENTRA_LOGIN:-no}" = yes ] || return 0
  if [ "$SIGNED_IN" -ge 0 ] && [ $((SECONDS - SIGNED_IN)) -lt 1200 ]; then return; fi
  need_program az 'Install the Azure CLI: https://aka.ms/azure-cli.'
  PGPASSWORD=$(az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv) ||
    die 2 "can't get a token for PostgreSQL: az login"
  export PGPASSWORD
  SIGNED_IN=$SECONDS
}

# query DATABASE SQL NAME=VALUE…: rows as tab-separated text. In the SQL, :'NAME' is the value as a literal and :"NAME"
# as an identifier.
query() {
  local database=$1 sql=$2 pair
  shift 2
  local -a variables=()
  for pair; do variables+=(-v "$pair"); done
  psql -X -q -A -t -F $'\t' -v ON_ERROR_STOP=1 -v VERBOSITY=verbose "${variables[@]}" -d "$(dbname "$database")" -f - <<<"$sql"
}

# SQL that escapes an expression as fields of the journal are: no name breaks a line.
escaped() { printf "replace(replace(replace(%s, E'\\\\\\\\', E'\\\\\\\\\\\\\\\\'), E'\\\\t', E'\\\\\\\\t'), E'\\\\n', E'\\\\\\\\n')" "$1"; }

# --- the files of a restore ---

# Sets SET_PREFIX, ROLES_FILE (empty if there is none) and DATABASE_FILES: the set of files that is restored from.
find_files() {
  local path name key
  local -A databases=() roles=()
  while IFS= read -r -d '' path; do
    name=${path#"$FILES/"}
    # The prefix ends at the first `_database_`: what stands behind it is the name of a database, whatever it looks like.
    case $name in
      *_database_*.sql) databases[x${name%%_database_*}]+=. ;;
      *_roles.sql) roles[x${name%_roles.sql}]=$path ;;
    esac
  done < <(find "$FILES" -type f -name '*.sql' -print0 2>/dev/null)
  [ ${#databases[@]} -gt 0 ] || die 2 "$FILES must hold the files of a restore (…_database_NAME.sql), got: none. Step 2 fetches them."
  SET_PREFIX=${FILES_PREFIX:-}
  if [ -z "$SET_PREFIX" ] && journal_has chosen prefix 2-fetch.sh; then
    SET_PREFIX=$(unescape_field "$(journal_detail chosen prefix 2-fetch.sh)")
  fi
  if [ -z "$SET_PREFIX" ]; then
    if [ ${#databases[@]} -gt 1 ]; then
      for key in "${!databases[@]}"; do say "  ${key#x}"; done
      die 2 "\`FILES_PREFIX\` must say which of the ${#databases[@]} restores in $FILES is meant, got: nothing"
    fi
    for key in "${!databases[@]}"; do SET_PREFIX=${key#x}; done
  fi
  [ -n "${databases[x$SET_PREFIX]:-}" ] || die 2 "\`FILES_PREFIX\` must be the prefix of a restore in $FILES, got: $SET_PREFIX"
  ROLES_FILE=${roles[x$SET_PREFIX]:-}
  DATABASE_FILES=()
  while IFS= read -r -d '' path; do
    name=${path#"$FILES/"}
    # A name with a slash in it is a path here: the folder tells what it is.
    [[ $name == *_database_*.sql ]] || continue
    [ "${name%%_database_*}" != "$SET_PREFIX" ] || DATABASE_FILES+=("$path")
  done < <(find "$FILES" -type f -name '*.sql' -print0 | sort -z)
  # A database whose file has gone would be missed by nobody.
  local line
  while IFS= read -r line; do
    name=$(unescape_field "$line" && printf x)
    name=${name%x}
    [[ $name != "$SET_PREFIX"_* ]] || [ -f "$FILES/$name" ] ||
      die 1 "$FILES/$name must be there, as it was fetched, got: nothing. Fetch it again (2-fetch.sh --execute)."
  done < <([ ! -f "$MANIFEST" ] || cut -f 3 "$MANIFEST")
}

bytes_of() { echo "$(($(wc -c <"$1")))"; }

# `archive` is what pg_restore reads, despite the name of the file; `plain` is SQL.
format_of() {
  local magic=''
  IFS= read -r -N 5 magic <"$1" || true
  if [ "$magic" = PGDMP ]; then echo archive; else echo plain; fi
}

# check_length FILE: as it lay in the container, where step 2 wrote that down. Sets LENGTH.
check_length() {
  local name expected
  LENGTH=$(bytes_of "$1")
  [ "$LENGTH" -gt 0 ] || die 1 "$1 must not be empty: fetch it again (2-fetch.sh --execute)"
  [ -f "$MANIFEST" ] || return 0
  name=$(escape_field "${1#"$FILES/"}")
  expected=$(NAME=$name awk -F '\t' '$3 == ENVIRON["NAME"] { print $1 }' "$MANIFEST")
  if [ -n "$expected" ] && [ "$expected" != "$LENGTH" ]; then
    die 1 "$1 must have $expected bytes, got: $LENGTH. Fetch it again (2-fetch.sh --execute)."
  fi
}

# For the file with number I: NAMES[I] is its database, FORMATS[I], BYTES[I], VERSIONS[I] of the server it came from.
# $PARTS/I.toc lists what is in it, $PARTS/I.sql are the statements that make it, but for the data.
declare -a NAMES=() FORMATS=() BYTES=() VERSIONS=()

# read_file I: nothing has been changed when it stops here.
read_file() {
  local file=${DATABASE_FILES[$1]} name line toc=$PARTS/$1.toc
  check_length "$file"
  name=${file#"$FILES/$SET_PREFIX"_database_}
  name=${name%.sql}
  NAMES[$1]=$name
  BYTES[$1]=$LENGTH
  FORMATS[$1]=$(format_of "$file")
  VERSIONS[$1]=''
  if [ "${FORMATS[$1]}" = plain ]; then
    [ -n "$(head -c 4096 -- "$file" | tr -d '\0' | grep -E '^(--|SET|CREATE|COPY|\\restrict)' || true)" ] ||
      die 1 "$file must be a backup of PostgreSQL, got: something else. Fetch it again (2-fetch.sh --execute)."
    # psql would take the end of a file that is cut off amid its rows for theirs.
    if head -c 4096 -- "$file" | grep -aq '^-- PostgreSQL database dump$' && ! tail -c 4096 -- "$file" | grep -aq '^-- PostgreSQL database dump complete'; then
      die 1 "$file must be whole, got: a file that ends too early. Fetch it again (2-fetch.sh --execute)."
    fi
    : >"$toc"
    # Rows that are written as statements are data.
    sql_statements <"$file" | { grep -v $'^INSERT\t' || true; } >"$PARTS/$1.sql"
    return
  fi
  if ! pg_restore --list -- "$file" >"$toc" 2>"$PARTS/$1.error"; then
    if grep -q 'unsupported version' "$PARTS/$1.error"; then
      die 2 "pg_restore must be new enough for $file, got: $(pg_restore --version). $HOW_TO_INSTALL"
    fi
    die 1 "$file must be whole, got: a file that ends too early or is damaged ($(tail -n 1 "$PARTS/$1.error")). Fetch it again (2-fetch.sh --execute)."
  fi
  # The file says whose it is: its name may have been changed on the way.
  while IFS= read -r line; do
    case $line in
      ';     dbname: '*) NAMES[$1]=${line#';     dbname: '} ;;
      ';     Dumped from database version: '*)
        line=${line##*: }
        VERSIONS[$1]=${line%%[!0-9]*}
        ;;
      [0-9]*) break ;;
    esac
  done <"$toc"
  : >"$PARTS/$1.sql"
  # Nothing of these is loaded.
  if is_of_service "${NAMES[$1]}" || { [ "${NAMES[$1]}" = postgres ] && ! has_contents "$1"; }; then return; fi
  if ! pg_restore --schema-only --create -f - -- "$file" 2>"$PARTS/$1.error" | sql_statements >"$PARTS/$1.sql"; then
    die 1 "$file can't be read: $(tail -n 1 "$PARTS/$1.error")"
  fi
}

# read_files: all of the set, none of them twice.
read_files() {
  local i
  local -A file_of=()
  find_files
  for i in "${!DATABASE_FILES[@]}"; do
    read_file "$i"
    if [ -n "${file_of[x${NAMES[i]}]:-}" ]; then
      die 2 "one file must hold the database ${NAMES[i]}, got: ${file_of[x${NAMES[i]}]} and ${DATABASE_FILES[i]}"
    fi
    file_of[x${NAMES[i]}]=${DATABASE_FILES[i]}
  done
}

# shellcheck disable=SC2086 # A list.
is_of_service() { is_one_of "$1" $SERVICE_DATABASES template0 template1; }

# has_contents I: more than what every database has.
has_contents() {
  [ "${FORMATS[$1]}" = plain ] || awk '
    $1 !~ /^[0-9]+;$/ { next }
    { sub(/^[0-9]+; [0-9]+ [0-9]+ /, "") }
    !/^(DATABASE|COMMENT - DATABASE|ACL - DATABASE|ACL - SCHEMA public|EXTENSION - plpgsql|COMMENT - EXTENSION plpgsql|COMMENT - SCHEMA public)/ { found = 1 }
    END { exit !found }
  ' "$PARTS/$1.toc"
}

# --- reading SQL ---

# sql_statements: SQL from stdin, one statement a line, its tokens separated by tabs and escaped as fields of the journal
# are. Comments and what COPY sends are left out. It knows strings, quoted names and dollar quotes: no name and no text
# can pass for a statement. With DATA=only it is the other way round: what COPY sends, values of sequences and large
# objects alone, as pg_restore --data-only would write them.
# shellcheck disable=SC2016
sql_statements() {
  awk '
    BEGIN { data = ENVIRON["DATA"] == "only" }
    function put(token) {
      if (data) raw = raw (raw == "" || token ~ /^[(),.]$/ || raw ~ /[(.]$/ ? "" : " ") token
      gsub(/\\/, "&&", token); gsub(/\t/, "\\t", token); gsub(/\n/, "\\n", token)
      out = out (count++ ? "\t" : "") token
    }
    function end_statement() {
      copying = copying_begins && out ~ /\tFROM\tstdin$/
      if (data) { if (copying || raw ~ /^SELECT pg_catalog\./) print raw ";" }
      else if (count) print out
      out = raw = ""; count = 0; copying_begins = 0
    }
    # Takes what is open to its end, on this line or a later one.
    function close_at(mark, escapes,   i) {
      while (length(s)) {
        i = index(s, mark)
        if (escapes && match(s, /\\/) && (!i || RSTART < i)) {
          held = held substr(s, 1, RSTART + 1); s = substr(s, RSTART + 2); continue
        }
        if (!i) break
        held = held substr(s, 1, i + length(mark) - 1); s = substr(s, i + length(mark))
        if (length(mark) == 1 && substr(s, 1, 1) == mark) { held = held mark; s = substr(s, 2); continue }
        put(held); open = ""; return 1
      }
      held = held s "\n"; s = ""
      return 0
    }
    copying { if (data) print; if ($0 == "\\.") copying = 0; next }
    {
      s = $0
      if (open == "*") {
        i = index(s, "*/"); if (!i) next
        s = substr(s, i + 2); open = ""
      } else if (open != "" && !close_at(open, escaping)) next
      # A command of psql is none of SQL.
      if (!count && s ~ /^\\/) next
      while (1) {
        sub(/^[ \t\r]+/, "", s)
        if (s == "" || substr(s, 1, 2) == "--") break
        c = substr(s, 1, 1)
        if (substr(s, 1, 2) == "/*") {
          i = index(s, "*/"); if (!i) { open = "*"; break }
          s = substr(s, i + 2); continue
        }
        if (c == ";") { s = substr(s, 2); end_statement(); continue }
        escaping = 0
        if (s ~ /^[Ee]\047/) { held = substr(s, 1, 2); s = substr(s, 3); open = "\047"; escaping = 1 }
        else if (c == "\047" || c == "\"") { held = c; s = substr(s, 2); open = c }
        else if (match(s, /^\$[A-Za-z_0-9]*\$/)) { open = held = substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1) }
        else if (match(s, /^[^ \t\r"\047();,.\\]+/)) {
          word = substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1)
          if (!count && word == "COPY") copying_begins = 1
          put(word); continue
        } else {
          # Outside of quotes a backslash would be a command to psql.
          if (c != "\\") put(c)
          s = substr(s, 2); continue
        }
        if (!close_at(open, escaping)) break
      }
    }
    END { end_statement() }
  '
}

# What the awk programs that read statements share: bare(token) is the name that an identifier stands for, ident(name)
# the identifier of a name, always quoted.
# shellcheck disable=SC2016
AWK_NAMES='
  function bare(token) {
    if (token !~ /^"/) return token
    token = substr(token, 2, length(token) - 2); gsub(/""/, "\"", token)
    return token
  }
  function ident(name) { gsub(/"/, "\"\"", name); return "\"" name "\"" }
  function known(list, name,   n, i, names) {
    n = split(list, names, " ")
    for (i = 1; i <= n; i++) if (names[i] == name) return 1
    return 0
  }
'

# tokens_to_sql: statements as SQL again.
tokens_to_sql() {
  awk -F '\t' '{
    line = ""
    for (i = 1; i <= NF; i++) line = line (i > 1 ? " " : "") $i
    out = ""
    while (match(line, /\\/)) {
      c = substr(line, RSTART + 1, 1)
      out = out substr(line, 1, RSTART - 1) (c == "n" ? "\n" : c == "t" ? "\t" : c)
      line = substr(line, RSTART + 2)
    }
    print out line ";"
  }'
}

# owners_in: `kind <tab> name <tab> owner` of the statements from stdin, names quoted and qualified, the owner bare.
# shellcheck disable=SC2016
owners_in() {
  awk -F '\t' "$AWK_NAMES"'
    $1 != "ALTER" || $(NF - 2) != "OWNER" || $(NF - 1) != "TO" { next }
    {
      kind = $2; i = 3
      while (i < NF - 2 && $i ~ /^[A-Z]+$/ && $(i + 1) != "." && i + 1 < NF - 2) { kind = kind " " $i; i++ }
      # The name: identifiers with dots between them, and the arguments of a function.
      name = ""
      for (; i < NF - 2; i++) {
        if ($i == "(") break
        name = name ($i == "." ? "." : ident(bare($i)))
      }
      arguments = ""
      for (; i < NF - 2; i++) arguments = arguments ($i == "(" || $i == ")" || $i == "," || $i == "." || $(i - 1) == "(" || $(i - 1) == "." ? "" : " ") $i
      print kind "\t" name arguments "\t" bare($NF)
    }
  '
}

# clean_roles: the statements of a file of roles, as an administrator who is no superuser may run them. What was left
# out or changed goes to the file LEFT, one line each; what Entra has to make goes to ENTRA.
# shellcheck disable=SC2016
clean_roles() {
  awk -F '\t' "$AWK_NAMES"'
    function left(why, name) { print why "\t" name > ENVIRON["LEFT"] }
    function entra_of(label,   parts, count, i, oid, type) {
      sub(/^\047/, "", label); sub(/\047$/, "", label)
      count = split(label, parts, ",")
      type = "user"
      for (i = 1; i <= count; i++) {
        if (parts[i] ~ /^oid=/) oid = substr(parts[i], 5)
        if (parts[i] ~ /^type=/) type = substr(parts[i], 6)
      }
      return oid "\t" type
    }
    BEGIN { service = ENVIRON["SERVICE_ROLES"]; admin = ENVIRON["ADMIN_FIELD"] }
    # The first time round: the roles that sign in with Entra ID.
    FNR == NR {
      if ($1 == "SECURITY" && $2 == "LABEL" && $5 == "ON" && $6 == "ROLE" && $NF ~ /aadauth/) {
        entra[bare($7)] = 1
        print bare($7) "\t" entra_of($NF) > ENVIRON["ENTRA"]
      }
      next
    }
    $1 == "SET" || $1 == "SELECT" || ($1 == "SECURITY" && $NF ~ /aadauth/) { next }
    ($1 == "CREATE" || $1 == "ALTER") && ($2 == "ROLE" || $2 == "USER" || $2 == "GROUP") {
      name = bare($3)
      if (known(service, name) || name ~ /^pg_/) { if ($1 == "CREATE") left("of the service", name); next }
      if (name == admin) { if ($1 == "CREATE") left("the administrator of the target", name); next }
      if (name in entra) next
      if ($4 == "IN" && $5 == "DATABASE") next
      line = $1 "\tROLE\t" $3; options = 0
      for (i = 4; i <= NF; i++) {
        if ($4 != "SET" && $4 != "RESET" && $i ~ /^(NO)?(SUPERUSER|REPLICATION|BYPASSRLS)$/) {
          if ($i !~ /^NO/) left("was " $i, name)
          continue
        }
        line = line "\t" $i
        if ($i != "WITH") options++
      }
      if ($1 == "CREATE" || options) print line
      next
    }
    $1 == "GRANT" {
      end = NF
      for (i = 2; i <= NF; i++) if ($i == "GRANTED" && $(i + 1) == "BY") end = i - 1
      for (to = 2; to < end && $to != "TO"; to++);
      role = bare($2); member = bare($(to + 1))
      if (known(service, role) || known(service, member)) { left("membership of a role of the service", member " in " role); next }
      line = $1
      for (i = 2; i <= end; i++) line = line "\t" $i
      print line
      next
    }
    $1 == "COMMENT" && $3 == "ROLE" && !known(service, bare($4)) { print; next }
    $1 == "COMMENT" { next }
    { left("not of a file of roles", $1 " " $2) }
  ' "$1" "$1"
}

# read_roles: what may be run of the file of roles, as tokens, in $PARTS/roles.clean.
read_roles() {
  export LEFT=$PARTS/roles.left ENTRA=$PARTS/roles.entra
  : >"$LEFT"
  : >"$ENTRA"
  sql_statements <"$ROLES_FILE" >"$PARTS/roles.tokens"
  [ -s "$PARTS/roles.tokens" ] || die 1 "$ROLES_FILE must hold the roles, got: no statement. Fetch it again (2-fetch.sh --execute)."
  clean_roles "$PARTS/roles.tokens" >"$PARTS/roles.clean"
  # They hold the hashes of passwords.
  rm -f -- "$PARTS/roles.tokens"
}

# --- who may act for whom ---

# act_for ROLE…: the administrator is a member of them until give_up_memberships. Fails where it may not become one; then
# $WORK/member.error says why. Sets MISSING to the roles that the target doesn't have.
act_for() {
  local role state field
  local -a wanted=() grants=()
  MISSING=()
  for role; do
    # shellcheck disable=SC2086 # A list.
    is_one_of "$role" $SERVICE_ROLES pg_database_owner "$ADMIN" || wanted+=("($(quote_literal "$role"))")
  done
  [ ${#wanted[@]} -gt 0 ] || return 0
  while IFS=$'\t' read -r field state; do
    role=$(unescape_field "$field")
    case $state in
      missing) MISSING+=("$role") ;;
      stranger)
        journal member "$role" "$(target_address)"
        grants+=("GRANT $(quote_ident "$role") TO CURRENT_USER;")
        ;;
    esac
  done < <(query postgres "
    SELECT $(escaped name), CASE WHEN r.oid IS NULL THEN 'missing' WHEN pg_has_role(current_user, r.oid, 'USAGE') THEN 'member' ELSE 'stranger' END
    FROM (VALUES $(join_by , "${wanted[@]}")) asked (name) LEFT JOIN pg_roles r ON rolname = name ORDER BY 1")
  [ ${#grants[@]} -eq 0 ] || query postgres "${grants[*]}" 2>"$WORK/member.error"
}

join_by() {
  local IFS=$1
  shift
  printf '%s' "$*"
}

# Memberships that the steps gave the administrator, and that are still there.
temporary_memberships() {
  [ -f "$JOURNAL" ] || return 0
  TARGET=$(escape_field "$(target_address)") awk -F '\t' '
    $3 == "member" && $5 == ENVIRON["TARGET"] { role[$4] = 1 }
    $3 == "unmember" && $5 == ENVIRON["TARGET"] { delete role[$4] }
    END { for (name in role) print name }
  ' "$JOURNAL" | sort
}

# roles_in_files I…: the roles that own or grant something in these files (`owner`, and the role), or get something
# granted there (`grantee`).
# shellcheck disable=SC2016
roles_in_files() {
  local i
  for i; do
    cat -- "$PARTS/$i.sql"
    # Large objects are data to pg_restore, and so are missing from the schema.
    sed -n -E 's/^[0-9]+; [0-9]+ [0-9]+ BLOB( METADATA)? - [0-9.]+ (.*)$/ALTER\tLARGE OBJECT\tOWNER\tTO\t\2/p' "$PARTS/$i.toc"
  done | awk -F '\t' "$AWK_NAMES"'
    $1 == "ALTER" && $(NF - 2) == "OWNER" && $(NF - 1) == "TO" { owner[bare($NF)] = 1; next }
    # A grant by somebody else than the owner.
    $1 == "SET" && $2 == "SESSION" && $3 == "AUTHORIZATION" && $4 != "DEFAULT" { owner[bare($4)] = 1 }
    $1 == "ALTER" && $2 == "DEFAULT" {
      for (i = 3; i < NF; i++) if ($i == "ROLE") owner[bare($(i + 1))] = 1
    }
    $1 == "GRANT" || ($1 == "ALTER" && $2 == "DEFAULT") {
      for (i = NF; i > 1 && $i != "TO"; i--);
      if (i > 1 && $(i + 1) != "PUBLIC") grantee[bare($(i + 1))] = 1
    }
    END {
      for (role in owner) print "owner\t" role
      for (role in grantee) if (!(role in owner)) print "grantee\t" role
    }
  ' | sort
}

# act_for_owners I…: who gives objects to others, or reads theirs, has to be a member of each of them. Ends where the
# target lacks one of them. Nobody can be a role of the service.
act_for_owners() {
  local kind field
  local -a owners=() grantees=() missing=()
  while IFS=$'\t' read -r kind field; do
    if [ "$kind" = owner ]; then owners+=("$(unescape_field "$field")"); else grantees+=("$(quote_literal "$(unescape_field "$field")")"); fi
  done < <(roles_in_files "$@")
  act_for "${owners[@]}" ||
    die 1 "the administrator $ADMIN must be allowed to act for the roles that own objects: $(head -n 1 "$WORK/member.error")"
  missing=("${MISSING[@]}")
  if [ ${#grantees[@]} -gt 0 ]; then
    while IFS= read -r field; do missing+=("$(unescape_field "$field")"); done < <(query postgres "
      SELECT $(escaped name) FROM unnest(ARRAY[$(join_by , "${grantees[@]}")]) name WHERE name NOT IN (SELECT rolname FROM pg_roles)")
  fi
  if [ ${#missing[@]} -gt 0 ]; then
    die 1 "the target must have the roles that the files name, got: no $(printf '%s, ' "${missing[@]}" | sed 's/, $//'). Make them, or set KEEP_OWNERS=no to load without owners and grants."
  fi
}

# give_up_memberships: the administrator is what it was before the load.
give_up_memberships() {
  local field
  local -a lent=() literals=()
  while IFS= read -r field; do
    lent+=("$(unescape_field "$field")")
    literals+=("$(quote_literal "$(unescape_field "$field")")")
  done < <(temporary_memberships)
  [ ${#lent[@]} -gt 0 ] || return 0
  query postgres "SELECT format('REVOKE %I FROM CURRENT_USER', rolname) FROM pg_roles
    WHERE rolname IN ($(join_by , "${literals[@]}")) \\gexec" || return 1
  for field in "${lent[@]}"; do journal unmember "$field" "$(target_address)"; done
}
