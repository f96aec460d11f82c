"""Starts a server, has Schemathesis call it for some seconds, and looks at the server afterwards. See tools/fuzz."""

import hashlib
import json
import os
import pathlib
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent
READY = re.compile(r"Zaaky is ready: (http://\S+) \(management (http://[^)\s]+)\)")
START_SECONDS = 600  # it may have to be built
STOP_SECONDS = 60
HEAP = "256m"
MOST_GROWTH = 32 << 20  # bytes of live objects; what is remembered of answers and limits is bounded, and small
MOST_RESIDENT = 1 << 30  # bytes

ORGANISATION = """
admin-keys: ["{owner}"]
chatbots:
  bot: &bot
    llm: {{provider: extractive}}
    knowledge: {{sources: [{{path: ../../documents}}]}}
    limits: {{messages-per-minute: 1000000000, concurrent-answers: 1000000000}}
    streaming: {{heartbeat: 1s, resume-grace: 1s, chunk-delay: 0s}}
  members:
    <<: *bot
    identity: {{secret: {secret}, required: true}}
  resting: *bot
"""
SERVER = """
server:
  platform-keys: ["{platform}"]
  requests-per-minute: 1000000000
  wrong-keys-per-minute: 1000000000
  max-upload-size: 256KiB
"""


def hashed(key):
    return "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def configure(folder, keys):
    orgs = folder / "config" / "orgs"
    documents = folder / "documents"
    orgs.mkdir(parents=True)
    documents.mkdir()
    (documents / "fees.md").write_text("# Fees\n\nA membership costs 12 euros a month.\n")
    (folder / "config" / "zaaky.yaml").write_text(SERVER.format(platform=hashed(keys["FUZZ_PLATFORM_KEY"])))
    (orgs / "acme.yaml").write_text(ORGANISATION.format(owner=hashed(keys["FUZZ_KEY"]), secret=secrets.token_hex(32)))


def start(folder):
    command = [str(HOME / "zaaky"), "serve", "--config", str(folder / "config"), "--data", str(folder / "data")]
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(
            command + ["--port", "0", "--management-port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "ZAAKY_JAVA_OPTS": "-Xmx" + HEAP},
        )
    patience = threading.Timer(START_SECONDS, server.kill)
    patience.start()
    for line in server.stdout:
        found = READY.search(line)
        if found:
            patience.cancel()
            return server, found.group(1), found.group(2)
    raise SystemExit("the server did not start:\n" + (folder / "log").read_text()[-4000:])


def live_bytes(server):
    """What is reachable, after a full collection."""
    jcmd = pathlib.Path(os.readlink(f"/proc/{server.pid}/exe")).parent / "jcmd"
    histogram = subprocess.run(
        [str(jcmd), str(server.pid), "GC.class_histogram"], capture_output=True, text=True, check=True
    ).stdout
    return int(histogram.strip().splitlines()[-1].split()[-1])


def resident_bytes(server):
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) << 10


def ask(url):
    body = json.dumps({"chatbot_id": "acme/bot", "message": "What does a membership cost?"}).encode()
    request = urllib.request.Request(url + "/api/public/chat", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        answer = json.load(response)
    if "12 euros" not in answer["content"]:
        raise SystemExit("the server does not answer as it did: " + json.dumps(answer))


def fuzz(url, seconds, keys, folder):
    checks = (
        "status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,"
        "sound"
    )
    command = [
        str(pathlib.Path(sys.executable).parent / "st"),
        "run",
        url + "/openapi.json",
        "--url=" + url,
        "--phases=coverage,fuzzing",
        "--mode=all",
        f"--max-time={seconds}",
        "--checks=" + checks,
        "--request-timeout=20",
        "--continue-on-failure",
        "--suppress-health-check=all",
        "--generation-database=none",
        "--max-redirects=0",
        "--no-color",
        "--warnings=off",
    ]
    environment = {**os.environ, **keys, "PYTHONDONTWRITEBYTECODE": "1", "SCHEMATHESIS_HOOKS": str(HERE / "fuzz_hooks.py")}
    return subprocess.run(command, env=environment, cwd=folder, check=False).returncode


def look(server, management, folder, before):
    """What is wrong with the server after it was called."""
    wrong = []
    if server.poll() is not None:
        return [f"the server has ended with {server.returncode}"]
    with urllib.request.urlopen(management + "/health/live", timeout=10) as response:
        if response.status != 200:
            wrong.append(f"/health/live is {response.status}")
    grown = live_bytes(server) - before
    print(f"live objects have grown by {grown / 1e6:.1f} MB; most memory ever used: {resident_bytes(server) / 1e6:.0f} MB")
    if grown > MOST_GROWTH:
        wrong.append(f"live objects have grown by {grown} bytes")
    if resident_bytes(server) > MOST_RESIDENT:
        wrong.append(f"the process has used {resident_bytes(server)} bytes")
    errors = [line for line in (folder / "log").read_text(errors="replace").splitlines() if " SEVERE " in line or " ERROR " in line]
    if errors:
        wrong.append(f"{len(errors)} errors in the log, the first: {errors[0][:500]}")
    return wrong


def main():
    seconds = int(sys.argv[1])
    keys = {"FUZZ_KEY": "zk_" + secrets.token_urlsafe(32), "FUZZ_PLATFORM_KEY": "zp_" + secrets.token_urlsafe(32)}
    with tempfile.TemporaryDirectory(prefix="zaaky-fuzz-") as name:
        folder = pathlib.Path(name)
        configure(folder, keys)
        server, url, management = start(folder)
        try:
            ask(url)
            first = max(5, seconds // 4)  # classes and caches come with use
            wrong = ["see above"] if fuzz(url, first, keys, folder) else []
            before = live_bytes(server)
            if not wrong and fuzz(url, max(5, seconds - first), keys, folder):
                wrong.append("see above")
            wrong += look(server, management, folder, before)
            if server.poll() is None:
                ask(url)
            server.send_signal(signal.SIGTERM)
            if server.wait(STOP_SECONDS) not in (0, 128 + signal.SIGTERM, -signal.SIGTERM):
                wrong.append(f"the server ended with {server.returncode}")
        finally:
            if server.poll() is None:
                server.kill()
                server.wait()
        for each in wrong:
            print("tools/fuzz: " + each, file=sys.stderr)
        sys.exit(1 if wrong else 0)


main()
