import { el, icon, setAttribute } from "./dom.js";

const CHAT = ["M20 11.5a8 8 0 0 1-11.6 7.1L4 20l1.4-4.4A8 8 0 1 1 20 11.5z"];
const CLOSE = ["M6 6l12 12", "M18 6L6 18"];
const FRESH = ["M12 20h8", "M16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1 1-4z"];
const SEND = ["M12 19V5", "M6 11l6-6 6 6"];
const DOWN = ["M12 5v14", "M6 13l6 6 6-6"];
const NEAR_END = 48;

function button(name, label, ...content) {
  return el("button", { type: "button", class: name, "aria-label": label, title: label }, ...content);
}

/**
 * The panel's elements: header, the log of messages, the composer. It knows nothing about the
 * conversation.
 */
export class Panel {
  #strings;
  #title = el("div", { class: "title", id: "title", dir: "auto" });
  #suggestions = null;
  #send;
  #square = el("span", { class: "square", "aria-hidden": "true" });
  #arrow = icon(...SEND);
  #latest;
  #follows = true;
  #log;
  #announcer = el("div", { class: "sr", role: "status", "aria-live": "polite" });
  #busy = false;

  /**
   * `onSend(text)` returns whether the text was accepted; otherwise the text stays in the composer.
   */
  constructor(strings, { onSend, onStop, onFresh, onClose }) {
    this.#strings = strings;
    this.#log = el("div", { class: "log", role: "log", "aria-live": "off", "aria-label": strings.conversation, tabindex: "0" });
    this.#latest = button("latest", strings.latest, icon(...DOWN));
    this.#latest.hidden = true;
    this.input = el("textarea", { rows: "1", dir: "auto", "aria-label": strings.message, autocomplete: "off" });
    this.#send = button("send", strings.send, this.#arrow);
    this.close = button("tool", strings.close, icon(...CLOSE));
    this.node = this.#build(button("tool", strings.newConversation, icon(...FRESH)), onFresh);
    this.close.addEventListener("click", onClose);
    this.#log.addEventListener("scroll", () => this.#noticeScroll(), { __proto__: null, passive: true });
    this.#latest.addEventListener("click", () => this.scrollToEnd());
    this.#listenToComposer(onSend, onStop);
    this.show({ title: "", placeholder: "" });
  }

  #build(fresh, onFresh) {
    fresh.addEventListener("click", onFresh);
    const avatar = el("span", { class: "avatar", "aria-hidden": "true" }, icon(...CHAT));
    const head = el("div", { class: "head" }, avatar, this.#title, fresh, this.close);
    const composer = el("form", { class: "composer" }, this.input, this.#send);
    composer.addEventListener("submit", (event) => event.preventDefault());
    const foot = el("div", { class: "foot" }, this.#latest, composer, el("p", { class: "small" }, this.#strings.note));
    return el("div", { class: "panel", id: "panel" }, head, this.#log, foot, this.#announcer);
  }

  #listenToComposer(onSend, onStop) {
    const send = () => {
      const text = this.input.value.trim();
      if (text !== "" && !this.#busy && onSend(text)) {
        this.write("");
      }
    };
    this.input.addEventListener("input", () => this.#fitInput());
    this.input.addEventListener("keydown", (event) => {
      // 229: a key that an input method still processes, in browsers that end the composition
      // first.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        send();
      }
    });
    this.#send.addEventListener("click", () => (this.#busy ? onStop() : send()));
    this.#fitInput();
  }

  #fitInput() {
    this.input.style.height = "auto";
    this.input.style.height = this.input.scrollHeight > 0 ? `${this.input.scrollHeight}px` : "";
    this.#send.disabled = !this.#busy && this.input.value.trim() === "";
  }

  /** Puts text into the composer. */
  write(text) {
    this.input.value = text;
    this.#fitInput();
  }

  /** Shows what the server has configured. */
  show({ title, placeholder }) {
    this.#title.textContent = title || this.#strings.chat;
    this.input.placeholder = placeholder || this.#strings.placeholder;
  }

  /** While an answer is in progress, the send button stops it. */
  setBusy(busy) {
    this.#busy = busy;
    const label = busy ? this.#strings.stop : this.#strings.send;
    setAttribute(this.#send, "aria-label", label);
    setAttribute(this.#send, "title", label);
    this.#send.replaceChildren(busy ? this.#square : this.#arrow);
    this.#fitInput();
  }

  add(node) {
    this.grow(() => this.#log.append(node));
  }

  clear() {
    this.#log.replaceChildren();
    this.#suggestions = null;
    this.#announcer.replaceChildren();
  }

  /** Shows suggested questions, which disappear as soon as one is asked. */
  suggest(texts, onChoose) {
    if (texts.length > 0) {
      const buttons = texts.map((text) => {
        const choice = el("button", { type: "button", class: "suggestion", dir: "auto" }, text);
        choice.addEventListener("click", () => onChoose(text));
        return choice;
      });
      const attributes = { class: "suggestions", role: "group", "aria-label": this.#strings.suggestions };
      this.#suggestions = el("div", attributes, ...buttons);
      this.add(this.#suggestions);
    }
  }

  dropSuggestions() {
    this.#suggestions?.remove();
    this.#suggestions = null;
  }

  /**
   * Changes the log. It stays scrolled to the end if it was there, otherwise where the visitor is
   * reading.
   */
  grow(change) {
    change();
    if (this.#follows) {
      this.#log.scrollTop = this.#log.scrollHeight;
    } else {
      this.#latest.hidden = false;
    }
  }

  scrollToEnd() {
    this.#follows = true;
    this.#latest.hidden = true;
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #noticeScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#follows = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.#latest.hidden ||= this.#follows;
  }

  /** Lets a screen reader announce a finished piece, never single words of a growing one. */
  announce(text) {
    if (text.trim() !== "") {
      this.#announcer.append(el("p", { dir: "auto" }, text));
      while (this.#announcer.childNodes.length > 20) {
        this.#announcer.firstChild.remove();
      }
    }
  }
}
