# The build behind ./zaaky; for sh, to be sourced.
#
#   build_if_needed HOME JDK    builds the application when nothing is built or a source is newer
#
# A build that was killed leaves its marker .work/building; the next one then starts from the sources.

app_jar=app/target/zaaky-app-0.1.0.jar

build_if_needed() {
  if is_built "$1"; then
    return
  fi
  mkdir -p "$1/.work"
  (
    lock
    is_built "$1" || build "$1" "$2"
  ) 9>"$1/.work/build.lock"
}

is_built() {
  [ -f "$1/$app_jar" ] && [ -d "$1/app/target/lib" ] && [ ! -e "$1/.work/building" ] && [ -z "$(changed_sources "$1")" ]
}

# The sources that are newer than the jar they went into.
changed_sources() (
  cd "$1" || exit
  set -- -path ./app/\* -newer $app_jar
  for jar in app/target/lib/zaaky-*.jar app/target/parser/zaaky-*.jar; do
    [ -e "$jar" ] || continue
    module=${jar#app/target/*/zaaky-}
    module=${module%-[0-9]*}
    set -- "$@" -o -path "./$module/*" -newer "$jar"
  done
  find pom.xml docs/openapi.yaml ./*/pom.xml ./*/src/main \( \( -path pom.xml -o -path docs/openapi.yaml \) -newer $app_jar -o "$@" \) -print 2>/dev/null
)

# Waits until nobody else builds in this folder. The lock is on descriptor 9 and ends with the processes that hold it.
lock() {
  if command -v flock >/dev/null; then
    flock 9
  else
    perl -e 'open(my $lock, ">&=", 9) and flock($lock, 2)' || true
  fi
}

build() {
  echo "zaaky: building, this happens once (the first time it also downloads the libraries)" >&2
  if [ -e "$1/.work/building" ]; then
    rm -rf "$1"/*/target/zaaky-*.jar "$1/document-parser/target/parser" "$1/app/target/lib" "$1/app/target/parser"
  fi
  : >"$1/.work/building"
  if ! (cd "$1" && run_maven "$2") >&2; then
    echo "zaaky: the build failed, the messages above say why; nothing was started" >&2
    exit 1
  fi
  # Jars that Maven found to be current keep their age; a source saved during the build stays newer than all.
  find "$1/$app_jar" "$1/app/target/lib" "$1/app/target/parser" -name 'zaaky-*.jar' \
    -exec touch -r "$1/.work/building" {} + 2>/dev/null || true
  rm "$1/.work/building"
}

run_maven() {
  if command -v mvn >/dev/null; then
    maven=mvn
  else
    maven=./mvnw
  fi
  umask 022 # the rights of what is packed stand in the jars
  quiet="-Dorg.slf4j.simpleLogger.defaultLogLevel=warn --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
  JAVA_HOME=$1 MAVEN_OPTS="$quiet ${MAVEN_OPTS:-}" \
    "$maven" -B -ntp -Dstyle.color=never -pl app -am -Dmaven.test.skip=true -Dspotless.check.skip=true -Dsilent=true package
}
