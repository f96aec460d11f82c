import { el } from "./dom.js";
import { externalLink, safeUrl } from "./links.js";

const PLAIN = /[^\\`*_[!<h\n]+/y;
const LINK =
  /!?\[((?:[^[\]\\\n]|\\.|\[[^[\]\n]{0,100}\]){0,300})\]\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'))?\s*\)/y;
const UNFINISHED_LINK = /!?\[([^[\]\n]{0,300})\]\([^\s<>()]*$/y;
const CITATION = /\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]/y;
const ANGLE_LINK = /<((?:https?:\/\/|mailto:)[^\s<>]+)>/iy;
const BARE_LINK = /https?:\/\/[^\s<>"'`|]+/iy;
const LINE_BREAK = /<br\s*\/?>/iy;
const ESCAPABLE = "\\`*_{}[]()#+-.!|<>~";
/**
 * Control characters, and characters that reorder the surrounding text and so can disguise a link.
 */
const UNWANTED = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Renders the Markdown of one paragraph as nodes: bold, italic, code, links, citations and line
 * breaks. Everything else is text. Takes time linear in the length of the text.
 *
 * `options.cite(n)` returns the node of a citation, or null to leave it as text. With
 * `options.live`, the text is still growing: markup that is open at its end is shown as if closed.
 */
export function renderInline(text, options) {
  return new InlineParser(text.replace(UNWANTED, ""), options).parse();
}

