import { el } from "./dom.js";

const WORDS = 5; // enough to be found once, few enough to stand in one paragraph

/** The address of a link that may be clicked, or null. Only absolute http, https and mailto. */
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
 * The address at the place of its page where these words stand. Browsers that know text fragments go there; others,
 * and those that do not find the words, show the page from its beginning.
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

/** What a link really leads to, as a visitor should see it: a host, or a mail address. */
export function destination(url) {
  return url.protocol === "mailto:" ? url.pathname : url.host;
}

/**
 * A link that shows where it leads, unless its own text says just that. Opening it tells the
 * target neither the page nor the conversation.
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

/** The destination that a label pretends to be, or null for ordinary words. */
function claimedDestination(label) {
  const text = label.trim();
  if (/\s/.test(text)) {
    return null;
  }
  const url = safeUrl(text) ?? (text.includes("@") ? safeUrl(`mailto:${text}`) : safeUrl(`https://${text}`));
  return url === null || /[^\x20-\x7e]/.test(text) ? null : destination(url);
}
