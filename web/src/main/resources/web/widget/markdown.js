import { patchChildren, patchNodes } from "./dom.js";
import { renderBlocks } from "./blocks.js";

/** A growing block is ended at this length, so that each update has a bounded cost. */
const MAX_OPEN_BLOCK = 32 * 1024;

/**
 * Shows Markdown while it is being written. Model output is untrusted: it only ever becomes text
 * nodes and elements of the fixed set that blocks.js and inline.js create; no markup is parsed and
 * nothing is loaded. Finished blocks are not touched; only the last block is rendered again.
 */
export class MarkdownView {
  #root;
  #open = "";
  #incoming = [];
  #openNodes = [];
  #onBlock;
  #announced = 0;

  /** `onBlock(text)` receives the text of each finished block. */
  constructor(root, onBlock) {
    this.#root = root;
    this.#onBlock = onBlock;
  }

  /** Adds text, which the next `update` shows. */
  append(text) {
    this.#incoming.push(text);
  }

  /** Shows the appended text. */
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

  /** Shows the complete final text, with `cite(n)` for its citations. */
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

/** Converts line ends to LF; a CR at the very end stays, because its LF may follow. */
function unifyLines(text) {
  return text.replace(/\r\n|\r(?!\n|$)/g, "\n").replaceAll("\t", "    ");
}

/** A citation whose source is not known yet. */
function mark(n) {
  const node = document.createElement("sup");
  node.textContent = `${n}`;
  return node;
}
