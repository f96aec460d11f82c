package io.zaaky.document.parser;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.tika.detect.CompositeDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.detect.microsoft.POIFSContainerDetector;
import org.apache.tika.detect.zip.DefaultZipContainerDetector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/** The formats that can be read. A document's bytes determine its format, not its name. */
enum Format {
    PDF("a PDF file"),
    WORD("a Word document"),
    OLD_OFFICE("an old Word or PowerPoint document"),
    OLD_SHEET("an old Excel workbook"),
    SLIDES("a PowerPoint presentation"),
    SHEET("an Excel workbook"),
    OPEN_DOCUMENT("an OpenDocument file"),
    EPUB("an EPUB e-book"),
    RICH_TEXT("a rich text file"),
    MAIL("a mail message");

    /** For sentences: "It looks like …". */
    final String said;

    Format(String said) {
        this.said = said;
    }

    /** The media type of the bytes, as far as it can be detected. */
    static MediaType detect(byte[] content) throws IOException {
        Detector detector =
                new CompositeDetector(
                        new POIFSContainerDetector(),
                        new DefaultZipContainerDetector(),
                        MimeTypes.getDefaultMimeTypes());
        try (TikaInputStream in = TikaInputStream.get(content)) {
            return detector.detect(in, new Metadata()).getBaseType();
        }
    }

    /** The format of a media type; empty if it is not supported. */
    static Optional<Format> of(MediaType type) {
        return Optional.ofNullable(
                switch (type.toString()) {
                    case "application/pdf" -> PDF;
                    case "application/rtf" -> RICH_TEXT;
                    case "application/msword", "application/vnd.ms-powerpoint" -> OLD_OFFICE;
                    case "application/vnd.ms-excel" -> OLD_SHEET;
                    case "application/epub+zip" -> EPUB;
                    case "message/rfc822" -> MAIL;
                    default -> ofFamily(type.getSubtype());
                });
    }

    private static @org.jspecify.annotations.Nullable Format ofFamily(String subtype) {
        if (subtype.startsWith("vnd.openxmlformats-officedocument.wordprocessingml.")
                || subtype.startsWith("vnd.ms-word.")) {
            return WORD;
        }
        if (subtype.startsWith("vnd.openxmlformats-officedocument.presentationml.")
                || subtype.startsWith("vnd.ms-powerpoint.")) {
            return SLIDES;
        }
        if (subtype.startsWith("vnd.openxmlformats-officedocument.spreadsheetml.")
                || subtype.startsWith("vnd.ms-excel.")) {
            return SHEET;
        }
        return subtype.startsWith("vnd.oasis.opendocument.") ? OPEN_DOCUMENT : null;
    }

    /** Explains why another media type is not read. */
    static Refusal refused(MediaType type) {
        String subtype = type.getSubtype().toLowerCase(Locale.ROOT);
        String name = "(" + subtype.replaceFirst("^(x-|vnd\\.)+", "") + ")";
        if (subtype.equals("x-tika-ooxml-protected")) {
            return Refusal.password();
        }
        return new Refusal(
                switch (type.getType()) {
                    case "image" -> "It is a picture " + name + "; text in pictures is not read.";
                    case "audio", "video" -> "It is a sound or a film " + name + ".";
                    case "application" -> application(subtype, name);
                    default -> "Its format is not read " + name + ".";
                });
    }

    private static String application(String subtype, String name) {
        if (subtype.matches("octet-stream|x-tika-msoffice|x-tika-ooxml")) {
            return "It is of no format that can be read.";
        }
        if (subtype.matches(
                "zip|gzip|java-archive|x-(7z-compressed|rar-compressed.*|tar|gtar|bzip2?|xz|lzma"
                        + "|archive|cpio|compress|zstd|snappy.*|lz4|arj)|zstd|vnd\\.rar")) {
            return "It is an archive " + name + ", which is not unpacked.";
        }
        if (subtype.matches(
                "x-(msdownload|executable|elf|sharedlib|object|mach-o.*|dosexec|ms-installer"
                        + "|coredump)|java-vm|wasm|vnd\\.android.*")) {
            return "It is a program " + name + ".";
        }
        return "Its format is not read " + name + ".";
    }
}
