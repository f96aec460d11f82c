import { stringsFor } from "./strings.js";
import { Widget } from "./widget.js";

/** The widgets of this page, by identity: a second copy of a script tag mounts nothing. */
const widgets = new Map();

/** Mounts the chat that a script tag describes. */
export async function start(script) {
  const attributes = { __proto__: null, ...script.dataset };
  const { chatbot = "", target = "", lang = "" } = attributes;
  if (!/^[a-z0-9][a-z0-9_-]{0,63}\/[a-z0-9][a-z0-9_-]{0,63}$/.test(chatbot)) {
    console.warn(`Zaaky: data-chatbot="${chatbot}" must be of the form org/bot.`);
    return;
  }
  await pageIsParsed();
  const base = new URL(".", script.src).href;
  const key = `${base} ${chatbot} ${target}`;
  if (widgets.has(key)) {
    return;
  }
  const inline = target === "" ? null : document.querySelector(target);
  if (target !== "" && inline === null) {
    console.warn(`Zaaky: there is no element ${target} on this page.`);
    return;
  }
  const strings = stringsFor(lang || document.documentElement.lang || "en");
  // Read for each call, so that a page that stays open can provide a fresh token.
  const token = () => script.dataset.visitorToken ?? "";
  const widget = new Widget({ ...attributes, __proto__: null, base, chatbot, inline, strings, token });
  widgets.set(key, widget);
  defineGlobal();
  await widget.start();
}

function pageIsParsed() {
  if (document.readyState !== "loading") {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    document.addEventListener("DOMContentLoaded", resolve, { __proto__: null, once: true });
  });
}

/**
 * The only global: opens, closes and removes the chats of this page, either all or those of
 * `chatbot`.
 */
function defineGlobal() {
  if (Object.hasOwn(globalThis, "ZaakyChat")) {
    return;
  }
  const each = (chatbot, action) => {
    for (const [key, widget] of widgets) {
      if (chatbot === undefined || widget.chatbot === chatbot) {
        action(widget, key);
      }
    }
  };
  const value = Object.freeze({
    __proto__: null,
    open: (chatbot) => each(chatbot, (widget) => widget.open()),
    close: (chatbot) => each(chatbot, (widget) => widget.close()),
    destroy: (chatbot) =>
      each(chatbot, (widget, key) => {
        widget.destroy();
        widgets.delete(key);
      }),
  });
  Object.defineProperty(globalThis, "ZaakyChat", { __proto__: null, value, configurable: true });
}
