import { Conversation } from "./conversation.js";
import { el, icon, setAttribute } from "./dom.js";
import { Failure, sentenceFor } from "./failure.js";
import { Panel } from "./panel.js";
import { Server } from "./server.js";
import { SessionKeeper } from "./session.js";
import { styleSheet } from "./styles.js";
import { parseColor } from "./theme.js";

const CHAT = ["M20 11.5a8 8 0 0 1-11.6 7.1L4 20l1.4-4.4A8 8 0 1 1 20 11.5z", "M8.5 10.5h7", "M8.5 13.5h4.5"];
const DOWN = ["M6 9l6 6 6-6"];

/** One chat on a page: its position, its frame, and whether it is open. */
export class Widget {
  #host = document.createElement("zaaky-chat");
  #root = el("div", { class: "root" });
  #server;
  #keeper;
  #strings;
  #panel;
  #conversation;
  #launcher = null;
  #inline;
  #narrow = matchMedia("(max-width: 520px)");
  #loading = null;
  #leave = new AbortController();
  #startOpen;

  /** `inline` is the element to fill, or null for a launcher in a corner of the page. */
  constructor({ base, chatbot, inline, strings, token, position = "", theme = "", open }) {
    this.chatbot = chatbot;
    this.#inline = inline;
    this.#strings = strings;
    this.#startOpen = open !== undefined && open !== "false";
    this.#server = new Server(base, chatbot, token);
    this.#keeper = new SessionKeeper(base, chatbot);
    this.#panel = new Panel(strings, {
      onSend: (text) => this.#conversation.send(text),
      onStop: () => this.#conversation.stop(),
      onFresh: () => this.#renew(),
      onClose: () => this.close(),
    });
    this.#conversation = new Conversation(this.#server, this.#keeper, this.#panel, strings);
    setAttribute(this.#host, "data-theme", /^(?:light|dark)$/.test(theme) && theme);
    setAttribute(this.#host, "data-inline", inline !== null);
    this.#root.classList.add(inline === null ? "floating" : "inline");
    this.#root.classList.toggle("left", position.endsWith("left"));
  }

  /** Adds the chat to the page and loads its configuration from the server. */
  async start() {
    const shadow = this.#host.attachShadow({ __proto__: null, mode: "open" });
    shadow.adoptedStyleSheets = [styleSheet(null)];
    shadow.append(this.#root);
    this.#root.append(this.#panel.node);
    setAttribute(this.#root, "role", "region");
    this.#label("");
    if (this.#inline === null) {
      this.#frame();
    } else {
      this.#panel.close.hidden = true;
      this.#inline.append(this.#host);
    }
    await this.#load();
  }

  /**
   * Creates the launcher and the dialog that it opens; both appear when the server has answered.
   */
  #frame() {
    const panel = this.#panel.node;
    panel.hidden = true;
    setAttribute(panel, "role", "dialog");
    setAttribute(panel, "aria-labelledby", "title");
    const attributes = { type: "button", class: "launcher", "aria-expanded": "false", "aria-controls": "panel" };
    this.#launcher = el("button", attributes, icon(...CHAT));
    this.#launcher.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    this.#root.prepend(this.#launcher);
    this.#root.addEventListener("keydown", (event) => this.#key(event));
    const options = { __proto__: null, signal: this.#leave.signal };
    this.#narrow.addEventListener("change", () => this.#fit(), options);
    globalThis.visualViewport?.addEventListener("resize", () => this.#fit(), options);
    this.#nameLauncher();
    this.#fit();
  }

  /** Loads the configuration once; after a failure, the next call tries again. */
  #load() {
    this.#loading ??= this.#fetchConfig().catch((problem) => {
      this.#loading = null;
      this.#showProblem(problem);
    });
    return this.#loading;
  }

  async #fetchConfig() {
    const config = await this.#server.config(this.#keeper.get());
    this.#label(config.title);
    this.#appear();
    if (config.color !== "") {
      this.#host.shadowRoot.adoptedStyleSheets = [styleSheet(parseColor(config.color, this.#root))];
    }
    await this.#conversation.begin(config);
  }

  #appear() {
    if (this.#launcher !== null && !this.#host.isConnected) {
      document.body.append(this.#host);
      if (this.#startOpen) {
        this.#setOpen(true);
      }
    }
  }

  #showProblem(problem) {
    if (!(problem instanceof Failure)) {
      throw problem;
    }
    if (!problem.retryable && this.#inline === null) {
      console.warn(`Zaaky: the server refuses the chat ${this.chatbot} here: ${problem.code}.`);
      return;
    }
    this.#appear();
    this.#conversation.unavailable(problem, () => this.#load());
  }

  #label(title) {
    setAttribute(this.#root, "aria-label", title || this.#strings.chat);
  }

  get isOpen() {
    return !this.#panel.node.hidden;
  }

  /** Opens the chat and puts the cursor into it. */
  open() {
    this.#setOpen(true);
    this.#panel.scrollToEnd();
    this.#panel.input.focus();
    this.#load();
  }

  /** Closes the chat and returns the focus to the launcher. */
  close() {
    if (this.#launcher !== null && this.isOpen) {
      this.#setOpen(false);
      this.#launcher.focus();
    }
  }

  /** Removes the chat from the page. The conversation stays on the server. */
  destroy() {
    this.#conversation.stop();
    this.#leave.abort();
    this.#host.remove();
  }

  #setOpen(open) {
    if (this.#launcher !== null) {
      this.#panel.node.hidden = !open;
      this.#root.classList.toggle("open", open);
      setAttribute(this.#launcher, "aria-expanded", `${open}`);
      this.#launcher.replaceChildren(icon(...(open ? DOWN : CHAT)));
      this.#nameLauncher();
      this.#fit();
    }
  }

  #nameLauncher() {
    const label = this.isOpen ? this.#strings.close : this.#strings.open;
    setAttribute(this.#launcher, "aria-label", label);
    setAttribute(this.#launcher, "title", label);
  }

  async #renew() {
    this.#panel.input.focus();
    await this.#conversation.renew();
  }

  /** On a narrow screen, the panel covers the whole page above the on-screen keyboard. */
  #fit() {
    const sheet = this.#narrow.matches;
    this.#root.classList.toggle("sheet", sheet);
    setAttribute(this.#panel.node, "aria-modal", sheet && "true");
    const height = globalThis.visualViewport?.height;
    this.#panel.node.style.height = sheet && height !== undefined ? `${Math.round(height)}px` : "";
  }

  #key(event) {
    if (event.key === "Escape" && this.isOpen && !event.isComposing) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" && this.#narrow.matches && this.isOpen) {
      this.#keepFocusInside(event);
    }
  }

  #keepFocusInside(event) {
    const all = this.#panel.node.querySelectorAll("button, a[href], textarea, [tabindex='0']");
    const stops = [...all].filter((node) => !node.disabled && node.checkVisibility());
    const [first, last] = [stops[0], stops.at(-1)];
    const active = this.#host.shadowRoot.activeElement;
    if (active === (event.shiftKey ? first : last)) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }
}
