package io.zaaky.document.parser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/** Reads PPTX: the slides in order, each under its title, without notes and layouts. */
final class SlidesReader {
    private static final String FOLDER = "ppt/";

    private SlidesReader() {}

    static void read(Zip zip, Xhtml out) throws IOException, XMLStreamException {
        Map<String, String> targets = new HashMap<>();
        Xml.read(
                zip.part(FOLDER + "_rels/presentation.xml.rels"),
                (name, attributes) -> {
                    if (name.equals("Relationship")) {
                        targets.put(attributes.get("Id"), attributes.get("Target"));
                    }
                });
        List<String> slides = new ArrayList<>();
        Xml.read(zip.part(FOLDER + "presentation.xml"), new Order(slides));
        for (int i = 0; i < slides.size(); i++) {
            String target = targets.getOrDefault(slides.get(i), "");
            String part = target.startsWith("/") ? target.substring(1) : FOLDER + target;
            if (zip.has(part)) {
                var slide = new Slide();
                Xml.read(zip.part(part), slide);
                slide.write(i + 1, out);
            }
        }
    }

    /** The ids of the slides' relationships; {@code id} is also the name of another attribute. */
    private record Order(List<String> slides) implements Xml.Events {
        @Override
        public void begins(String name, Xml.Attributes attributes) {
            if (name.equals("sldId")) {
                slides.add(attributes.get("*:id"));
            }
        }
    }

    /** One slide, whose title may be anywhere in it. */
    private static final class Slide implements Xml.Events {
        private sealed interface Part {}

        private record Line(String text) implements Part {}

        private record Row(List<String> cells, boolean last) implements Part {}

        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder title = new StringBuilder();
        private final StringBuilder paragraph = new StringBuilder();
        private final StringBuilder cell = new StringBuilder();
        private List<String> cells = new ArrayList<>();
        private String placeholder = "";
        private boolean inTable;
        private boolean inRun;

        @Override
        public void begins(String name, Xml.Attributes attributes) {
            switch (name) {
                case "sp" -> placeholder = "";
                case "ph" -> placeholder = attributes.get("type");
                case "tbl" -> inTable = true;
                case "t" -> inRun = true;
                case "br" -> paragraph.append('\n');
                case "tab" -> paragraph.append(' ');
                default -> {}
            }
        }

        @Override
        public void text(String text) {
            if (inRun) {
                paragraph.append(text);
            }
        }

        @Override
        public void ends(String name) {
            switch (name) {
                case "t" -> inRun = false;
                case "p" -> paragraphEnds();
                case "tc" -> {
                    cells.add(cell.toString().strip());
                    cell.setLength(0);
                }
                case "tr" -> {
                    parts.add(new Row(List.copyOf(cells), false));
                    cells = new ArrayList<>();
                }
                case "tbl" -> {
                    inTable = false;
                    parts.add(new Row(List.of(), true));
                }
                default -> {}
            }
        }

        private void paragraphEnds() {
            String text = paragraph.toString().strip();
            paragraph.setLength(0);
            if (inTable) {
                cell.append(text).append(' ');
                return;
            }
            switch (placeholder) {
                case "title", "ctrTitle" -> title.append(title.isEmpty() ? "" : " ").append(text);
                case "sldNum", "ftr", "dt" -> {} // the same on every slide
                default -> parts.add(new Line(text));
            }
        }

        void write(int number, Xhtml out) {
            if (title.isEmpty() && parts.isEmpty()) {
                return;
            }
            out.heading(
                    2, title.isEmpty() ? "Slide " + number : title.toString().replace('\n', ' '));
            var table = new Table(out, false);
            for (Part part : parts) {
                switch (part) {
                    case Line(String text) -> out.paragraph(text);
                    case Row(List<String> row, boolean last) -> {
                        table.row(row);
                        if (last) {
                            table.end();
                            table = new Table(out, false);
                        }
                    }
                }
            }
        }
    }
}
