import { patchChildren, patchNodes } from "./dom.js";
import { renderBlocks } from "./blocks.js";

/** A block longer than this is ended while it grows, so that each update has a bounded cost. */
const MAX_OPEN_BLOCK = 32 * 1024;

/**
 * Shows Markdown while it is being written. Model output is hostile: it only ever becomes text
 * nodes and elements of the fixed set that blocks.js and inline.js make; no markup is parsed and
 * nothing is loaded. Finished blocks are left alone, only the last one is rendered again.
 */
export class MarkdownView {
  #root;
  #open = "";
  #incoming = [];
  #openNodes = [];
  #onBlock;
  #announced = 0;

  /** `onBlock(text)` hears the text of each block when it is finished. */
  constructor(root, onBlock) {
    this.#root = root;
    this.#onBlock = onBlock;
  }

  /** Takes more text; it shows with the next `update`. */
  append(text) {
    this.#incoming.push(text);
  }

  /** Shows what has been appended. */
  update() {
    this.#open = unifyLines(this.#open + this.#incoming.join(""));
    this.#incoming = [];
    const lines = this.#open.split("\n");
    const blocks = renderBlocks(lines, { __proto__: null, live: true, cite: mark });
    const nodes = patchNodes(this.#root, this.#openNodes, blocks.map(({ node }) => node));
    this.#announce(nodes.slice(0, -1));
    const last = blocks.at(-1);
    if (last !== undefined) {
      this.#open = lines.slice(last.line).join("\n");
      this.#openNodes = nodes.slice(-1);
      this.#endLongBlock(lines[last.line]);
    }
  }

  /** Shows the whole final text, with `cite(n)` for its citations. */
  finish(text, cite) {
    const lines = unifyLines(text).split("\n");
    const blocks = renderBlocks(lines, { __proto__: null, live: false, cite });
    patchChildren(this.#root, blocks.map(({ node }) => node));
    this.#announce([...this.#root.childNodes].slice(this.#announced));
  }

  #announce(nodes) {
    this.#announced += nodes.length;
    nodes.forEach((node) => this.#onBlock(node.textContent));
  }

  #endLongBlock(firstLine) {
    if (this.#open.length > MAX_OPEN_BLOCK) {
      const fence = /^ {0,3}(`{3,}|~{3,})/.exec(firstLine);
      this.#open = fence === null ? "" : `${fence[1]}\n`;
      this.#openNodes = [];
    }
  }
}

/** Line ends as LF; a CR at the very end stays, as its LF may follow. */
function unifyLines(text) {
  return text.replace(/\r\n|\r(?!\n|$)/g, "\n").replaceAll("\t", "    ");
}

/** A citation before the sources are known. */
function mark(n) {
  const node = document.createElement("sup");
  node.textContent = `${n}`;
  return node;
}
