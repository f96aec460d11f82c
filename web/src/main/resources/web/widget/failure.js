/**
 * The reason why there is no answer, or only part of one: a code of the server or of the widget.
 */
export class Failure extends Error {
  /**
   * `sentence` is the server's text for the visitor and may be empty; `retryAfter` is in seconds, 0
   * if the server gave none.
   */
  constructor(code, { sentence = "", retryable = false, retryAfter = 0 } = {}) {
    super(code);
    this.code = code;
    this.sentence = sentence;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }
}

/** The keys of the strings that explain the codes to a visitor. */
const keys = {
  __proto__: null,
  interrupted: "interrupted",
  unreachable: "unreachable",
  rate_limited: "rateLimited",
  budget_exhausted: "budget",
  overloaded: "busy",
  shutting_down: "unavailable",
  answer_in_progress: "inProgress",
  message_too_long: "tooLong",
  payload_too_large: "tooLong",
  invalid_field: "unreadable",
  invalid_json: "unreadable",
  unauthorized: "signIn",
  origin_not_allowed: "notAllowed",
  unknown_chatbot: "unknownChatbot",
};

/**
 * A sentence for the visitor: the server's own if it sent one, otherwise the widget's for the code.
 */
export function sentenceFor(failure, strings) {
  return failure.sentence || strings[keys[failure.code] ?? "unavailable"];
}
