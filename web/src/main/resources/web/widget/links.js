import { el } from "./dom.js";

const WORDS = 5; // enough to be unique, few enough to be in one paragraph

/**
 * The address of a link that may be clicked, or null. Only absolute http, https and mailto
 * addresses are allowed.
 */
export function safeUrl(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  switch (url.protocol) {
    case "http:":
    case "https:":
      return url.hostname !== "" && url.username === "" && url.password === "" ? url : null;
    case "mailto:":
      url.search = "";
      url.hash = "";
      return url.pathname === "" ? null : url;
    default:
      return null;
  }
}

/**
 * The address that leads to the place on the page where these words are. Browsers that support text
 * fragments scroll there; other browsers, and those that do not find the words, show the top of the
 * page.
 */
export function atWords(url, text) {
  const words = text.match(/\S+/g) ?? [];
  const start = words.slice(0, WORDS).join(" ").replace(/…$/, "");
  if (url.protocol === "mailto:" || url.hash !== "" || start === "") {
    return url;
  }
  const there = new URL(url);
  there.hash = `:~:text=${encodeURIComponent(start).replaceAll("-", "%2D")}`;
  return there;
}

/** Where a link really leads, as shown to a visitor: a host or a mail address. */
export function destination(url) {
  return url.protocol === "mailto:" ? url.pathname : url.host;
}

/**
 * A link that shows where it leads, unless its own text says the same. Opening it reveals neither
 * the page nor the conversation to the target.
 */
export function externalLink(url, labelNodes) {
  const link = el("a", {
    href: url.href,
    target: "_blank",
    rel: "noopener noreferrer nofollow",
  });
  link.append(...labelNodes);
  if (claimedDestination(link.textContent) !== destination(url)) {
    link.append(el("bdi", { class: "host" }, `\u00a0(${destination(url)})`));
  }
  return link;
}

/** The destination that a label claims, or null for ordinary words. */
function claimedDestination(label) {
  const text = label.trim();
  if (/\s/.test(text)) {
    return null;
  }
  const url = safeUrl(text) ?? (text.includes("@") ? safeUrl(`mailto:${text}`) : safeUrl(`https://${text}`));
  return url === null || /[^\x20-\x7e]/.test(text) ? null : destination(url);
}