/** The match of a sticky pattern at a position, or null. */
function matchAt(pattern, text, position) {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

class InlineParser {
  #text;
  #options;
  #at = 0;
  #buffer = "";
  /** Open emphasis, outermost first; at most one per marker, so at most four. */
  #frames = [{ marker: "", nodes: [] }];
  /** Lengths of backtick runs that have no matching run further on. */
  #unpairedTicks = new Set();

  constructor(text, options) {
    this.#text = text;
    this.#options = options;
  }

  parse() {
    while (this.#at < this.#text.length) {
      this.#step();
    }
    this.#flush();
    while (this.#frames.length > 1) {
      this.#endOpenFrame();
    }
    return this.#frames[0].nodes;
  }

  #step() {
    const character = this.#text[this.#at];
    switch (character) {
      case "\\":
        return this.#escape();
      case "\n":
        return this.#push(el("br"), 1);
      case "`":
        return this.#code();
      case "*":
      case "_":
        return this.#emphasis(character);
      case "[":
      case "!":
        return this.#link() || this.#literal(1);
      case "<":
        return this.#angle() || this.#literal(1);
      case "h":
        return this.#bareLink() || this.#literal(1);
      default:
        return this.#literal(matchAt(PLAIN, this.#text, this.#at)[0].length);
    }
  }

  #literal(length) {
    this.#buffer += this.#text.slice(this.#at, this.#at + length);
    this.#at += length;
    return true;
  }

  #push(node, length) {
    this.#flush();
    this.#frames.at(-1).nodes.push(node);
    this.#at += length;
    return true;
  }

  #flush() {
    if (this.#buffer !== "") {
      this.#frames.at(-1).nodes.push(document.createTextNode(this.#buffer));
      this.#buffer = "";
    }
  }

  #escape() {
    const next = this.#text[this.#at + 1];
    if (next !== undefined && ESCAPABLE.includes(next)) {
      this.#at++;
    }
    this.#literal(1);
  }

  #code() {
    const run = matchAt(/`+/y, this.#text, this.#at)[0];
    const start = this.#at + run.length;
    const end = this.#unpairedTicks.has(run.length) ? -1 : this.#closingTicks(run.length, start);
    if (end < 0 && !this.#options.live) {
      this.#unpairedTicks.add(run.length);
      this.#literal(run.length);
      return;
    }
    const code = this.#text.slice(start, end < 0 ? undefined : end);
    const length = (end < 0 ? this.#text.length : end + run.length) - this.#at;
    this.#push(el("code", null, code.replace(/^ (.*\S.*) $/s, "$1").replaceAll("\n", " ")), length);
  }

  #closingTicks(length, from) {
    const runs = /`+/g;
    runs.lastIndex = from;
    for (let run = runs.exec(this.#text); run !== null; run = runs.exec(this.#text)) {
      if (run[0].length === length) {
        return run.index;
      }
    }
    return -1;
  }

  #emphasis(character) {
    const text = this.#text;
    const run = matchAt(character === "*" ? /\*+/y : /_+/y, text, this.#at)[0].length;
    const before = text[this.#at - 1] ?? " ";
    const after = text[this.#at + run] ?? " ";
    const inWord = character === "_" && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
    let left = run;
    if (!inWord && /\S/.test(before)) {
      left = this.#closeEmphasis(character, left);
    }
    if (!inWord && /\S/.test(after)) {
      left = this.#openEmphasis(character, left);
    }
    this.#buffer += character.repeat(left);
    this.#at += run;
  }

  #closeEmphasis(character, available) {
    let left = available;
    for (let marker = this.#closable(character, left); marker !== null; ) {
      this.#flush();
      while (this.#frames.at(-1).marker !== marker) {
        this.#unwrapFrame();
      }
      this.#wrapFrame();
      left -= marker.length;
      marker = this.#closable(character, left);
    }
    return left;
  }

  #closable(character, available) {
    const exact = this.#frames.find(({ marker }) => marker === character.repeat(available));
    if (exact !== undefined && available > 0) {
      return exact.marker;
    }
    const fits = ({ marker }) => marker[0] === character && marker.length <= available;
    return this.#frames.findLast(fits)?.marker ?? null;
  }

  #openEmphasis(character, available) {
    let left = available;
    while (left > 0) {
      const marker = character.repeat(Math.min(left, 2));
      if (this.#frames.some((frame) => frame.marker === marker)) {
        break;
      }
      this.#flush();
      this.#frames.push({ marker, nodes: [] });
      left -= marker.length;
    }
    return left;
  }

  #wrapFrame() {
    const { marker, nodes } = this.#frames.pop();
    this.#frames.at(-1).nodes.push(el(marker.length === 2 ? "strong" : "em", null, ...nodes));
  }

  /** Handles emphasis that was never closed: its marker was only text. */
  #unwrapFrame() {
    const { marker, nodes } = this.#frames.pop();
    this.#frames.at(-1).nodes.push(document.createTextNode(marker), ...nodes);
  }

  #endOpenFrame() {
    if (!this.#options.live) {
      this.#unwrapFrame();
    } else if (this.#frames.at(-1).nodes.length === 0) {
      this.#frames.pop();
    } else {
      this.#wrapFrame();
    }
  }

  /**
   * Parses `[text](address)`, an image (shown as a link to it), a citation, or a link still being
   * written.
   */
  #link() {
    const link = matchAt(LINK, this.#text, this.#at);
    if (link !== null) {
      return this.#labelled(link[1], safeUrl(link[2]), link[0].length);
    }
    if (this.#options.live) {
      const unfinished = matchAt(UNFINISHED_LINK, this.#text, this.#at);
      if (unfinished !== null) {
        return this.#labelled(unfinished[1], null, unfinished[0].length);
      }
    }
    return this.#citation();
  }

  #labelled(label, url, length) {
    const nodes = renderInline(label, { __proto__: null, ...this.#options, plain: true });
    if (url === null || this.#options.plain) {
      this.#flush();
      this.#frames.at(-1).nodes.push(...nodes);
      this.#at += length;
      return true;
    }
    return this.#push(externalLink(url, nodes), length);
  }

  #citation() {
    const match = this.#options.plain ? null : matchAt(CITATION, this.#text, this.#at);
    if (match === null) {
      return false;
    }
    const nodes = match[1].split(",").map((n) => this.#options.cite(Number(n)));
    if (nodes.includes(null)) {
      return this.#literal(match[0].length);
    }
    this.#flush();
    this.#frames.at(-1).nodes.push(...nodes);
    this.#at += match[0].length;
    return true;
  }

  #angle() {
    const lineBreak = matchAt(LINE_BREAK, this.#text, this.#at);
    if (lineBreak !== null) {
      return this.#push(el("br"), lineBreak[0].length);
    }
    const link = matchAt(ANGLE_LINK, this.#text, this.#at);
    return link !== null && this.#address(link[1], link[0].length);
  }

  #bareLink() {
    if (/[\p{L}\p{N}]/u.test(this.#text[this.#at - 1] ?? " ")) {
      return false;
    }
    const match = matchAt(BARE_LINK, this.#text, this.#at);
    if (match === null) {
      return false;
    }
    let address = match[0].replace(/[.,;:!?*_~\]]+$/, "");
    if (address.endsWith(")") && !address.includes("(")) {
      address = address.slice(0, -1);
    }
    return this.#address(address, address.length);
  }

  #address(address, length) {
    const url = this.#options.plain ? null : safeUrl(address);
    return url !== null && this.#push(externalLink(url, [document.createTextNode(address)]), length);
  }
}
