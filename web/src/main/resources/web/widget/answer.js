import { Failure } from "./failure.js";
import { listOf, parseJson, textOf } from "./json.js";
import { EventParser } from "./sse.js";
import { online, pause, within } from "./waiting.js";

const STREAM = "api/public/chat/stream";

/**
 * A server sends a heartbeat every few seconds; after this long a silence it is considered gone.
 */
const SILENCE_MS = 90_000;

/** How long to try to resume a broken stream, and the pauses between the attempts. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

/** Failures after which the server may be back in a moment. */
const AWAY = ["unreachable", "overloaded", "shutting_down", "http_502", "http_503", "http_504"];

/** The mode to fall back to when this browser or a proxy on the way does not support a mode. */
const simpler = { __proto__: null, tokens: "chunked", chunked: "off" };

/**
 * One question and the transport of its answer, in the mode that the server named: `tokens` streams
 * the answer as the model writes it, `chunked` sends the finished answer in pieces, `off` sends it
 * as one JSON object.
 */
export class Question {
  #server;
  #message;
  #session;
  #key;
  #abort = new AbortController();
  #messageId = "";
  #lastEvent = "";
  #broken = false;
  #posted = false;
  #forgotten = false;

  /** With the same `key`, the question is asked only once, however often it is sent. */
  constructor(server, message, session, key = newKey()) {
    this.#server = server;
    this.#message = message;
    this.#session = session;
    this.#key = key;
  }

  get key() {
    return this.#key;
  }

  /**
   * Asks the question. `onText(text)` receives each piece as it arrives. Resolves with the finished
   * answer. Rejects with a Failure, also if the stream ends without its final event, or with an
   * AbortError after `stop`. `onMode(mode)` receives the mode that works if the first one did not.
   */
  async ask(mode, { onText, onMode, onReconnect }) {
    let current = mode in asked ? mode : "tokens";
    const first = current;
    for (;;) {
      try {
        const answer = await asked[current](this, onText, onReconnect);
        onMode(current);
        return answer;
      } catch (problem) {
        if (problem.code !== "not_carried") {
          // An error of the simpler mode says nothing about the answer that broke off before.
          throw current === first || problem.retryable !== false ? problem : interrupted();
        }
        current = simpler[current] ?? failWith(interrupted());
        await this.#tellStopped();
      }
    }
  }

  /**
   * Follows the answer with this id, which was requested before this page was loaded, from its
   * beginning. Resolves like `ask`, or with null if the server has no such answer to follow.
   */
  async follow(messageId, { onText, onReconnect }) {
    this.#messageId = messageId;
    this.#lastEvent = beginningOf(messageId);
    const response = await this.resume();
    return response === null ? null : tokensOf(this, response, onText, onReconnect);
  }

  /** Closes the stream at once; resolves when the server has been told as well. */
  async stop() {
    const told = this.#tellStopped();
    this.#abort.abort();
    await told;
  }

