package io.zaaky.document.parser;

import java.util.List;

/**
 * The content of a document, independent of its format.
 *
 * @param title the document's title; empty if it has none
 * @param url the canonical address that it gives; empty if none
 */
record Extract(String title, String url, List<Block> blocks) {
    Extract {
        blocks = List.copyOf(blocks);
    }
}
