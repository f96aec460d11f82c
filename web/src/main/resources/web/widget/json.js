/**
 * JSON whose objects have no prototype, so that a host page that has put properties on
 * Object.prototype can neither add fields to what the server said nor to what it is sent.
 */
export function parseJson(text) {
  return JSON.parse(text, (_, value) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.setPrototypeOf(value, null)
      : value,
  );
}

/** A field of a server's object if it is a text, else the empty text. */
export function textOf(value) {
  return typeof value === "string" ? value : "";
}

/** A field of a server's object if it is a list, else an empty one. */
export function listOf(value) {
  return Array.isArray(value) ? value : [];
}