  async #tellStopped() {
    if (this.#messageId !== "") {
      await this.#server.stop(this.#messageId, this.#session);
    }
  }

  async post(path) {
    const response = await this.#carried(path);
    this.#posted = true;
    this.#messageId = response.headers.get("X-Message-Id") ?? "";
    this.#lastEvent = this.#messageId === "" ? "" : beginningOf(this.#messageId);
    return response;
  }

  /**
   * A gateway's own error before the first byte means that the mode does not work; it is not an
   * answer.
   */
  async #carried(path) {
    try {
      return await this.#server.ask(path, this.#message, this.#session, this.#key, this.#abort.signal);
    } catch (problem) {
      throw problem.code === "http_502" || problem.code === "http_504" ? notCarried() : problem;
    }
  }

  /**
   * Reads events until `onEvent(event)` returns something other than undefined, and returns that;
   * returns undefined if the stream ends or breaks before.
   */
  async read(response, onEvent) {
    let result;
    let heard = false;
    const parser = new EventParser((data, id) => {
      this.#lastEvent = id || this.#lastEvent;
      this.#messageId ||= id.split(":")[0];
      result ??= onEvent(parseEvent(data));
    });
    for await (const bytes of this.#bodyOf(response)) {
      heard = true;
      parser.push(bytes);
      if (result !== undefined) {
        return result;
      }
    }
    if (!heard && !this.#broken) {
      throw notCarried();
    }
    return undefined;
  }

  /**
   * The bytes as they arrive; a broken connection ends them. If the body is not readable as a
   * stream, all bytes come at once.
   */
  async *#bodyOf(response) {
    const reader = response.body?.getReader?.();
    try {
      if (reader === undefined) {
        yield new Uint8Array(await response.arrayBuffer());
        return;
      }
      for (;;) {
        const { done, value } = await within(SILENCE_MS, reader.read());
        if (done) {
          return;
        }
        yield value;
      }
    } catch (problem) {
      if (this.#abort.signal.aborted) {
        throw problem;
      }
      this.#broken = true;
    } finally {
      reader?.cancel().catch(() => {});
    }
  }

  /**
   * The rest of a broken stream, or null if the server has none. Retries for a while if the server
   * is unreachable; the pauses vary, so that not all visitors reconnect at once.
   */
  async resume() {
    const start = Date.now();
    for (let time = FIRST_PAUSE_MS; this.#lastEvent !== ""; time = Math.min(2 * time, LONGEST_PAUSE_MS)) {
      await online(this.#abort.signal);
      try {
        const response = await this.#server.resume(this.#lastEvent, this.#abort.signal);
        this.#forgotten = response.status === 204;
        return response.status === 200 && isEventStream(response) ? response : null;
      } catch (problem) {
        if (!(problem instanceof Failure)) {
          throw problem;
        }
        if (!AWAY.includes(problem.code) || Date.now() - start > PATIENCE_MS) {
          return null;
        }
      }
      await pause(time * (0.5 + Math.random() / 2), this.#abort.signal);
    }
    return null;
  }

  /**
   * The answer from its beginning, if the server has forgotten the stream. Sending the question
   * again with its key returns the existing answer; the question is never answered twice. Null if
   * the question was not asked on this page.
   */
  async again() {
    if (!this.#posted || !this.#forgotten) {
      return null;
    }
    this.#forgotten = false;
    try {
      return await eventStream(this, STREAM);
    } catch (problem) {
      throw problem instanceof Failure ? interrupted() : problem;
    }
  }

  get lastEvent() {
    return this.#lastEvent;
  }
}

const asked = {
  __proto__: null,

  async tokens(question, onText, onReconnect) {
    const response = await eventStream(question, STREAM);
    return tokensOf(question, response, onText, onReconnect);
  },

  async chunked(question, onText) {
    let content = "";
    const onEvent = (event) => {
      if (event.type === "error") {
        return terminal(event);
      }
      const chunk = textOf(event.chunk);
      content += chunk;
      onText(chunk);
      return event.done === true ? () => answerOf(event, content) : undefined;
    };
    const answer = await question.read(await eventStream(question, "api/public/chat/chunked"), onEvent);
    if (answer === undefined) {
      throw interrupted();
    }
    return answer();
  },

  async off(question) {
    const response = await question.post("api/public/chat");
    try {
      const answer = parseJson(await response.text());
      return answerOf(answer, textOf(answer.content));
    } catch (problem) {
      throw problem.name === "AbortError" ? problem : interrupted();
    }
  },
};

/** The id that represents the position before the first event. */
function beginningOf(messageId) {
  return `${messageId}:0`;
}

/** Reads a stream of tokens to its end, over as many connections as necessary. */
async function tokensOf(question, first, onText, onReconnect) {
  let shown = 0; // characters
  let known = 0; // of those, to be skipped because they arrive again
  const onEvent = (event) => {
    if (event.type === "token") {
      const text = textOf(event.content);
      const fresh = text.slice(known);
      known -= text.length - fresh.length;
      shown += fresh.length;
      onText(fresh);
    }
    return terminal(event);
  };
  let response = first;
  for (let seen = ""; response !== null; ) {
    const begun = Date.now();
    const answer = await question.read(response, onEvent);
    if (answer !== undefined) {
      return answer();
    }
    // Does not resume again if the last connection brought no event and ended soon.
    const idle = question.lastEvent === seen && Date.now() - begun < LONGEST_PAUSE_MS;
    response = idle ? null : await resumed(question, onReconnect);
    seen = question.lastEvent;
    if (response === null) {
      response = await question.again();
      known = shown;
    }
  }
  throw interrupted();
}

async function eventStream(question, path) {
  const response = await question.post(path);
  if (!isEventStream(response)) {
    throw notCarried();
  }
  return response;
}

function isEventStream(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("text/event-stream");
}

async function resumed(question, onReconnect) {
  onReconnect();
  return question.resume();
}

function parseEvent(data) {
  try {
    return parseJson(data) ?? {};
  } catch {
    return { __proto__: null };
  }
}

/**
 * The effect of a final event, as a function that returns or throws; undefined for other events.
 */
function terminal(event) {
  switch (event.type) {
    case "complete":
      return () => answerOf(event, textOf(event.content));
    case "error":
      return () => {
        const retryable = event.retryable === true;
        throw new Failure(textOf(event.code), { sentence: textOf(event.error), retryable });
      };
    default:
      return undefined;
  }
}

/**
 * The finished answer in the form that the view needs, from the stream, the JSON answer or the
 * history.
 */
export function answerOf(event, content) {
  return {
    content,
    sources: listOf(event.sources),
    hint: hintOf(event.context_quality ?? { __proto__: null }),
    ending: textOf(event.finish_reason ?? event.state),
    session: textOf(event.session_id),
  };
}

/** `weak` or `none`, otherwise empty. Small talk needs no documents and no hint. */
function hintOf({ verdict, small_talk: smallTalk }) {
  return verdict === "weak" || (verdict === "none" && !smallTalk) ? verdict : "";
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function failWith(failure) {
  throw failure;
}

function interrupted() {
  return new Failure("interrupted", { retryable: true });
}

function notCarried() {
  return new Failure("not_carried", { retryable: true });
}
