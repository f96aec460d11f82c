package io.zaaky.document.parser;

/** The kind of a document according to its name; its content may prove otherwise. */
enum MediaKind {
    TEXT,
    MARKDOWN,
    HTML,
    CSV,
    MAIL,

    /** PDF, office documents, e-books; their content determines which. */
    DOCUMENT
}
