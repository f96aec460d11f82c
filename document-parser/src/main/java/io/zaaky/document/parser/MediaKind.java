package io.zaaky.document.parser;

/** What a document's name says it is. Its content may say otherwise. */
enum MediaKind {
    TEXT,
    MARKDOWN,
    HTML,
    CSV,
    MAIL,

    /** PDF, office documents, e-books: their content tells which. */
    DOCUMENT
}
