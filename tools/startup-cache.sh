# Java's start-up cache ("AOT cache") for ./zaaky; for sh, to be sourced after build.sh.
#
#   jvm_options                 the options every start has; the cache fits only these
#   startup_cache HOME JDK      prints the cache's file, made first if there is none; nothing if it can't be had
#
# It holds the classes of a trial run, loaded and linked, and what ran often in it, for Java to compile first: the server
# starts in less than half the time, and its first answers come sooner. It belongs to one JDK and one set of jars. Making
# it takes some ten seconds, once after each build. Without it all works, only slower.

jvm_options() {
  echo -XX:+UseCompactObjectHeaders -XX:+IgnoreUnrecognizedVMOptions \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Xlog:disable '-Xlog:all=error,aot*=off,cds*=off:stderr' \
    -Djava.awt.headless=true -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
}

startup_cache() {
  case ${ZAAKY_JAVA_OPTS:-} in
    *-XX:* | *-agent* | *-javaagent* | *--add-modules* | *-cp*) return ;; # Java would refuse the cache
  esac
  cache=$1/app/target/startup-$(fingerprint "$2").aot
  if ! is_cached "$1" "$cache" && [ -w "$1/app/target" ]; then
    mkdir -p "$1/.work"
    (
      lock
      is_cached "$1" "$cache" || make_cache "$1" "$2" "$cache"
    ) 9>"$1/.work/build.lock"
  fi
  if [ -s "$cache" ]; then
    printf '%s\n' "$cache"
  fi
}

fingerprint() {
  { jvm_options && cat "$1/release"; } | cksum | tr ' ' -
}

# An empty file stands for a cache that could not be made: it is not tried again for these jars.
is_cached() {
  [ -e "$2" ] && [ -z "$(find "$1/$app_jar" "$1/app/target/lib" -newer "$2" 2>/dev/null)" ]
}

make_cache() {
  echo "zaaky: preparing fast starts, this happens once after a build" >&2
  rm -rf "$1"/app/target/startup-*.aot "$1"/.work/trial.*
  trial=$(mktemp -d "$1/.work/trial.XXXXXX")
  trap 'end_trial; exit 130' INT TERM HUP
  if ! { trial_run "$1" "$2" && write_cache "$1" "$2"; } >"$trial/log" 2>&1; then
    echo "zaaky: not possible this time (.work/startup-cache.log); starting without it" >&2
    cat "$trial/out" "$trial/log" >"$1/.work/startup-cache.log"
    : >"$trial/cache"
  fi
  mv "$trial/cache" "$3"
  end_trial
  trap - INT TERM HUP
}

# Serves two chatbots with one document on free ports, asks them something and ends. Java records what it loads and what it
# does often. The model of the first does not answer, so that its fallback does: the trial needs no service.
trial_run() {
  mkdir -p "$trial/config/orgs" "$trial/documents"
  echo 'server: {}' >"$trial/config/zaaky.yaml"
  echo '# Opening hours

The office is open from nine to five.' >"$trial/documents/hours.md"
  cat >"$trial/config/orgs/trial.yaml" <<'YAML'
chatbots:
  trial:
    llm: {provider: openai, base-url: "http://127.0.0.1:9/v1", api-key: none}
    fallback:
      - provider: extractive
    knowledge: &documents
      sources:
        - path: ../../documents
  often:
    llm: {provider: extractive}
    limits: {messages-per-minute: 100000}
    knowledge: *documents
YAML
  : >"$trial/out"
  bounded "$2/bin/java" -XX:AOTMode=record "-XX:AOTConfiguration=$trial/recorded" $(jvm_options) \
    "-Dzaaky.home=$1" "-Dzaaky.plugins=$trial/none" -jar "$1/$app_jar" \
    serve --config "$trial/config" --data "$trial/data" --port 0 --management-port 0 >"$trial/out" 9>&- &
  server=$!
  until grep -q 'is ready' "$trial/out"; do
    kill -0 "$server" 2>/dev/null || return 1
    sleep 0.1
  done
  try_calls "$(sed -n 's/.*is ready: \([^ ]*\).*/\1/p' "$trial/out")"
  kill -TERM "$server"
  wait "$server" || true
  server=
  [ -s "$trial/recorded" ]
}

try_calls() {
  command -v curl >/dev/null || return 0
  for call in chat chat/chunked chat/stream; do
    curl -s -m 10 -o /dev/null "$1/api/public/$call" -H 'Content-Type: application/json' \
      -d '{"chatbot_id":"trial/trial","message":"When is the office open?"}' || true
  done
  curl -s -m 20 -o /dev/null "$1/api/public/chat/stream?chatbot_id=trial/often&message=When+is+the+office+open+[1-200]" || true
  for call in api/public/chatbots/trial/trial demo chat-widget.js; do
    curl -s -m 10 -o /dev/null "$1/$call" || true
  done
}

# A second run of Java turns the record into the cache; its exit code tells that the file is whole.
write_cache() {
  (bounded "$2/bin/java" -XX:AOTMode=create "-XX:AOTConfiguration=$trial/recorded" "-XX:AOTCache=$trial/cache" \
    $(jvm_options) -jar "$1/$app_jar" 9>&-) && [ -s "$trial/cache" ]
}

# Becomes the command; one minute at most, also when the shell that started it was killed meanwhile.
bounded() {
  if command -v timeout >/dev/null; then
    exec timeout 60 "$@"
  fi
  exec "$@"
}

end_trial() {
  [ -z "${server:-}" ] || kill -TERM "$server" 2>/dev/null || true
  rm -rf "$trial"
}
