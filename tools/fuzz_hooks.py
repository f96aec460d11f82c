"""What Schemathesis needs to know of this server: keys, names that are there, and what no schema says."""

import atexit
import json
import os
import zlib

import schemathesis

KEYS = {"adminKey": os.environ["FUZZ_KEY"], "platformKey": os.environ["FUZZ_PLATFORM_KEY"]}
SESSION = "a-session-of-the-fuzzer-0123456789"
KNOWN = {"org": "acme", "chatbot": "bot", "chatbot_id": "acme/bot", "session_id": SESSION, "X-Session-Id": SESSION}
RESTING = {"pause", "resume"}  # the others are to be answered
PATIENCE_SECONDS = 10  # a machine may be busy with other things; what took how long is printed
ONE_SECOND = 1.0
NOWHERE = "http://127.0.0.1:9/"  # a page that is refused; a name that is made up might be there


def mostly(case, name):
    """Seven times out of eight; the same for the same request."""
    seen = repr((case.operation.label, name, case.path_parameters, case.query, case.body))
    return zlib.crc32(seen.encode("utf-8", "backslashreplace")) % 8 != 0


def place_known(case, values):
    if isinstance(values, dict):
        for name, value in KNOWN.items():
            if name in values and mostly(case, name):
                values[name] = value


def without_events(node):
    """OpenAPI 3.1 has no schema for one event of a stream; ours is checked by OpenApiAnswersTest."""
    if isinstance(node, dict):
        node.get("text/event-stream", {}).pop("schema", None)
        node = node.values()
    if not isinstance(node, str) and hasattr(node, "__iter__"):
        for each in node:
            without_events(each)


@schemathesis.hook
def before_load_schema(context, raw_schema):
    without_events(raw_schema)


@schemathesis.hook
def before_call(context, case, kwargs):
    definition = case.operation.definition.raw
    place_known(case, case.path_parameters)
    place_known(case, case.query)
    place_known(case, case.headers)
    place_known(case, case.body)
    if definition.get("operationId") in RESTING and "chatbot" in (case.path_parameters or {}):
        case.path_parameters["chatbot"] = "resting"
    if isinstance(case.body, dict) and isinstance(case.body.get("url"), str):
        case.body["url"] = NOWHERE
    for scheme in definition.get("security", []):
        for name in scheme:
            if name in KEYS and mostly(case, name):
                case.headers["Authorization"] = "Bearer " + KEYS[name]


times = {}  # of answers, in seconds, by call


@atexit.register
def print_times():
    answers = [(seconds, call) for call, all_of_it in times.items() for seconds in all_of_it]
    if answers:
        slowest, call = max(answers)
        late = sum(seconds > ONE_SECOND for seconds, _ in answers)
        print(f"{len(answers)} answers, {late} of them after more than a second; the slowest after {slowest:.2f} s: {call}")


@schemathesis.check
def sound(ctx, response, case):
    """What holds whatever is documented: no fault of the server's own, and streams with one end."""
    times.setdefault(case.operation.label, []).append(response.elapsed)
    assert response.elapsed < PATIENCE_SECONDS, f"an answer took {response.elapsed} s"
    text = response.content.decode("utf-8", "replace")
    assert response.status_code != 500, text
    kind = response.headers.get("content-type", [""])[0]
    if kind.startswith("text/event-stream") and not response.stream_cut_short:
        events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
        ends = [event for event in events if event["done"]]
        assert len(ends) == 1 and events[-1] is ends[0], "a stream has exactly one end, and it is the last event"
