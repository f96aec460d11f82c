/**
 * Keeps the session id, the secret that gives access to a conversation, across reloads: in the
 * page's localStorage, or in memory if the browser blocks that. The id is never part of an address.
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
      // Storage is blocked or full, so the conversation lasts as long as the page.
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
