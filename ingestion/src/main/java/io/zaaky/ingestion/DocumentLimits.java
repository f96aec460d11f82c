package io.zaaky.ingestion;

import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What one document may become. They are kept by the program that reads documents, which counts
 * before it makes anything.
 *
 * @param characters of its text, and of the marks that it is made of on the way
 * @param passages that it is split into
 * @param cells of all its tables
 * @param columns of a table; further ones are left out
 * @param elements of HTML, or of what another format becomes: paragraphs, items, cells
 * @param marks of Markdown: lines, and characters that may mean something
 * @param depth of HTML elements; deeper ones are read as if they were not nested
 * @param quotes and lists of Markdown in one another; deeper ones are read as text
 * @param operators that draw the pages of a PDF
 * @param forms of a PDF that are drawn, each time anew; one that lies within two others counts as
 *     three
 */
public record DocumentLimits(
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
    static final DocumentLimits USUAL =
            new DocumentLimits(
                    20_000_000,
                    100_000,
                    400_000,
                    200,
                    400_000,
                    1_500_000,
                    256,
                    50,
                    5_000_000,
                    20_000);

    /** In the order of the components, which the program has too. */
    void write(DataOutputStream out) throws IOException {
        int[] all = {
            characters, passages, cells, columns, elements, marks, depth, quotes, operators, forms
        };
        for (int each : all) {
            out.writeInt(each);
        }
    }
}
