import { answerOf, Question } from "./answer.js";
import { Failure, sentenceFor } from "./failure.js";
import { listOf, textOf } from "./json.js";
import { AssistantMessage, userMessage } from "./messages.js";

/** How often to poll for an answer that runs in the background, and how many times at most. */
const POLL_MS = 2000;
const MAX_POLLS = 90;
/**
 * Failures after which it is unknown whether the question has arrived: a retry must not ask it
 * twice.
 */
const OPEN = ["unreachable", "interrupted", "not_carried"];
/** Failures after which visitors want their message back to edit it. */
const CORRECTABLE = ["message_too_long", "payload_too_large", "invalid_field"];

/**
 * One visitor's conversation: asks questions, stops, retries and restores answers. It calls the
 * server and shows everything in a panel.
 */
export class Conversation {
  #server;
  #keeper;
  #panel;
  #strings;
  #config = null;
  #question = null;
  #mode = "";
  #stopping = Promise.resolve();
  #polls = 0;
  #timer = 0;
  #early = false; // the visitor tried to send before the server had answered

  constructor(server, keeper, panel, strings) {
    this.#server = server;
    this.#keeper = keeper;
    this.#panel = panel;
    this.#strings = strings;
  }

  /** Applies the server's configuration and shows the conversation so far. */
  async begin(config) {
    this.#panel.show(config);
    const known = isSignedIn(config) || this.#keeper.get() === config.session;
    const messages = known ? await this.#history(config.session) : [];
    this.#config = config;
    this.#mode = config.mode;
    this.#panel.clear();
    if (messages.length === 0) {
      this.#greet();
    } else {
      this.#restore(messages);
    }
    this.#showPause();
    const waiting = this.#panel.input.value.trim();
    if (this.#early && waiting !== "" && this.send(waiting)) {
      this.#panel.write("");
    }
    this.#early = false;
  }

  /** Shows that the chat is unavailable at the moment; `onRetry` tries again. */
  unavailable(failure, onRetry) {
    this.#panel.clear();
    const view = this.#answerView();
    view.leave();
    const again = () => {
      view.node.remove();
      onRetry();
    };
    view.fail(sentenceFor(failure, this.#strings), failure.retryable ? again : null, failure.retryAfter);
  }

  /** Shows the owner's message while the chatbot is paused; this is not a failure of the chat. */
  #tellPaused(view, sentence) {
    view.leave();
    view.note(sentence);
    this.#panel.dropSuggestions();
  }

  #showPause() {
    if (this.#config.paused !== "") {
      this.#tellPaused(this.#pastView(), this.#config.paused);
    }
  }

