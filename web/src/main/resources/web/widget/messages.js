import { el, icon, setAttribute } from "./dom.js";
import { textOf } from "./json.js";
import { atWords, destination, externalLink, safeUrl } from "./links.js";
import { MarkdownView } from "./markdown.js";

const SHOWN_SOURCES = 3;
const INFO = ["M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18", "M12 11v5", "M12 8v.01"];
const ALERT = ["M12 4l9 16H3z", "M12 10v4", "M12 17v.01"];

/** A message of the visitor. */
export function userMessage(text, strings) {
  const bubble = el("div", { class: "bubble", dir: "auto" }, text);
  return el("div", { class: "message user" }, el("span", { class: "sr" }, strings.you), bubble);
}

/** One answer, from the typing dots to its sources. */
export class AssistantMessage {
  #strings;
  #text = el("div", { class: "markdown" });
  #typing = el("div", { class: "typing", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  #bubble = el("div", { class: "bubble" }, this.#text, this.#typing);
  #markdown;
  #frame = 0;
  #onGrow;
  #extras = [];

  /**
   * `onGrow(change)` runs a change of the layout; `announce(text)` reads a finished piece aloud.
   */
  constructor(strings, onGrow, announce) {
    this.#strings = strings;
    this.#onGrow = onGrow;
    this.#markdown = new MarkdownView(this.#text, announce);
    this.node = el("div", { class: "message assistant" }, el("span", { class: "sr" }, strings.assistant), this.#bubble);
  }

  /** Shows more of the answer, at most once per frame. */
  append(text) {
    this.#clearExtras();
    this.#markdown.append(text);
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => this.#update());
    }
  }

  #update() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#onGrow(() => this.#markdown.update());
  }

  /** Shows a finished answer with its sources. */
  complete({ content, sources, hint, ending }) {
    this.#end();
    const entries = sources.map((source) => new SourceEntry(source));
    this.#onGrow(() => {
      this.#markdown.finish(content, (n) => this.#citation(n, entries));
      this.#bubble.hidden = content.trim() === "";
      if (hint !== "") {
        this.#add(el("div", { class: "hint" }, icon(...INFO), el("span", null, this.#strings[hint])));
      }
      if (entries.length > 0) {
        this.#add(sourceList(entries, this.#strings));
      }
      const notes = { __proto__: null, stopped: "stopped", length: "length", content_filter: "filtered" };
      if (ending in notes) {
        this.note(this.#strings[notes[ending]]);
      }
    });
  }

  /** Ends an answer that will not continue; its text stays. */
  leave() {
    this.#end();
    this.#update();
    this.#bubble.hidden = this.#text.textContent.trim() === "";
  }

  #end() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#typing.remove();
    this.#clearExtras();
  }

  /** Shows an unobtrusive remark under the answer. */
  note(text) {
    this.#add(el("div", { class: "notice calm" }, el("span", { dir: "auto" }, text)));
  }

  /**
   * Shows a failure, with a retry button if `onRetry` is given; the button is disabled for
   * `seconds`.
   */
  fail(text, onRetry, seconds) {
    const notice = el("div", { class: "notice", role: "alert" }, icon(...ALERT), el("span", { dir: "auto" }, text));
    if (onRetry !== null) {
      const button = el("button", { type: "button", class: "retry" }, this.#strings.retry);
      button.addEventListener("click", onRetry);
      notice.append(button);
      countDown(button, seconds, this.#strings);
    }
    this.#onGrow(() => this.#add(notice));
  }

  #citation(n, entries) {
    const entry = entries.find((candidate) => candidate.n === n);
    if (entry === undefined) {
      return null;
    }
    const label = `${this.#strings.source} ${n}: ${entry.title}`;
    const button = el("button", { type: "button", class: "cite", "aria-label": label }, `${n}`);
    button.addEventListener("click", () => entry.show());
    return button;
  }

  #add(node) {
    this.#extras.push(node);
    this.node.append(node);
  }

  #clearExtras() {
    this.#extras.forEach((node) => node.remove());
    this.#extras = [];
  }
}

/**
 * A source in the list under an answer. Title and snippet come from documents, so they are shown
 * only as text.
 */
class SourceEntry {
  constructor(source) {
    const url = safeUrl(textOf(source.url));
    this.n = source.n;
    this.title = textOf(source.title) || (url === null ? textOf(source.id) : destination(url));
    const title = document.createTextNode(this.title);
    const snippet = textOf(source.snippet);
    const link = () => externalLink(atWords(url, snippet), [title]);
    const name = el("div", { class: "name", dir: "auto" }, url === null ? title : link());
    this.node = el(
      "li",
      { tabindex: "-1" },
      el("span", { class: "number", "aria-hidden": "true" }, `${source.n}`),
      el("div", { class: "what" }, name, snippet === "" ? null : el("div", { class: "snippet", dir: "auto" }, snippet)),
    );
  }

  show() {
    this.node.hidden = false;
    this.node.focus({ __proto__: null, preventScroll: true });
    this.node.scrollIntoView({ __proto__: null, block: "nearest" });
  }
}

function sourceList(entries, strings) {
  const list = el("ol", { "aria-label": strings.sources }, ...entries.map(({ node }) => node));
  const box = el("div", { class: "sources" }, el("div", { class: "label", "aria-hidden": "true" }, strings.sources), list);
  const further = entries.slice(SHOWN_SOURCES);
  if (further.length > 0) {
    const more = el("button", { type: "button", class: "more" }, `${strings.moreSources} (${entries.length})`);
    further.forEach(({ node }) => setAttribute(node, "hidden", true));
    more.addEventListener("click", () => {
      further[0].show();
      further.forEach(({ node }) => setAttribute(node, "hidden", false));
      more.remove();
    });
    box.append(more);
  }
  return box;
}

function countDown(button, seconds, strings) {
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? strings.wait.replace("{seconds}", `${seconds}`) : strings.retry;
  if (seconds > 0) {
    setTimeout(() => countDown(button, seconds - 1, strings), 1000);
  }
}
