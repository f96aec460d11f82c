/** Small DOM helpers. Nothing here parses markup: text becomes text nodes. */

/**
 * Creates an element. An attribute that is null or false is omitted; true becomes the empty string.
 * Children are nodes or text; null is skipped.
 */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const name of Object.keys(attributes ?? {})) {
    setAttribute(node, name, attributes[name]);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export function setAttribute(node, name, value) {
  if (value === null || value === false) {
    node.removeAttribute(name);
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}

/** An icon of 24 by 24 units, drawn with lines. Hidden from assistive technology. */
export function icon(...paths) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const data of paths) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", data);
    svg.append(path);
  }
  return svg;
}

/**
 * Makes the children of `parent` equal to `wanted` and changes only what differs, so that a
 * selection survives and nothing flickers while text grows.
 */
export function patchChildren(parent, wanted) {
  patchNodes(parent, [...parent.childNodes], wanted);
}

/** The same for `present`, the last children of `parent`. Returns the nodes that are there now. */
export function patchNodes(parent, present, wanted) {
  const result = wanted.map((next, index) => {
    const old = present[index];
    return old === undefined ? parent.appendChild(next) : patchNode(old, next);
  });
  for (const extra of present.slice(wanted.length)) {
    extra.remove();
  }
  return result;
}

function patchNode(old, next) {
  if (old.isEqualNode(next) && !old.querySelector?.("button")) {
    return old;
  }
  if (old.nodeType === Node.TEXT_NODE && next.nodeType === Node.TEXT_NODE) {
    if (next.data.startsWith(old.data)) {
      old.appendData(next.data.slice(old.data.length));
    } else {
      old.data = next.data;
    }
    return old;
  }
  if (isSameElement(old, next)) {
    patchChildren(old, [...next.childNodes]);
    return old;
  }
  old.replaceWith(next);
  return next;
}

/** Buttons are replaced, never patched, because only the new node has their listeners. */
function isSameElement(old, next) {
  return (
    old.nodeType === Node.ELEMENT_NODE &&
    old.nodeName !== "BUTTON" &&
    old.cloneNode(false).isEqualNode(next.cloneNode(false))
  );
}
