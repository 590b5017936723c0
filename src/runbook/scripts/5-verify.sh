#!/usr/bin/env bash
# Step 5: compares what is in the target server with what was in the files.

# shellcheck source=common.sh
. "$(dirname -- "$(readlink -f -- "$0")")/common.sh" || exit 2
# shellcheck source=postgres.sh
. "$HERE/postgres.sh"

CHECKSUMS=${CHECKSUMS:-no}

usage() {
  cat <<'HELP'
5-verify.sh [--execute] [--checksums]

Compares each database with its file: the rows of each table, sequences, large objects, extensions, owners; and roles and
memberships with the file of roles. Everything goes to run/verify.tsv, each difference to stderr; any difference is exit
code 1. --checksums compares the contents of every table as well: SHA-256 of its rows as text, in the file and in the
server. It changes nothing but for the time being: the administrator is a member of the owners while it reads.

Settings: as for 4-load.sh; SOURCE_TIME_ZONE where times in the files are of another zone than that of the database or UTC.
HELP
}

own_option() {
  [ "$1" = --checksums ] || return 1
  CHECKSUMS=yes
}

parse_options "$@"
begin
need_choice CHECKSUMS yes no

declare -A WORKERS=()

stopping() {
  local pid
  for pid in "${!WORKERS[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  if [ "$EXECUTE" = yes ]; then
    give_up_memberships || warn 'the administrator is still a member of the owners: call this step again'
  else
    rm -rf -- "$PARTS"
  fi
}

# --- what the file says ---

# Data alone: no function and no comment in it can pass for rows. Memory doesn't grow with the file.
data_of() {
  if [ "${FORMATS[$1]}" = plain ]; then
    DATA=only sql_statements <"${DATABASE_FILES[$1]}"
  else
    pg_restore --data-only -f - -- "${DATABASE_FILES[$1]}"
  fi
}

