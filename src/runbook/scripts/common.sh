# shellcheck shell=bash
# What the steps of this runbook share. Each step sources it; it does nothing by itself.
#
# A step says what it would do and changes nothing, until it is called with --execute.
# Messages go to stderr, results to stdout. Exit codes: 0 done, 1 it ran and the answer is no, 2 it can't.

if [ -z "${BASH_VERSINFO:-}" ] || [ "$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))" -lt 404 ]; then
  echo "The steps need bash 4.4 or newer, got: ${BASH_VERSION:-another shell}." >&2
  exit 2
fi
set -Eeuo pipefail
umask 077
# Bytes are bytes and messages are English, whatever the terminal speaks. Names are UTF-8.
export LC_ALL=C PGCLIENTENCODING=UTF8

HERE=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
SCRIPT=$(basename -- "$(readlink -f -- "$0")")
EXECUTE=no
YES=no
AGAIN=no
# What is being done, for the message when it stops.
DOING='getting ready'

if [ -f "$HERE/settings.sh" ]; then
  # An editor of Windows ends lines in its own way, and may put a mark before the first.
  # shellcheck source=/dev/null
  . <(sed $'1s/^\xef\xbb\xbf//; s/\r$//' "$HERE/settings.sh")
fi
RUN_FOLDER=${RUN_FOLDER:-$HERE/run}
case $RUN_FOLDER in /*) ;; *) RUN_FOLDER=$PWD/$RUN_FOLDER ;; esac
# The files may lie elsewhere, and be left alone there.
FILES=${FILES_FOLDER:-$RUN_FOLDER/files}
WORK=$RUN_FOLDER/work
LOGS=$RUN_FOLDER/logs
JOURNAL=$RUN_FOLDER/journal.tsv

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  YELLOW=$'\e[33m' RED=$'\e[31m' PLAIN=$'\e[0m'
else
  YELLOW='' RED='' PLAIN=''
fi

# --- what people read ---

# One line on stderr, and in the log of the step. Names may hold control characters: a terminal must not obey them.
say() {
  local line=${1//[[:cntrl:]]/ }
  printf '%s\n' "$line" >&2
  log "$line"
}

warn() {
  local line=${1//[[:cntrl:]]/ }
  printf '%swarning:%s %s\n' "$YELLOW" "$PLAIN" "$line" >&2
  log "warning: $line"
}

# die CODE MESSAGE: 1 it ran and the answer is no, 2 it can't.
die() {
  local line=${2//[[:cntrl:]]/ }
  printf '%s%s:%s %s\n' "$RED" "$SCRIPT" "$PLAIN" "$line" >&2
  log "$line"
  exit "$1"
}

# Only what is executed leaves a trace.
log() {
  if [ "$EXECUTE" = yes ] && [ -d "$LOGS" ]; then
    TZ=UTC0 printf '%(%Y-%m-%dT%H:%M:%SZ)T %s\n' -1 "$1" >>"$LOGS/${SCRIPT%.sh}.log"
  fi
}

# at DESCRIPTION: what comes next, for the message when it stops there.
at() { DOING=$1; }

utc_now() { TZ=UTC0 printf '%(%Y-%m-%dT%H:%M:%SZ)T' -1; }

# --- what has to be there ---

# need_program NAME HOW_TO_GET
need_program() {
  command -v -- "$1" >/dev/null 2>&1 || die 2 "\`$1\` must be on the PATH, got: nothing. $2"
}

# need_setting NAME WHAT
need_setting() {
  [ -n "${!1:-}" ] || die 2 "\`$1\` must be set in settings.sh: $2, got: nothing"
}

# is_one_of WORD CHOICE…
is_one_of() {
  local wanted=$1 each
  shift
  for each; do
    [ "$each" != "$wanted" ] || return 0
  done
  return 1
}

# need_choice NAME VALUE…: the setting is one of the values.
need_choice() {
  local name=$1
  shift
  is_one_of "${!name:-}" "$@" ||
    die 2 "\`$name\` must be one of $*, got: ${!name:-nothing}"
}

# --- options ---

# parse_options "$@". A step defines `usage`, which prints its help, and may define `own_option OPTION`, which
# returns 0 for an option that it knows.
parse_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --execute) EXECUTE=yes ;;
      --yes) YES=yes ;;
      --again) AGAIN=yes ;;
      -h | --help)
        usage
        exit 0
        ;;
      *)
        if ! { [ "$(type -t own_option)" = function ] && own_option "$1"; }; then
          die 2 "unknown option, got: $1. See $SCRIPT --help."
        fi
        ;;
    esac
    shift
  done
}

# begin: after the options. From here on, what is executed is written down, by one run of the runbook at a time.
begin() {
  trap 'failed_at "$LINENO"' ERR
  trap 'ended "$?"' EXIT
  trap 'stopped INT 130' INT
  trap 'stopped TERM 143' TERM
  trap 'stopped HUP 129' HUP
  if [ "$EXECUTE" != yes ]; then
    say 'Dry run: nothing is changed. Call it with --execute to do what it says.'
    return
  fi
  mkdir -p -- "$FILES" "$WORK" "$LOGS" || die 2 "can't make the folder of the run: $RUN_FOLDER"
  chmod 700 -- "$RUN_FOLDER"
  take_lock
  journal start "$SCRIPT"
  [ "$AGAIN" != yes ] || journal again "$SCRIPT"
}

# finish: the step is done.
finish() {
  journal 'done' "$SCRIPT"
  DOING=''
}

# A link is made whole or not at all, and says whose it is.
LOCKED=no
take_lock() {
  local owner tries=0
  while ! ln -s -- "$$" "$RUN_FOLDER/lock" 2>/dev/null; do
    owner=$(readlink -- "$RUN_FOLDER/lock" || true)
    if [ -n "$owner" ] && kill -0 "$owner" 2>/dev/null; then
      die 2 "another step is at work in $RUN_FOLDER (process $owner): let it end first, or remove $RUN_FOLDER/lock if there is none"
    fi
    # Its owner was killed.
    rm -f -- "$RUN_FOLDER/lock" || die 2 "can't write to $RUN_FOLDER"
    tries=$((tries + 1))
    if [ ! -w "$RUN_FOLDER" ] || [ "$tries" -ge 5 ]; then
      die 2 "can't write to $RUN_FOLDER, or its file system has no symbolic links: let RUN_FOLDER name another folder"
    fi
  done
  LOCKED=yes
}

# --- changes ---

# change DESCRIPTION COMMAND ARGUMENT…: says it and, with --execute, does it. Nothing secret in the arguments.
change() {
  local description=$1
  shift
  if [ "$EXECUTE" = yes ]; then
    say "$description"
    log "\$ $(printf '%q ' "$@")"
    "$@"
  elif [ "$(type -t -- "$1")" = function ]; then
    say "would: $description"
  else
    say "would: $description: $(printf '%q ' "$@")"
  fi
}

# confirm QUESTION: yes from --yes or from whoever sits at the terminal.
confirm() {
  local answer
  [ "$YES" != yes ] || return 0
  [ -t 0 ] || die 2 "$1 Nobody is there to ask: call it with --yes to say yes."
  read -r -p "$1 [yes/no] " answer
  [ "$answer" = yes ]
}

# --- the journal ---

# Fields are separated by tabs, lines by line feeds: in a field both are escaped. Sets FIELD.
set_field() {
  FIELD=${1//\\/\\\\}
  FIELD=${FIELD//$'\t'/\\t}
  FIELD=${FIELD//$'\n'/\\n}
}

escape_field() {
  local FIELD
  set_field "$1"
  printf '%s' "$FIELD"
}

# The opposite of escape_field. It keeps a last line feed when its output is read as IFS= read -r -d ''.
unescape_field() {
  local rest=$1 plain=''
  while [[ $rest == *\\* ]]; do
    plain+=${rest%%\\*}
    rest=${rest#*\\}
    case $rest in
      t*) plain+=$'\t' ;;
      n*) plain+=$'\n' ;;
      *) plain+=${rest:0:1} ;;
    esac
    rest=${rest:1}
  done
  printf '%s' "$plain$rest"
}

# journal EVENT SUBJECT DETAIL…
journal() {
  [ "$EXECUTE" = yes ] || return 0
  local line text FIELD
  TZ=UTC0 printf -v line '%(%Y-%m-%dT%H:%M:%SZ)T\t%s' -1 "$SCRIPT"
  for text; do
    set_field "$text"
    line+=$'\t'$FIELD
  done
  printf '%s\n' "$line" >>"$JOURNAL"
}

# journal_lines EVENT [SUBJECT] [SCRIPT]: the lines, as they are written, of a script: of this one if none is named,
# since it last started over.
journal_lines() {
  [ -f "$JOURNAL" ] || return 0
  local subject
  subject=$(escape_field "${2:-}")
  EVENT=$1 SUBJECT=$subject ANY=$(($# < 2)) BY=${3:-$SCRIPT} awk -F '\t' '
    $2 != ENVIRON["BY"] { next }
    $3 == "again" { count = 0 }
    $3 == ENVIRON["EVENT"] && (ENVIRON["ANY"] == 1 || $4 == ENVIRON["SUBJECT"]) { lines[++count] = $0 }
    END { for (i = 1; i <= count; i++) print lines[i] }
  ' "$JOURNAL"
}

# journal_has EVENT SUBJECT [SCRIPT]
journal_has() { [ -n "$(journal_lines "$@")" ]; }

# journal_detail EVENT SUBJECT [SCRIPT]: the first detail of the last such line, as it is written.
journal_detail() { journal_lines "$@" | tail -n 1 | cut -f 5; }

# --- names ---

quote_ident() { printf '"%s"' "${1//\"/\"\"}"; }

# As a literal of SQL: where psql's :'name' can't be used.
quote_literal() {
  local text=${1//\'/\'\'}
  case $text in
    *\\*) printf " E'%s'" "${text//\\/\\\\}" ;;
    *) printf "'%s'" "$text" ;;
  esac
}

# A database as a connection string: its name is never taken for one.
dbname() {
  local name=${1//\\/\\\\}
  printf "dbname='%s'" "${name//\'/\\\'}"
}

# --- the end ---

failed_at() {
  # What runs in a subshell is told of by whoever started it.
  [ "$BASH_SUBSHELL" -eq 0 ] || return 0
  FAILED_LINE=$1
}

# A step may define `stopping`, which ends what it has started.
stopped() {
  trap '' INT TERM HUP
  say "$SCRIPT was stopped by SIG$1."
  journal stopped "$SCRIPT" "$DOING"
  exit "$2"
}

ended() {
  local code=$1
  trap - EXIT ERR
  if [ "$(type -t stopping)" = function ]; then stopping || true; fi
  if [ "$code" -ne 0 ]; then
    journal failed "$SCRIPT" "$DOING" "$code"
    if [ -n "${FAILED_LINE:-}" ]; then
      say "$SCRIPT failed at line $FAILED_LINE (exit code $code)."
      code=2
    fi
    if [ -n "$DOING" ]; then say "It stopped while $DOING."; fi
    if [ -n "$DOING" ] && [ "$EXECUTE" = yes ]; then
      say "Nothing is lost: $JOURNAL says how far it came, and what is done isn't done again when it is called again."
    fi
  fi
  if [ "$LOCKED" = yes ]; then rm -f -- "$RUN_FOLDER/lock"; fi
  exit "$code"
}
