# Java's start-up cache ("AOT cache") for ./zaaky; for sh, to be sourced after build.sh.
#
#   jvm_options                 the options every start has; the cache fits only these
#   startup_cache HOME JDK      prints the cache's file, made first if there is none; nothing if it can't be had
#
# It holds the classes of a trial run, loaded and linked, and what ran often in it, for Java to compile first: the server
# starts in less than half the time, and its first answers come sooner. It belongs to one JDK, one set of jars and this trial
# run. Making it takes some fifteen seconds, once after each build. Without it all works, only slower.

# Tier4...: the second compiler starts at five times the usual number of calls. What a start or the first hundred questions run
# often is not worth its time; what tokens run gets there within seconds.
# Heap: begins small, takes what a load needs (at most a quarter of the memory, or -Xmx), and gives it back at rest, see IdleMemory;
# TrimNativeHeapInterval gives back what the C library keeps (ms).
jvm_options() {
  echo -XX:+UseCompactObjectHeaders -XX:+IgnoreUnrecognizedVMOptions \
    -XX:Tier4InvocationThreshold=25000 -XX:Tier4MinInvocationThreshold=3000 \
    -XX:Tier4CompileThreshold=75000 -XX:Tier4BackEdgeThreshold=200000 \
    -XX:InitialHeapSize=96m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps \
    -XX:TrimNativeHeapInterval=30000 \
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
  [ -e "$2" ] && [ -z "$(find "$1/$app_jar" "$1/app/target/lib" "$1/tools/Trial.java" "$1/tools/startup-cache.sh" -newer "$2" 2>/dev/null)" ]
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

# Trial.java starts the server, asks it hundreds of questions and ends it. Java records what it loads and what it compiles.
#
# Only the first compiler is there: what the record says it compiled, it compiles in later starts too, at once, and the second
# compiler, which takes ten times as long, leaves alone. That suits what runs a few times in each question, and not what each
# token or long work passes through: "never_recorded" stays out, so Java treats it as usual.
never_recorded="java.io.* java.net.* java.nio.* java.util.concurrent.* java.util.A* java.util.Hash* java.util.Linked*
  java.util.Objects* java.util.Optional* java.lang.Abstract* java.lang.Char* java.lang.Integer* java.lang.Long*
  java.lang.Math* java.lang.String* java.lang.Thread* java.lang.Virtual* jdk.internal.foreign.* jdk.internal.misc.*
  jdk.internal.util.* jdk.internal.vm.* sun.nio.* io.helidon.common.buffers.* io.helidon.common.socket.*
  io.helidon.http.DataWriter* io.helidon.webserver.http1.* io.helidon.webserver.sse.* io.helidon.webserver.Con*
  io.helidon.http.sse.* io.zaaky.app.chat.Citations* io.zaaky.app.chat.Draft* io.zaaky.app.chat.Running*
  io.zaaky.app.chat.Turn* io.zaaky.app.chat.Passage* io.zaaky.app.chat.Likeness* io.zaaky.app.chat.Comparison*
  io.zaaky.app.http.AnswerLog* io.zaaky.app.http.Chunks* io.zaaky.app.http.Con* io.zaaky.app.http.Event*
  io.zaaky.app.http.LiveAnswer* io.zaaky.app.http.Stream* io.zaaky.app.http.Viewer* io.zaaky.app.http.WriteWatch*
  io.zaaky.app.knowledge.* io.zaaky.embedding.* io.zaaky.ingestion.* io.zaaky.llm.langchain4j.Answer*
  io.zaaky.llm.langchain4j.Body* io.zaaky.llm.langchain4j.C* io.zaaky.llm.langchain4j.Frames*
  io.zaaky.llm.langchain4j.Json* io.zaaky.llm.langchain4j.Line* io.zaaky.llm.langchain4j.Re*
  io.zaaky.llm.langchain4j.Sse* io.zaaky.llm.langchain4j.W* io.zaaky.llm.ollama.OllamaChunks*
  io.zaaky.llm.openai.OpenAiChunks* io.zaaky.llm.openai.OpenAiDelta* io.zaaky.llm.extractive.* io.zaaky.retrieval.*
  org.apache.lucene.* com.knuddels.*"

trial_run() {
  set -f
  only_first="-XX:TieredStopAtLevel=1 -XX:CompileCommand=quiet $(printf -- '-XX:CompileCommand=exclude,%s::* ' $never_recorded)"
  : >"$trial/out"
  bounded "$2/bin/java" -Xlog:disable "$1/tools/Trial.java" "$trial" \
    "$2/bin/java" -XX:AOTMode=record "-XX:AOTConfiguration=$trial/recorded" $(jvm_options) $only_first \
    "-Dzaaky.home=$1" "-Dzaaky.plugins=$trial/none" -jar "$1/$app_jar" \
    serve --port 0 --management-port 0 >"$trial/out" 9>&- &
  server=$!
  set +f
  wait "$server" || true
  server=
  [ -s "$trial/recorded" ]
}

# A second run of Java turns the record into the cache; its exit code tells that the file is whole.
write_cache() {
  (bounded "$2/bin/java" -XX:AOTMode=create "-XX:AOTConfiguration=$trial/recorded" "-XX:AOTCache=$trial/cache" \
    $(jvm_options) -jar "$1/$app_jar" 9>&-) && [ -s "$trial/cache" ]
}

# Becomes the command; two minutes at most, also when the shell that started it was killed meanwhile.
bounded() {
  if command -v timeout >/dev/null; then
    exec timeout 120 "$@"
  fi
  exec "$@"
}

end_trial() {
  [ -z "${server:-}" ] || kill -TERM "$server" 2>/dev/null || true
  rm -rf "$trial"
}
