package io.zaaky.document.parser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;

/** Reads a message: subject, sender, date and text. Attachments are ignored. */
final class MailReader {
    private static final int DEEPEST = 10; // nested parts
    private static final int WRAPPED = 55; // characters; longer lines continue in the next
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private MailReader() {}

    /**
     * Reads the message into {@code out}.
     *
     * @return the subject; empty if there is none
     */
    static String read(byte[] content, Xhtml out) throws IOException {
        var builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        builder.setDecodeMonitor(DecodeMonitor.SILENT);
        Message message = builder.parseMessage(new ByteArrayInputStream(content));
        String subject = message.getSubject() == null ? "" : message.getSubject();
        out.heading(1, subject);
        out.paragraph(line(message));
        Optional<Entity> plain = part(message, "text/plain", 0);
        Optional<Entity> html = part(message, "text/html", 0);
        if (plain.isPresent() && !text(plain.get()).isBlank()) {
            paragraphs(text(plain.get()), out);
        } else if (html.isPresent()) {
            out.html(EpubReader.body(HtmlExtractor.parse(text(html.get()), out.meter())));
        }
        return subject;
    }

    private static String line(Message message) {
        String from =
                message.getFrom() == null || message.getFrom().isEmpty()
                        ? ""
                        : "From: " + message.getFrom().getFirst();
        Date date = message.getDate();
        String sent = date == null ? "" : "Date: " + DAY.format(date.toInstant());
        return from + (from.isEmpty() || sent.isEmpty() ? "" : "; ") + sent;
    }

    private static Optional<Entity> part(Entity entity, String type, int depth) {
        if (entity.getBody() instanceof Multipart parts && depth < DEEPEST) {
            return parts.getBodyParts().stream()
                    .flatMap(each -> part(each, type, depth + 1).stream())
                    .findFirst();
        }
        boolean attached = "attachment".equalsIgnoreCase(entity.getDispositionType());
        return !attached && type.equalsIgnoreCase(entity.getMimeType())
                ? Optional.of(entity)
                : Optional.empty();
    }

    private static String text(Entity entity) throws IOException {
        if (!(entity.getBody() instanceof TextBody body)) {
            return "";
        }
        try (InputStream in = body.getInputStream()) {
            return new String(in.readAllBytes(), charset(entity.getCharset()));
        }
    }

    private static Charset charset(String name) {
        try {
            Charset named = Charset.forName(name);
            return named.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : named;
        } catch (IllegalArgumentException e) { // also for null
            return StandardCharsets.UTF_8;
        }
    }

    /** Writes the paragraphs without the signature. */
    private static void paragraphs(String text, Xhtml out) {
        String letter = text.replace("\r\n", "\n").split("\n-- \n", 2)[0];
        for (String paragraph : letter.split("\n\\s*\n", -1)) {
            var joined = new StringBuilder();
            int before = 0;
            for (String line : paragraph.split("\n", -1)) {
                joined.append(joined.isEmpty() ? "" : before >= WRAPPED ? " " : "\n");
                joined.append(line.strip());
                before = line.length();
            }
            out.paragraph(joined.toString());
        }
    }
}
