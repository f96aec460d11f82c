package io.zaaky.app.http;

import io.zaaky.app.knowledge.Upload;
import io.zaaky.ingestion.DocumentIds;
import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;

/** A {@code multipart/form-data} body (RFC 7578). */
final class Form {
    private static final String TYPE = "multipart/form-data";
    private static final int MOST_FILES = 1000;
    private static final int HEADER_BYTES = 4096; // of one part

    private Form() {}

    static boolean isForm(String contentType) {
        return contentType.strip().toLowerCase(Locale.ROOT).startsWith(TYPE);
    }

    /**
     * Reads the files of the form, in order. A file's content decides its kind in the end: a file
     * of an unreadable kind is returned too, and fails later as a document.
     *
     * @param most the maximum size of one file, in bytes
     * @throws Refusal if the body is not a form, or one of its files is too large
     */
    static List<Upload> files(byte[] body, String contentType, long most) {
        String boundary = parameters(contentType).getOrDefault("boundary", "");
        try {
            MultipartInput input =
                    MultipartInput.builder()
                            .setInputStream(new ByteArrayInputStream(body))
                            .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                            .setPartHeaderSizeMax(HEADER_BYTES)
                            .get();
            input.setHeaderCharset(StandardCharsets.UTF_8);
            List<Upload> files = new ArrayList<>();
            for (boolean more = input.skipPreamble(); more; more = input.readBoundary()) {
                Map<String, String> headers = headers(input.readHeaders());
                var content = new ByteArrayOutputStream();
                input.readBodyData(content);
                String name =
                        parameters(headers.getOrDefault("content-disposition", ""))
                                .getOrDefault("filename", "");
                if (content.size() > most) {
                    throw new Refusal(
                            ApiError.PAYLOAD_TOO_LARGE,
                            "A file of the form is larger than " + most + " bytes.");
                }
                if (!name.isBlank()) {
                    files.add(file(name, headers, content.toByteArray()));
                }
                if (files.size() > MOST_FILES) {
                    throw new Refusal(
                            ApiError.PAYLOAD_TOO_LARGE,
                            "A form must not hold more than " + MOST_FILES + " files.");
                }
            }
            return files;
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.field("body", "The body is no form of the kind its header names.");
        }
    }

    private static Upload file(String name, Map<String, String> headers, byte[] content) {
        String type = headers.getOrDefault("content-type", "");
        MediaKind kind =
                DocumentRoutes.kind(type, name)
                        .or(() -> MediaKind.ofFileName(name))
                        .orElse(MediaKind.DOCUMENT);
        var given = new Given("", "", MediaKind.charsetOf(type));
        return new Upload(DocumentIds.of(name), "", kind, given, content);
    }

    private static Map<String, String> headers(String lines) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    /** By their names in lower case. */
    private static Map<String, String> parameters(String header) {
        var parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        Map<String, String> parameters = new TreeMap<>();
        parser.parse(header, ';')
                .forEach((name, value) -> parameters.put(name, value == null ? "" : value));
        return parameters;
    }
}