# in_file I: `kind <tab> name <tab> value`. The COPY of each table goes to I.copies; with MODE=checksum each table's rows
# go through SHA-256, with MODE=sorted those of the tables in ONLY, sorted.
# shellcheck disable=SC2016
in_file() {
  data_of "$1" | PART=$PARTS/$1 awk "$AWK_NAMES"'
    function field(text) { gsub(/\\/, "&&", text); gsub(/\t/, "\\t", text); gsub(/\n/, "\\n", text); return text }
    # Takes a qualified name from the front of `rest`.
    function take_name(   name, part, i) {
      name = ""
      while (1) {
        if (substr(rest, 1, 1) == "\"") {
          part = ""; rest = substr(rest, 2)
          while ((i = index(rest, "\"")) > 0) {
            part = part substr(rest, 1, i - 1); rest = substr(rest, i + 1)
            if (substr(rest, 1, 1) != "\"") break
            part = part "\""; rest = substr(rest, 2)
          }
        } else { match(rest, /^[^ .("\047]+/); part = substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1) }
        name = name ident(part)
        if (substr(rest, 1, 1) != ".") return name
        name = name "."; rest = substr(rest, 2)
      }
    }
    BEGIN {
      part = ENVIRON["PART"]; mode = ENVIRON["MODE"]
      number_of = split(ENVIRON["ONLY"], numbers, " ")
      for (i = 1; i <= number_of; i++) only[numbers[i]] = 1
    }
    rows {
      if ($0 == "\\.") {
        count[table] += n; rows = 0
        if (pipe != "") close(pipe)
        next
      }
      n++
      if (pipe != "") print | pipe
      next
    }
    held != "" || /^COPY / {
      held = held (held == "" ? "" : "\n") $0
      quotes = held; if (held !~ / FROM stdin;$/ || gsub(/"/, "", quotes) % 2) next
      what = substr(held, 6, length(held) - 5 - length(" FROM stdin;")); held = ""
      rest = what; table = field(take_name())
      if (!(table in count)) { count[table] = 0; tables[++table_count] = table }
      rows = 1; n = 0; number++; pipe = ""
      if (mode == "") print number "\t" table "\t" field(what) > (part ".copies")
      if (mode == "checksum") pipe = "sha256sum >\"$PART\".sum." number
      if (mode == "sorted" && number in only) pipe = "sort | sha256sum >\"$PART\".sorted." number
      # A table without rows has a sum as well.
      if (pipe != "") printf "" | pipe
      next
    }
    /^SELECT pg_catalog\.setval\(\047/ {
      rest = $0; sub(/^SELECT pg_catalog\.setval\(\047/, "", rest); gsub(/\047\047/, "\047", rest)
      name = take_name()
      if (match($0, /\047, -?[0-9]+, (true|false)\);$/)) {
        value = substr($0, RSTART + 3, RLENGTH - 5); sub(/,/, "", value)
        print "sequence\t" field(name) "\t" value
      }
      next
    }
    /^SELECT pg_catalog\.lo_open\(\047[0-9]+\047/ { objects++; next }
    /^SELECT pg_catalog\.lowrite\(0, \047\\x/ { bytes += (length($0) - length("SELECT pg_catalog.lowrite(0, \047\\x") - length("\047);")) / 2; next }
    END {
      if (rows) exit 1
      for (i = 1; i <= table_count; i++) printf "rows\t%s\t%d\n", tables[i], count[tables[i]]
      printf "large objects\tnumber\t%d\nlarge objects\tbytes\t%d\n", objects, bytes
    }
  '
}

# owned_in_file I: the same for owners. What a service role owned there somebody else has to own here.
# shellcheck disable=SC2016
owned_in_file() {
  [ "$KEEP_OWNERS" = yes ] || return 0
  owners_in <"$PARTS/$1.sql" | awk -F '\t' "$AWK_NAMES"'
    known(ENVIRON["SERVICE_ROLES"], $3) { next }
    $1 ~ /^((FOREIGN |MATERIALIZED )?(TABLE|VIEW)|SEQUENCE)$/ { print "owner of relation\t" $2 "\t" $3 }
    $1 == "SCHEMA" { print "owner of schema\t" $2 "\t" $3 }
    $1 ~ /^(FUNCTION|PROCEDURE)$/ { print "owner of function\t" $2 "\t" $3 }
    $1 ~ /^(TYPE|DOMAIN)$/ { print "owner of type\t" $2 "\t" $3 }
    $1 == "DATABASE" { print "owner of database\t\t" $3 }
  '
  sed -n -E 's/^[0-9]+; [0-9]+ [0-9]+ BLOB( METADATA)? - ([0-9]+) (.*)$/owner of large object\t\2\t\3/p' "$PARTS/$1.toc" |
    awk -F '\t' "$AWK_NAMES"'!known(ENVIRON["SERVICE_ROLES"], $3)'
}

# extensions_in_file I
extensions_in_file() {
  sed -n -E 's/^[0-9]+; [0-9]+ [0-9]+ EXTENSION - (.*) $/extension\t\1\tthere/p' "$PARTS/$1.toc" | grep -v $'^extension\tplpgsql\t' || true
}

# --- what the server says ---

# in_server I: `kind <tab> name <tab> value <tab> more`, where `more` is t for what may be there though the file doesn't
# say so.
in_server() {
  local relation
  # The name of a relation as in_file writes it.
  relation=$(escaped "format('\"%s\".\"%s\"', replace(n.nspname, '\"', '\"\"'), replace(c.relname, '\"', '\"\"'))")
  local members="EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')"
  local mine="n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
  cat >"$PARTS/$1.ask.sql" <<SQL
SET row_security = off;
SET statement_timeout = 0;
SET search_path = '';
SELECT format('SELECT %L, %L, count(*), %L FROM %s %I.%I', 'rows', $relation, c.relkind = 'p' OR c.relispartition OR $members,
    CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY' END, n.nspname, c.relname)
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND $mine \gexec
SELECT format('SELECT %L, %L, last_value || %L || CASE WHEN is_called THEN %L ELSE %L END, %L FROM %I.%I',
    'sequence', $relation, ' ', 'true', 'false', $members, n.nspname, c.relname)
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND $mine \gexec
SELECT 'large objects', 'number', count(*), false FROM pg_catalog.pg_largeobject_metadata;
SELECT 'large objects', 'bytes', coalesce(sum(size + 0 * closed), 0), false FROM (
  SELECT pg_catalog.lo_lseek64(fd, 0, 2) AS size, pg_catalog.lo_close(fd) AS closed FROM (
    SELECT pg_catalog.lo_open(oid, 262144) AS fd FROM pg_catalog.pg_largeobject_metadata OFFSET 0) opened OFFSET 0) sizes;
SELECT 'extension', $(escaped extname), 'there', true FROM pg_catalog.pg_extension;
SELECT 'owner of database', '', $(escaped 'pg_catalog.pg_get_userbyid(datdba)'), true
  FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database();
SELECT 'owner of schema', $(escaped "'\"' || replace(nspname, '\"', '\"\"') || '\"'"), $(escaped 'pg_catalog.pg_get_userbyid(nspowner)'), true
  FROM pg_catalog.pg_namespace;
SELECT 'owner of relation', $relation, $(escaped 'pg_catalog.pg_get_userbyid(relowner)'), true
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE $mine;
SELECT 'owner of type', $(escaped "format('\"%s\".\"%s\"', replace(n.nspname, '\"', '\"\"'), replace(typname, '\"', '\"\"'))"), $(escaped 'pg_catalog.pg_get_userbyid(typowner)'), true
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE $mine;
SELECT 'owner of function', $(escaped "format('\"%s\".\"%s\"(%s)', replace(n.nspname, '\"', '\"\"'), replace(proname, '\"', '\"\"'), pg_catalog.pg_get_function_identity_arguments(p.oid))"), $(escaped 'pg_catalog.pg_get_userbyid(proowner)'), true
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE $mine;
SELECT 'owner of large object', oid, $(escaped 'pg_catalog.pg_get_userbyid(lomowner)'), true FROM pg_catalog.pg_largeobject_metadata;
SQL
  psql -X -q -A -t -F $'\t' -d "$(dbname "${NAMES[$1]}")" -f "$PARTS/$1.ask.sql"
}

# compare DATABASE FILE SERVER: lines of verify.tsv.
compare() {
  DATABASE_FIELD=$(escape_field "$1") awk -F '\t' -v OFS='\t' '
    { key = $1 OFS $2 }
    FNR == NR { actual[key] = $3; more[key] = $4; seen[++count] = key; next }
    {
      expected[key] = 1; got = (key in actual) ? actual[key] : "nothing"
      print ENVIRON["DATABASE_FIELD"], $1, $2, $3, got, (got == $3 ? "same" : "differs")
    }
    END {
      for (i = 1; i <= count; i++) if (!(seen[i] in expected) && more[seen[i]] != "t" && actual[seen[i]] != "0") {
        print ENVIRON["DATABASE_FIELD"], seen[i], "nothing", actual[seen[i]], "differs"
      }
    }
  ' "$3" "$2"
}

# --- checksums ---

# sum_in_server DATABASE COPY TIME_ZONE COMMAND: of the rows as text, as pg_dump writes them.
sum_in_server() {
  local sum
  [ -z "$3" ] || local -x PGTZ=$3
  sum=$(PGOPTIONS='-c DateStyle=ISO -c IntervalStyle=postgres -c extra_float_digits=3 -c row_security=off -c statement_timeout=0 -c synchronize_seqscans=off' \
    psql -X -q -d "$(dbname "$1")" -c "COPY $2 TO STDOUT" | sum_rows "$4") || sum='nothing'
  printf '%s' "${sum%% *}"
}

sum_rows() {
  case $1 in
    sorted) sort | sha256sum ;;
    *) sha256sum ;;
  esac
}

# sums I: `checksum <tab> table <tab> SHA-256`, of the file to I.expected, of the server to I.actual. Rows come back in the
# order in which they were loaded; where they don't, or the time zone differs, the sorted rows decide.
sums() {
  local number table copy database=${NAMES[$1]} expected actual zone
  local -A copies=() tables=() sorted=()
  MODE=checksum in_file "$1" >/dev/null
  while IFS=$'\t' read -r number table copy; do
    copies[$number]=$(unescape_field "$copy")
    tables[$number]=$table
    IFS=' ' read -r expected _ <"$PARTS/$1.sum.$number"
    actual=''
    for zone in '' UTC "${SOURCE_TIME_ZONE:-UTC}"; do
      [ "$actual" = "$expected" ] || actual=$(sum_in_server "$database" "${copies[$number]}" "$zone" plain)
    done
    if [ "$actual" = "$expected" ]; then
      printf 'checksum\t%s\t%s\n' "$table" "$expected" >>"$PARTS/$1.expected"
      printf 'checksum\t%s\t%s\tf\n' "$table" "$actual" >>"$PARTS/$1.actual"
    else
      sorted[$number]=1
    fi
  done <"$PARTS/$1.copies"
  [ ${#sorted[@]} -gt 0 ] || return 0
  MODE=sorted ONLY="${!sorted[*]}" in_file "$1" >/dev/null
  for number in "${!sorted[@]}"; do
    IFS=' ' read -r expected _ <"$PARTS/$1.sorted.$number"
    actual=''
    for zone in '' UTC "${SOURCE_TIME_ZONE:-UTC}"; do
      [ "$actual" = "$expected" ] || actual=$(sum_in_server "$database" "${copies[$number]}" "$zone" sorted)
    done
    printf 'checksum\t%s\t%s\n' "${tables[$number]}" "$expected" >>"$PARTS/$1.expected"
    printf 'checksum\t%s\t%s\tf\n' "${tables[$number]}" "$actual" >>"$PARTS/$1.actual"
  done
}

# --- one database ---

# verify_database I: runs as a process of its own.
verify_database() {
  trap - ERR EXIT TERM INT HUP
  local log=$PARTS/$1.verify.log
  : >"$PARTS/$1.copies"
  rm -f -- "$PARTS/$1".sum.* "$PARTS/$1".sorted.*
  if ! in_file "$1" >"$PARTS/$1.expected" 2>"$log"; then
    printf 'the file must be whole, got: one that ends too early or is damaged (%s)\n' "$(tail -n 1 "$log")" >"$PARTS/$1.wrong"
    exit 1
  fi
  if [ "${FORMATS[$1]}" = archive ]; then
    extensions_in_file "$1" >>"$PARTS/$1.expected"
    owned_in_file "$1" >>"$PARTS/$1.expected"
  fi
  if ! in_server "$1" >"$PARTS/$1.actual" 2>>"$log"; then
    printf 'the database must be there and open to %s, got: %s\n' "$ADMIN" "$(grep -m 1 . "$log" || true)" >"$PARTS/$1.wrong"
    exit 1
  fi
  if [ "$CHECKSUMS" = yes ]; then sums "$1" 2>>"$log"; fi
  compare "${NAMES[$1]}" "$PARTS/$1.expected" "$PARTS/$1.actual" >"$PARTS/$1.verify"
}

# --- roles ---

# roles_in_file: `role <tab> name <tab> attributes` and `membership <tab> member in role <tab> there`.
# shellcheck disable=SC2016
roles_in_file() {
  awk -F '\t' "$AWK_NAMES"'
    $2 == "ROLE" && $1 == "CREATE" { there[bare($3)] = 1 }
    $2 == "ROLE" && $1 == "ALTER" && $4 == "WITH" {
      text = ""
      for (i = 5; i <= NF; i++) if ($i ~ /^(NO)?(INHERIT|CREATEROLE|CREATEDB|LOGIN)$/) text = text (text == "" ? "" : " ") $i
      attributes[bare($3)] = text
    }
    # A membership names one role; what grants a right on something has ON in it.
    $1 == "GRANT" && $3 == "TO" { print "membership\t" bare($4) " in " bare($2) "\tthere" }
    END { for (name in there) print "role\t" name "\t" (name in attributes ? attributes[name] : "") }
  ' "$PARTS/roles.clean" | sort
}

roles_in_server() {
  query postgres "
    SELECT 'role', $(escaped rolname), concat_ws(' ',
        CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
        CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END, CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END), true
      FROM pg_roles;
    SELECT DISTINCT 'membership', $(escaped "pg_get_userbyid(member) || ' in ' || pg_get_userbyid(roleid)"), 'there', true FROM pg_auth_members;"
}

# --- all of them ---

[ "$EXECUTE" = yes ] || PARTS=$(mktemp -d) || die 2 "can't make a temporary folder"
mkdir -p -- "$PARTS"
at 'reading the files'
need_server
read_files
CHECK=()
for i in "${!NAMES[@]}"; do
  if is_of_service "${NAMES[i]}"; then continue; fi
  if [ "${NAMES[i]}" = postgres ] && ! has_contents "$i"; then continue; fi
  CHECK+=("$i")
done
if [ "$EXECUTE" != yes ]; then
  for i in "${CHECK[@]}"; do say "would: compare ${NAMES[i]} with ${DATABASE_FILES[i]}"; done
  [ "$REPLAY_ROLES" != yes ] || say "would: compare the roles with ${ROLES_FILE:-a file of roles, which is missing}"
  DOING=''
  exit 0
fi

if [ "$KEEP_OWNERS" = yes ]; then act_for_owners "${CHECK[@]}"; fi
at 'comparing the databases'
for i in "${CHECK[@]}"; do
  while [ ${#WORKERS[@]} -ge "$JOBS" ]; do
    wait -n 2>/dev/null || true
    for pid in "${!WORKERS[@]}"; do kill -0 "$pid" 2>/dev/null || unset "WORKERS[$pid]"; done
  done
  sign_in
  rm -f -- "$PARTS/$i.verify" "$PARTS/$i.wrong"
  verify_database "$i" &
  WORKERS[$!]=$i
done
wait
WORKERS=()

VERIFY=$RUN_FOLDER/verify.tsv
printf 'database\tkind\tname\texpected\tactual\tverdict\n' >"$VERIFY.new"
for i in "${CHECK[@]}"; do
  if [ -f "$PARTS/$i.verify" ]; then
    cat -- "$PARTS/$i.verify" >>"$VERIFY.new"
  else
    text=$(cat -- "$PARTS/$i.wrong" 2>/dev/null || tail -n 1 "$PARTS/$i.verify.log")
    say "${NAMES[i]}: $text"
    journal failed "${NAMES[i]}" "$text"
    printf '%s\tdatabase\t\tthere\t%s\tdiffers\n' "$(escape_field "${NAMES[i]}")" "$(escape_field "$text")" >>"$VERIFY.new"
  fi
done
if [ "$REPLAY_ROLES" = yes ]; then
  at 'comparing the roles'
  read_roles
  roles_in_file >"$PARTS/roles.expected"
  rm -f -- "$PARTS/roles.clean"
  roles_in_server >"$PARTS/roles.actual"
  compare '' "$PARTS/roles.expected" "$PARTS/roles.actual" >>"$VERIFY.new"
fi
mv -f -- "$VERIFY.new" "$VERIFY"

DIFFERENT=$(awk -F '\t' '$6 == "differs" { count++ } END { print count + 0 }' "$VERIFY")
SAME=$(awk -F '\t' '$6 == "same" { count++ } END { print count + 0 }' "$VERIFY")
while IFS= read -r line; do say "$line"; done < <(awk -F '\t' '$6 == "differs" && $2 != "database" {
  print ($1 == "" ? "" : $1 ": ") $2 ($3 == "" ? "" : " ") $3 " must be " $4 ", got: " $5
}' "$VERIFY")
journal count same "$SAME"
journal count differs "$DIFFERENT"
DOING=''
[ "$DIFFERENT" -eq 0 ] || die 1 "the target must hold what the files hold, got: $DIFFERENT differences in $((SAME + DIFFERENT)) comparisons ($VERIFY)"
finish
say "$SAME comparisons, no difference: $VERIFY"
