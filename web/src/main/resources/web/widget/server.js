import { Failure } from "./failure.js";
import { listOf, parseJson, textOf } from "./json.js";

/**
 * The calls of one chatbot's public API. The session id and the visitor's token, both secrets, are
 * sent in a header or a body, never in an address; no cookies and no referrer are sent.
 */
export class Server {
  #base;
  #chatbot;
  #token;

  /**
   * `base` is an absolute address that ends with a slash; `chatbot` is `org/bot`; `token()` returns
   * the token of the visitor whom the page has signed in, or an empty string.
   */
  constructor(base, chatbot, token) {
    this.#base = base;
    this.#chatbot = chatbot;
    this.#token = token;
  }

  /**
   * The widget's configuration. Its session is the given one if the server accepts it, and empty
   * for a signed-in visitor.
   */
  async config(session) {
    const path = this.#chatbot.split("/").map(encodeURIComponent).join("/");
    const response = await this.#call(`api/public/chatbots/${path}`, sessionHeader(session));
    const config = await readJson(response);
    return {
      title: textOf(config.title),
      greeting: textOf(config.greeting),
      suggestions: listOf(config.suggestions).map(textOf).filter((text) => text !== ""),
      session: textOf(config.session_id),
      mode: textOf(config.mode),
      color: textOf(config.color),
      placeholder: textOf(config.placeholder),
      paused: textOf(config.paused),
    };
  }

  /** The messages of a conversation, oldest first. */
  async history(session) {
    const response = await this.#call(this.#historyPath(), sessionHeader(session));
    return listOf((await readJson(response)).messages);
  }

  /** Makes the server delete a conversation. */
  async forget(session) {
    await this.#call(this.#historyPath(), { ...sessionHeader(session), method: "DELETE" });
  }

  #historyPath() {
    return `api/public/chat/history?chatbot_id=${encodeURIComponent(this.#chatbot)}`;
  }

  /**
   * Sends a question to one of the chat endpoints. Resolves with a response of status 200. The same
   * `key` never asks twice: it joins the answer in progress, or gets the finished one.
   */
  ask(path, message, session, key, signal) {
    const body = { __proto__: null, message, chatbot_id: this.#chatbot, session_id: session };
    const request = post(body);
    request.headers["Idempotency-Key"] = key;
    return this.#call(path, { ...request, signal });
  }

  /**
   * Resumes the stream after the event `lastEvent`, the last one seen. 204: there are no more
   * events.
   */
  resume(lastEvent, signal) {
    return this.#call("api/public/chat/stream", {
      headers: { __proto__: null, "Last-Event-ID": lastEvent },
      signal,
    });
  }

  /**
   * Tells the server that nobody is waiting for this answer any more. Errors do not matter, because
   * closing the stream ends the answer for the visitor.
   */
  async stop(message, session) {
    const body = { __proto__: null, message_id: message, session_id: session };
    try {
      await this.#call("api/public/chat/stop", post(body));
    } catch (problem) {
      if (!(problem instanceof Failure)) {
        throw problem;
      }
    }
  }

  #headers(headers) {
    const token = this.#token();
    return token === "" ? headers : { ...headers, __proto__: null, "X-Visitor-Token": token };
  }

  async #call(path, given) {
    const options = { __proto__: null, ...given }; // a page may add to Object.prototype
    let response;
    try {
      response = await fetch(this.#base + path, {
        __proto__: null,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        cache: "no-store",
        ...options,
        headers: this.#headers(options.headers),
      });
    } catch (problem) {
      throw options.signal?.aborted ? problem : new Failure("unreachable", { retryable: true });
    }
    if (!response.ok) {
      throw await problemOf(response);
    }
    return response;
  }
}

function sessionHeader(session) {
  return session === null || session === "" ? {} : { headers: { __proto__: null, "X-Session-Id": session } };
}

function post(body) {
  return {
    method: "POST",
    headers: { __proto__: null, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

async function readJson(response) {
  try {
    return parseJson(await response.text());
  } catch {
    throw new Failure("unavailable", { retryable: true });
  }
}

/** The failure that an error response describes: problem+json, or whatever a proxy sends. */
async function problemOf(response) {
  const retryAfter = Number.parseInt(response.headers.get("Retry-After") ?? "", 10) || 0;
  let code = `http_${response.status}`;
  let sentence = "";
  if ((response.headers.get("Content-Type") ?? "").startsWith("application/problem+json")) {
    try {
      const problem = parseJson(await response.text());
      code = textOf(problem.code) || code;
      sentence = code === "paused" ? textOf(problem.detail) : ""; // others are for developers
    } catch {
      // The body does not match its type; the status is enough.
    }
  }
  const retryable = response.status === 409 || response.status === 429 || response.status >= 500;
  return new Failure(code, { sentence, retryable, retryAfter });
}
