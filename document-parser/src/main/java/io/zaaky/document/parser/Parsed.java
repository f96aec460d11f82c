package io.zaaky.document.parser;

/**
 * What a document says.
 *
 * @param type its media type, by its content
 * @param title what it calls itself; empty if it does not
 * @param xhtml what stands in the body of a page
 */
record Parsed(String type, String title, String xhtml) {}
