package io.zaaky.document.parser;

/**
 * The content of a document.
 *
 * @param type its media type, according to its content
 * @param title the title that it gives itself; empty if none
 * @param xhtml its content as the body of a page
 */
record Parsed(String type, String title, String xhtml) {}
