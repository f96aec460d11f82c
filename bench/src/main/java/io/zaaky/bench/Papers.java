package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Made-up documents to index, the same in every run. */
final class Papers {
    private static final String[] WORDS =
            ("harbour library museum ferry bakery theatre market lighthouse school clinic garden"
                 + " bridge station archive chapel workshop brewery campsite observatory opening"
                 + " ticket parking refund bicycle property membership tour booking photograph"
                 + " heating delivery cleaning visit evening begins closes changes continues costs"
                 + " applies moves waits ends returns monday noon winter children notice letter"
                 + " desk storm discount advance gate week the of at in for with without every"
                 + " before after until near under")
                    .split(" ", -1);

    private final SplittableRandom random = new SplittableRandom(20261123);

    /** Markdown with a heading above each paragraph. */
    void markdown(Path file, String title, int paragraphs, int words) throws IOException {
        var text = new StringBuilder("# ").append(title).append("\n\n");
        for (int i = 1; i <= paragraphs; i++) {
            text.append("## Part ").append(i).append("\n\n");
            text.append(sentences(words)).append("\n\n");
        }
        Files.writeString(file, text);
    }

    /** A PDF of full pages. */
    void pdf(Path file, int pages) throws IOException {
        var font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
        try (var document = new PDDocument()) {
            for (int i = 0; i < pages; i++) {
                var page = new PDPage();
                document.addPage(page);
                try (var out = new PDPageContentStream(document, page)) {
                    out.beginText();
                    out.setFont(font, 10);
                    out.setLeading(13);
                    out.newLineAtOffset(60, 730);
                    for (int line = 0; line < 50; line++) {
                        out.showText(sentences(12));
                        out.newLine();
                    }
                    out.endText();
                }
            }
            document.save(file.toFile());
        }
    }

    private String sentences(int words) {
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(i % 12 == 11 ? ". " : " ");
        }
        return text.toString().strip();
    }
}
