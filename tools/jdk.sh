# Where a JDK of a given version lies; for sh, to be sourced.
#
#   find_jdk 25      prints the home of the first JDK of version 25 or newer, or fails
#
# Asked in this order: ZAAKY_JAVA_HOME, JAVA_HOME, java on the path, the folders where systems and
# version managers put JDKs. No JVM is started: the version stands in a file named "release".

find_jdk() {
  if is_jdk "$1" "${ZAAKY_JAVA_HOME:-}" || is_jdk "$1" "${JAVA_HOME:-}" || is_jdk "$1" "$(jdk_on_path)"; then
    return
  fi
  for home in /usr/lib/jvm/* /usr/java/* /opt/java /opt/java/* /opt/jdk* /opt/*jdk* /usr/local/jdk* /usr/local/*jdk* \
      "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* "${HOME:-/}"/.asdf/installs/java/* \
      "${HOME:-/}"/.local/share/mise/installs/java/* "${HOME:-/}"/.jenv/versions/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk "$1" "$home"; then
      return
    fi
  done
  return 1
}

# Prints the folder $2 if it is a JDK, compiler included, of version $1 or newer.
is_jdk() {
  [ -n "$2" ] && [ -x "$2/bin/java" ] && [ -x "$2/bin/javac" ] && [ -r "$2/release" ] || return 1
  while read -r line; do
    case $line in
      JAVA_VERSION=*)
        major=${line#JAVA_VERSION=}
        major=${major#\"}
        major=${major%%[!0-9]*}
        if [ "${major:-0}" -ge "$1" ]; then
          printf '%s\n' "$2"
          return 0
        fi
        return 1
        ;;
    esac
  done <"$2/release"
  return 1
}

jdk_on_path() {
  java=$(command -v java) || return 0
  while [ -h "$java" ]; do
    link=$(readlink "$java")
    case $link in
      /*) java=$link ;;
      *) java=${java%/*}/$link ;;
    esac
  done
  java=${java%/*}
  printf '%s\n' "${java%/bin}"
}
