package io.zaaky.document.parser;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * What one document may become. Whoever asks sends them with each document.
 *
 * @param characters of its text, and of the marks that it is made of on the way
 * @param passages that it is split into
 * @param cells of all its tables
 * @param columns of a table; further ones are left out
 * @param elements of HTML, or of what another format becomes
 * @param marks of Markdown: lines, and characters that may mean something
 * @param depth of HTML elements; deeper ones are read as if they were not nested
 * @param quotes and lists of Markdown in one another; deeper ones are read as text
 * @param operators that draw the pages of a PDF
 * @param forms of a PDF that are drawn, each time anew; one that lies within two others counts as
 *     three
 */
record Limits(
        int characters,
        int passages,
        int cells,
        int columns,
        int elements,
        int marks,
        int depth,
        int quotes,
        int operators,
        int forms) {

    /** In the order of the components. */
    static Limits read(DataInputStream in) throws IOException {
        return new Limits(
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt());
    }
}
