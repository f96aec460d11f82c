import { el } from "./dom.js";
import { renderInline } from "./inline.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})[^`]*$/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( *)([-*+•]|\d{1,9}[.)])(?:\s+|$)/;
const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const DELIMITER_START = /^[|:\s-]*$/;
const MAX_DEPTH = 6;

/**
 * Renders lines of Markdown as blocks `{node, line}`, where `line` is the index of the block's
 * first line. `options` are those of renderInline; `live` affects only the last block.
 */
export function renderBlocks(lines, options, depth = 0) {
  const blocks = [];
  let line = 0;
  while (line < lines.length) {
    if (isBlank(lines[line])) {
      line++;
      continue;
    }
    const { node, next } = blockAt(lines, line, options, depth);
    if (node !== null) {
      blocks.push({ node, line });
    }
    line = next;
  }
  return blocks;
}

function blockAt(lines, at, options, depth) {
  const first = lines[at];
  if (FENCE.test(first)) {
    return codeAt(lines, at);
  }
  if (RULE.test(first)) {
    return { node: el("hr"), next: at + 1 };
  }
  const heading = HEADING.exec(first);
  if (heading !== null) {
    const node = textBlock("p", heading[1], withLive(options, at + 1 >= lines.length));
    node.className = "heading";
    return { node, next: at + 1 };
  }
  if (depth < MAX_DEPTH && QUOTE.test(first)) {
    return quoteAt(lines, at, options, depth);
  }
  if (depth < MAX_DEPTH && ITEM.test(first)) {
    return listAt(lines, at, options, depth);
  }
  return isTableAt(lines, at, options) ? tableAt(lines, at, options) : paragraphAt(lines, at, options, depth);
}

function isBlank(line) {
  return line.trim() === "";
}

/** The same options, but `live` only for the last block, where the text grows. */
function withLive(options, isLast) {
  return options.live && !isLast ? { __proto__: null, ...options, live: false } : options;
}

function textBlock(tag, text, options) {
  return el(tag, { dir: "auto" }, ...renderInline(text, options));
}

/**
 * A fence that is never closed extends to the end, which is also its state while it is being
 * written.
 */
function codeAt(lines, at) {
  const fence = FENCE.exec(lines[at])[1];
  let end = at + 1;
  while (end < lines.length && !closesFence(lines[end], fence)) {
    end++;
  }
  const code = lines.slice(at + 1, end).join("\n");
  const node = el("pre", { tabindex: "0", dir: "ltr" }, el("code", null, code));
  return { node, next: end + 1 };
}

function closesFence(line, fence) {
  const text = line.trim();
  return text.length >= fence.length && text === fence[0].repeat(text.length);
}

function quoteAt(lines, at, options, depth) {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) {
    end++;
  }
  const inner = lines.slice(at, end).map((line) => line.replace(QUOTE, ""));
  const blocks = renderBlocks(inner, withLive(options, end >= lines.length), depth + 1);
  return { node: el("blockquote", { dir: "auto" }, ...blocks.map(({ node }) => node)), next: end };
}

function listAt(lines, at, options, depth) {
  const [, , marker] = ITEM.exec(lines[at]);
  const ordered = /\d/.test(marker);
  const start = ordered ? Number.parseInt(marker, 10) : 1;
  const list = el(ordered ? "ol" : "ul", { dir: "auto", start: start === 1 ? null : `${start}` });
  let line = at;
  while (line < lines.length && isItemOf(lines[line], ordered)) {
    const { inner, next } = itemAt(lines, line);
    const blocks = renderBlocks(inner, withLive(options, next >= lines.length), depth + 1);
    list.append(el("li", { dir: "auto" }, ...unwrapFirst(blocks)));
    line = next;
  }
  return { node: list, next: line };
}

function isItemOf(line, ordered) {
  const item = ITEM.exec(line);
  return item !== null && /\d/.test(item[2]) === ordered && !RULE.test(line);
}

/** The lines of one item without their indentation, and where the next item could begin. */
function itemAt(lines, at) {
  const [prefix, indent] = ITEM.exec(lines[at]);
  const inner = [lines[at].slice(prefix.length)];
  const isInside = (line) => line.search(/\S/) >= indent.length + 2;
  let line = at + 1;
  while (line < lines.length) {
    const content = skipBlank(lines, line);
    if (content === lines.length) {
      return { inner, next: content };
    }
    if (isInside(lines[content])) {
      if (content > line) {
        inner.push("");
      }
      inner.push(lines[content].replace(/^ +/, (spaces) => spaces.slice(prefix.length)));
    } else if (content > line || startsBlock(lines[content])) {
      return { inner, next: content };
    } else {
      inner.push(lines[content]);
    }
    line = content + 1;
  }
  return { inner, next: line };
}

function skipBlank(lines, at) {
  let line = at;
  while (line < lines.length && isBlank(lines[line])) {
    line++;
  }
  return line;
}

function startsBlock(line) {
  return FENCE.test(line) || HEADING.test(line) || QUOTE.test(line) || ITEM.test(line) || RULE.test(line);
}

/** Puts an item's first paragraph directly into the item, as in a tight list. */
function unwrapFirst(blocks) {
  const nodes = blocks.map(({ node }) => node);
  return nodes[0]?.nodeName === "P" && nodes[0].className === ""
    ? [...nodes[0].childNodes, ...nodes.slice(1)]
    : nodes;
}

/** While a table is being written, its first row is enough, so that it is never shown as text. */
function isTableAt(lines, at, options) {
  const second = lines[at + 1] ?? "";
  if (lines[at].includes("|") && isDelimiter(second)) {
    return true;
  }
  const grows = options.live && at + 2 >= lines.length;
  return grows && lines[at].trimStart().startsWith("|") && DELIMITER_START.test(second);
}

function isDelimiter(line) {
  return line.includes("-") && line.includes("|") && DELIMITER_ROW.test(line);
}

function tableAt(lines, at, options) {
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) {
    end++;
  }
  const row = (tag, line, last) =>
    el("tr", null, ...cellsOf(line).map((cell) => textBlock(tag, cell, withLive(options, last))));
  const body = lines.slice(at + 2, end).map((line, n) => row("td", line, at + 2 + n === lines.length - 1));
  const head = el("thead", null, row("th", lines[at], at + 1 >= lines.length));
  const table = el("table", null, head, el("tbody", null, ...body));
  return { node: el("div", { class: "wide", tabindex: "0" }, table), next: end };
}

function cellsOf(line) {
  const cells = line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/);
  return cells.map((cell) => cell.trim());
}

function paragraphAt(lines, at, options, depth) {
  let end = at + 1;
  while (end < lines.length && !isBlank(lines[end]) && !(depth < MAX_DEPTH && startsBlock(lines[end]))) {
    end++;
  }
  const text = lines.slice(at, end).map((line) => line.trim()).join("\n");
  return { node: textBlock("p", text, withLive(options, end >= lines.length)), next: end };
}
