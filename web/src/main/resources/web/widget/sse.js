/**
 * Parses Server-Sent Events according to the WHATWG HTML standard (section "Parsing an event
 * stream"): lines end with LF, CR or CRLF. The input may be split anywhere, even within a character
 * or between CR and LF.
 */
export class EventParser {
  #decoder = new TextDecoder();
  #onEvent;
  #line = "";
  #skipLineFeed = false;
  #data = [];
  #id = "";

  /** `onEvent(data, id)` is called for each event with data, in order. */
  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  /** Parses the next bytes. */
  push(bytes) {
    this.pushText(this.#decoder.decode(bytes, { __proto__: null, stream: true }));
  }

  /** Parses text that has already been decoded. */
  pushText(text) {
    let from = 0;
    if (this.#skipLineFeed && text !== "") {
      from = text[0] === "\n" ? 1 : 0;
      this.#skipLineFeed = false;
    }
    const end = /\r\n|\r|\n/g;
    end.lastIndex = from;
    for (let match = end.exec(text); match !== null; match = end.exec(text)) {
      const line = this.#line + text.slice(from, match.index);
      from = end.lastIndex;
      this.#line = "";
      this.#skipLineFeed = match[0] === "\r" && from === text.length;
      this.#takeLine(line);
    }
    this.#line += text.slice(from);
  }

  #takeLine(line) {
    if (line === "") {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "data") {
      this.#data.push(value);
    } else if (field === "id" && !value.includes("\0")) {
      this.#id = value;
    }
  }

  #dispatch() {
    if (this.#data.length > 0) {
      const data = this.#data.join("\n");
      this.#data = [];
      this.#onEvent(data, this.#id);
    }
  }
}
