package io.zaaky.document.parser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/** Reads EPUB: the chapters in reading order. */
final class EpubReader {
    private static final int LONGEST_PART = 20 << 20; // bytes

    private EpubReader() {}

    /**
     * Reads the book into {@code out}.
     *
     * @return the title; empty if there is none
     */
    static String read(Zip zip, Xhtml out) throws IOException, XMLStreamException {
        if (zip.has("META-INF/encryption.xml") && isEncrypted(zip)) {
            throw new Refusal("It is encrypted (DRM).");
        }
        List<String> roots = new ArrayList<>();
        Xml.read(
                zip.part("META-INF/container.xml"),
                (name, attributes) -> {
                    if (name.equals("rootfile")) {
                        roots.add(attributes.get("full-path"));
                    }
                });
        if (roots.isEmpty()) {
            throw new XMLStreamException("no root file");
        }
        String root = roots.getFirst();
        byte[] contents = whole(zip, root);
        var spine = new Spine();
        Xml.read(new ByteArrayInputStream(contents), spine);
        String folder = root.substring(0, root.lastIndexOf('/') + 1);
        for (String chapter : spine.chapters()) {
            chapter(zip, folder + chapter, out);
        }
        var title = new TextOf("title");
        Xml.read(new ByteArrayInputStream(contents), title);
        return title.toString();
    }

    /** Whether texts are encrypted. Obfuscated fonts do no harm. */
    private static boolean isEncrypted(Zip zip) throws IOException, XMLStreamException {
        List<String> texts = new ArrayList<>();
        Xml.read(
                zip.part("META-INF/encryption.xml"),
                (name, attributes) -> {
                    if (name.equals("CipherReference")
                            && attributes.get("URI").matches("(?i).*\\.x?html?")) {
                        texts.add(name);
                    }
                });
        return !texts.isEmpty();
    }

    private static void chapter(Zip zip, String part, Xhtml out) throws IOException {
        byte[] bytes = whole(zip, part);
        out.meter().elementsIn(bytes);
        var parser = Parser.htmlParser().setMaxDepth(out.meter().limits().depth());
        out.html(body(Jsoup.parse(new ByteArrayInputStream(bytes), null, "", parser)));
    }

    private static byte[] whole(Zip zip, String part) throws IOException {
        byte[] bytes = zip.part(part).readNBytes(LONGEST_PART + 1);
        if (bytes.length > LONGEST_PART) {
            throw Refusal.tooLargeUnpacked();
        }
        return bytes;
    }

    static String body(Document page) {
        page.select("script, style, svg, noscript, template, iframe, object").remove();
        page.outputSettings().prettyPrint(false);
        return page.body().hasText() ? page.body().html() : "";
    }

    private static final class Spine implements Xml.Events {
        private final Map<String, String> files = new HashMap<>();
        private final List<String> order = new ArrayList<>();

        @Override
        public void begins(String name, Xml.Attributes attributes) {
            if (name.equals("item")) {
                files.put(attributes.get("id"), attributes.get("href"));
            } else if (name.equals("itemref") && !attributes.get("linear").equals("no")) {
                order.add(attributes.get("idref"));
            }
        }

        List<String> chapters() {
            return order.stream()
                    .map(id -> files.getOrDefault(id, ""))
                    .filter(href -> href.matches("(?i)[^:]+\\.(x?html?|xml)"))
                    .map(EpubReader::decoded)
                    .distinct()
                    .toList();
        }
    }

    private static String decoded(String href) {
        try {
            return URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return href;
        }
    }
}
