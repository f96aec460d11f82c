# The folder for temporary files of one process; for sh, to be sourced.
#
#   temporary_folder COMMAND    makes one and prints its path; nothing if the command needs none or it can't be made
#
# SQLite and the embedding model unpack libraries there. Java removes the folder at its end, and at its start those of
# processes that were killed: the name tells whose it is, as the process keeps its number when the launcher becomes Java.

temporary_folder() {
  case $1 in
    serve | eval | doctor | backup | restore) ;;
    *) return ;;
  esac
  temporary_base=${TMPDIR:-/tmp}
  for temporary_option in ${ZAAKY_JAVA_OPTS:-}; do
    case $temporary_option in
      -Djava.io.tmpdir=*) temporary_base=${temporary_option#*=} ;;
    esac
  done
  mktemp -d "$temporary_base/zaaky-$$-XXXXXX" 2>/dev/null || true
}
