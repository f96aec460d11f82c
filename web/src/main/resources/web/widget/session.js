/**
 * Remembers the session id, the secret that opens a conversation, over reloads: in the page's
 * localStorage, or in memory where a browser blocks that. It is never part of an address.
 */
export class SessionKeeper {
  #key;
  #inMemory = null;

  constructor(server, chatbot) {
    this.#key = `zaaky:${server}:${chatbot}`;
  }

  /** The session, or null. */
  get() {
    try {
      return localStorage.getItem(this.#key) ?? this.#inMemory;
    } catch {
      return this.#inMemory;
    }
  }

  set(session) {
    this.#inMemory = session;
    try {
      localStorage.setItem(this.#key, session);
    } catch {
      // Storage is blocked or full: the conversation lasts as long as the page.
    }
  }

  clear() {
    this.#inMemory = null;
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // Nothing was stored.
    }
  }
}