  #greet() {
    const { greeting, suggestions } = this.#config;
    if (greeting !== "") {
      this.#pastView().complete(answerOf({ __proto__: null }, greeting));
    }
    this.#panel.suggest(suggestions, (text) => this.send(text));
  }

  async #history(session) {
    try {
      return await this.#server.history(session);
    } catch (problem) {
      if (!(problem instanceof Failure)) {
        throw problem;
      }
      return [];
    }
  }

  #restore(messages) {
    this.#panel.clear();
    let asked = "";
    let view = null;
    for (const message of messages) {
      if (message.role === "user") {
        asked = textOf(message.content);
        this.#panel.add(userMessage(asked, this.#strings));
        view = null;
      } else {
        view = this.#pastView();
        this.#showPast(view, message);
      }
    }
    this.#continueAfter(asked, view ?? this.#pastView(), messages.at(-1));
    this.#panel.scrollToEnd();
  }

  #showPast(view, message) {
    if (message.state === "running") {
      view.append(textOf(message.content));
    } else {
      view.complete(answerOf(message, textOf(message.content)));
    }
  }

  /** Continues after the last restored message: waits for its answer, or offers a retry. */
  #continueAfter(asked, view, last) {
    if (last.state === "running" && this.#polls < MAX_POLLS) {
      this.#follow(asked, view, last);
    } else if (last.role === "user" || ["running", "incomplete", "failed"].includes(last.state)) {
      view.leave();
      this.#offerRetry(view, asked, new Failure("interrupted", { retryable: true }));
    }
  }

  /** Reads the stream of an answer in progress, or polls for its end. */
  async #follow(asked, view, message) {
    const question = new Question(this.#server, asked, this.#config.session);
    this.#question = question;
    this.#panel.setBusy(true);
    let answer = null;
    try {
      if (textOf(message.content) === "") {
        answer = await question.follow(textOf(message.id), this.#listener(view));
      }
      if (answer !== null) {
        this.#finish(view, answer);
      }
    } catch (problem) {
      this.#endWithout(view, asked, question, problem);
      answer = problem;
    } finally {
      if (this.#question === question) {
        this.#question = null;
        this.#panel.setBusy(false);
        if (answer === null) {
          this.#polls++;
          this.#timer = setTimeout(() => this.#poll(textOf(message.content)), POLL_MS);
        }
      }
    }
  }

  /** Polls; the view is not touched while nothing has changed. */
  async #poll(seen) {
    const messages = await this.#history(this.#config.session);
    const last = messages.at(-1);
    if (this.#question !== null || last === undefined) {
      return;
    }
    if (last.state === "running" && textOf(last.content) === seen && this.#polls < MAX_POLLS) {
      this.#polls++;
      this.#timer = setTimeout(() => this.#poll(seen), POLL_MS);
    } else {
      this.#restore(messages);
    }
  }

  /**
   * Asks a question. Returns false and does nothing while another question is being answered, or
   * before the chat is ready; the text then stays in the input.
   */
  send(text) {
    this.#early = this.#config === null;
    if (this.#question !== null || this.#early) {
      return false;
    }
    clearTimeout(this.#timer);
    this.#panel.dropSuggestions();
    this.#panel.add(userMessage(text, this.#strings));
    this.#panel.scrollToEnd();
    this.#ask(text);
    return true;
  }

  async #ask(text, key) {
    const question = new Question(this.#server, text, this.#config.session, key);
    this.#question = question;
    this.#keep(this.#config);
    const view = this.#answerView();
    this.#panel.setBusy(true);
    this.#panel.announce(this.#strings.writing);
    try {
      await this.#stopping;
      this.#finish(view, await question.ask(this.#mode, this.#listener(view)));
    } catch (problem) {
      this.#endWithout(view, text, question, problem);
    } finally {
      if (this.#question === question) {
        this.#question = null;
        this.#panel.setBusy(false);
      }
    }
  }

  #keep(config) {
    if (!isSignedIn(config)) {
      this.#keeper.set(config.session);
    }
  }

  #listener(view) {
    return {
      onText: (text) => view.append(text),
      onMode: (mode) => (this.#mode = mode),
      onReconnect: () => view.note(this.#strings.reconnecting),
    };
  }

  #finish(view, answer) {
    if (answer.session !== "" && answer.session !== this.#config.session) {
      this.#config.session = answer.session;
      this.#keep(this.#config);
    }
    view.complete(answer);
  }

  #endWithout(view, text, question, problem) {
    view.leave();
    if (problem.name === "AbortError") {
      view.note(this.#strings.stopped);
      return;
    }
    const failure = problem instanceof Failure ? problem : new Failure("internal");
    if (failure.code === "paused" && failure.sentence !== "") {
      this.#tellPaused(view, failure.sentence);
      this.#giveBack(text);
      return;
    }
    this.#offerRetry(view, text, failure, OPEN.includes(failure.code) ? question.key : undefined);
    if (!(problem instanceof Failure)) {
      console.warn("Zaaky:", problem);
    }
  }

  #offerRetry(view, text, failure, key) {
    const again = () => {
      if (this.#question === null) {
        view.node.remove();
        this.#panel.scrollToEnd();
        this.#ask(text, key);
        this.#panel.input.focus();
      }
    };
    view.fail(sentenceFor(failure, this.#strings), failure.retryable ? again : null, failure.retryAfter);
    if (CORRECTABLE.includes(failure.code)) {
      this.#giveBack(text);
    }
  }

  /** Puts an unanswered message back into the input, unless the input has text. */
  #giveBack(text) {
    if (this.#panel.input.value === "") {
      this.#panel.write(text);
    }
  }

  /** Stops the answer in progress. */
  stop() {
    if (this.#question !== null) {
      this.#stopping = this.#question.stop().catch(() => {});
    }
  }

  /** Deletes this conversation, here and on the server, and begins a new one. */
  async renew() {
    if (this.#config === null) {
      return;
    }
    const old = this.#config.session;
    this.stop();
    this.#question = null;
    clearTimeout(this.#timer);
    this.#polls = 0;
    this.#panel.setBusy(false);
    this.#panel.clear();
    if (!isSignedIn(this.#config)) {
      this.#keeper.clear();
    }
    try {
      await this.#stopping;
      await this.#server.forget(old);
      this.#config = await this.#server.config(null);
    } catch (problem) {
      if (!(problem instanceof Failure)) {
        throw problem;
      }
    }
    this.#greet();
    this.#showPause();
  }

  #answerView() {
    return this.#view((text) => this.#panel.announce(text));
  }

  /** A view for earlier messages: a screen reader finds them, but does not announce them. */
  #pastView() {
    return this.#view(() => {});
  }

  #view(announce) {
    const view = new AssistantMessage(this.#strings, (change) => this.#panel.grow(change), announce);
    this.#panel.add(view.node);
    return view;
  }
}

/** Whether the page has signed the visitor in, so that the conversation needs no session. */
function isSignedIn(config) {
  return config.session === "";
}
