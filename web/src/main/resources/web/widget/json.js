/**
 * Parses JSON into objects without a prototype, so that a host page that has added properties to
 * Object.prototype cannot add fields to what the server sends or receives.
 */
export function parseJson(text) {
  return JSON.parse(text, (_, value) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.setPrototypeOf(value, null)
      : value,
  );
}

/** A field of a server's object if it is a string, otherwise the empty string. */
export function textOf(value) {
  return typeof value === "string" ? value : "";
}

/** A field of a server's object if it is a list, otherwise an empty list. */
export function listOf(value) {
  return Array.isArray(value) ? value : [];
}
