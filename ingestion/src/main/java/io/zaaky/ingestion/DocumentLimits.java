package io.zaaky.ingestion;

import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The limits of one document. The program that reads documents enforces them; it counts before it
 * creates anything.
 *
 * @param characters the characters of its text, and of the intermediate markup
 * @param passages the passages that it is split into
 * @param cells the cells of all its tables
 * @param columns the columns of a table; further ones are left out
 * @param elements the elements of HTML, or of the form into which another format is converted:
 *     paragraphs, items, cells
 * @param marks the lines of Markdown, and the characters that may have a meaning in it
 * @param depth the nesting depth of HTML elements; deeper ones are read as if they were not nested
 * @param quotes the nesting depth of quotes and lists in Markdown; deeper ones are read as text
 * @param operators the operators that draw the pages of a PDF
 * @param forms the forms of a PDF that are drawn, counted each time; a form nested in two others
 *     counts as three
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

    /** Writes the limits in the order of the components, which the program also uses. */
    void write(DataOutputStream out) throws IOException {
        int[] all = {
            characters, passages, cells, columns, elements, marks, depth, quotes, operators, forms
        };
        for (int each : all) {
            out.writeInt(each);
        }
    }
}
