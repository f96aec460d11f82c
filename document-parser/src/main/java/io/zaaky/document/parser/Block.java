package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;

/** A piece of a document in reading order. Texts are clean and not blank. */
sealed interface Block {

    /** The parts into which a block that is too long is cut first: items, rows, lines. */
    List<String> parts();

    /** The block's text in {@link DocumentText}: its parts, separated by line feeds. */
    default String text() {
        return String.join("\n", parts());
    }

    /** The length of {@link #text}, or slightly more, computed without creating the text. */
    default long size() {
        return parts().stream().mapToLong(part -> part.length() + 1L).sum();
    }

    /** The first heading of level 1; empty if there is none. */
    static String mainHeading(List<Block> blocks) {
        for (Block block : blocks) {
            if (block instanceof Heading(int level, String text) && level == 1) {
                return text;
            }
        }
        return "";
    }

    /**
     * A heading.
     *
     * @param level from 1
     */
    record Heading(int level, String text) implements Block {
        @Override
        public List<String> parts() {
            return List.of(text);
        }
    }

    /** Prose. A line feed in it is an intentional line break. */
    record Paragraph(String text) implements Block {
        @Override
        public List<String> parts() {
            return text.lines().toList();
        }
    }

    /** A list: one text per item, with its marker and its nested items. */
    record Listing(List<String> items) implements Block {
        public Listing {
            items = List.copyOf(items);
        }

        @Override
        public List<String> parts() {
            return items;
        }
    }

    /** Text whose lines must not change. */
    record Code(String text) implements Block {
        @Override
        public List<String> parts() {
            return text.lines().toList();
        }
    }

    /**
     * A table.
     *
     * @param header empty if there is none
     * @param rows the rows; cells may be empty, and rows may be shorter or longer than the header
     */
    record Table(List<String> header, List<List<String>> rows) implements Block {
        private static final int LONGEST_HEADER = 1000;

        /**
         * One line per row, each with the column names, so that it can be understood on its own.
         */
        @Override
        public List<String> parts() {
            if (rows.isEmpty()) {
                return header.isEmpty() ? List.of() : List.of(String.join("; ", header));
            }
            if (!isNamed()) {
                List<List<String>> all = new ArrayList<>(rows);
                all.addFirst(header);
                return new Table(List.of(), all).parts();
            }
            return rows.stream().map(this::line).filter(line -> !line.isEmpty()).toList();
        }

        @Override
        public long size() {
            boolean named = isNamed();
            return rows.stream().mapToLong(row -> size(row, named)).sum() + size(header, false);
        }

        private boolean isNamed() {
            return header.stream().mapToLong(String::length).sum() <= LONGEST_HEADER;
        }

        private long size(List<String> row, boolean named) {
            long size = 1;
            for (int i = 0; i < row.size(); i++) {
                int cell = row.get(i).length();
                int name = named && i < header.size() ? header.get(i).length() : 0;
                size += cell == 0 ? 0 : cell + name + 4L;
            }
            return size;
        }

        private String line(List<String> row) {
            if (header.isEmpty() && row.size() == 2 && !row.contains("")) {
                return row.getFirst() + ": " + row.getLast();
            }
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                String name = i < header.size() ? header.get(i) : "";
                if (!row.get(i).isEmpty()) {
                    cells.add(name.isEmpty() ? row.get(i) : label(name) + row.get(i));
                }
            }
            return String.join("; ", cells);
        }

        private static String label(String name) {
            return name.endsWith(":") ? name + " " : name + ": ";
        }
    }
}
