package io.zaaky.e2e;

import static io.zaaky.e2e.Installation.EXTRACTIVE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are read by a process of their own. */
final class OtherDocumentsIT {
    private static final String PERMIT = "A permit for long boats costs forty euros a year.";

    @Test
    @Tag("ING-12")
    void aPdfAnswersBesideOneThatCannotBeReadAndNothingOutlivesTheServer(@TempDir Path folder)
            throws Exception {
        Installation installation = Installation.in(folder);
        installation.desk(EXTRACTIVE);
        installation.document("permits.pdf", pdf());
        installation.document("damaged.pdf", "%PDF-1.7 and nothing else");
        try (var visitor = new Visitor("acme/desk", "the-session-of-the-documents-1");
                var zaaky = installation.serve()) {
            Told told = visitor.ask(zaaky, "What does a permit for long boats cost?");
            assertTrue(told.text().contains("forty euros"), told::text);
            assertTrue(
                    zaaky.log().contains("It looks like a PDF file, but is damaged."), zaaky::log);
            List<ProcessHandle> parsers =
                    ProcessHandle.current()
                            .descendants()
                            .filter(each -> each.info().commandLine().orElse("").contains("parser"))
                            .toList();
            zaaky.kill();
            for (ProcessHandle parser : parsers) {
                parser.onExit().get(20, TimeUnit.SECONDS);
            }
            assertTrue(!parsers.isEmpty(), "there was one");
        }
    }

    private static String pdf() {
        String page = "BT /F 12 Tf 72 500 Td (" + PERMIT + ") Tj ET";
        return """
        %%PDF-1.4
        1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
        2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R
          /Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj
        4 0 obj <</Length %d>> stream
        %s
        endstream endobj
        trailer <</Root 1 0 R>>
        """
                .formatted(page.length(), page);
    }
}
