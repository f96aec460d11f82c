package io.zaaky.document.parser;

import java.util.List;

/**
 * What a document says, without its format.
 *
 * @param title empty if it names none
 * @param url where it says that it is to be read; empty if nowhere
 */
record Extract(String title, String url, List<Block> blocks) {
    Extract {
        blocks = List.copyOf(blocks);
    }
}
