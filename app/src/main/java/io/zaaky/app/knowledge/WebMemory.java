package io.zaaky.app.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.ingestion.web.PageMemory;
import io.zaaky.ingestion.web.PageMemory.Result;
import io.zaaky.ingestion.web.SiteMemory;
import io.zaaky.spi.ChatbotKey;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known about a chatbot's websites, in {@code knowledge/ORG/CHATBOT.json} of the data
 * directory. The file is replaced as a whole. If it is missing or unreadable, nothing is known, and
 * the sites are crawled again.
 */
final class WebMemory {
    private static final Logger LOG = System.getLogger(WebMemory.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChatbotKey key;
    private final Path file;

    /**
     * @param data the data directory
     */
    WebMemory(ChatbotKey key, Path data) {
        this.key = key;
        this.file = data.resolve("knowledge").resolve(key.org()).resolve(key.chatbot() + ".json");
    }

    /** Loads the sites, by the names of their sources. */
    Map<String, SiteMemory> load() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            Map<String, SiteMemory> sites = new HashMap<>();
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            for (var site : root.path("sources").properties()) {
                sites.put(site.getKey(), site(site.getValue()));
            }
            return sites;
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} cannot be read, so its websites are read anew: {2}",
                    key,
                    file,
                    e.toString());
            return Map.of();
        }
    }

    /** Saves the sites. A write failure is logged; the next process crawls again. */
    void save(Map<String, SiteMemory> sites) {
        if (sites.isEmpty() && !Files.exists(file)) {
            return;
        }
        ObjectNode root = JSON.createObjectNode();
        ObjectNode sources = root.putObject("sources");
        new TreeMap<>(sites).forEach((name, site) -> sources.set(name, node(site)));
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            try (var out = new FileOutputStream(fresh.toFile())) { // an interrupt closes a channel
                out.write(JSON.writeValueAsBytes(root));
                out.getFD().sync();
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: {1} cannot be written: {2}", key, file, e.toString());
        }
    }

    private static SiteMemory site(JsonNode node) {
        Map<String, PageMemory> pages = new HashMap<>();
        node.path("pages")
                .properties()
                .forEach(page -> pages.put(page.getKey(), page(page.getValue())));
        return new SiteMemory(
                node.path("made").asText(),
                instant(node, "begun"),
                instant(node, "ended"),
                instant(node, "tried"),
                new HashSet<>(texts(node.path("documents"))),
                pages);
    }

    private static PageMemory page(JsonNode node) {
        return new PageMemory(
                Result.valueOf(node.path("result").asText()),
                node.path("reason").asText(),
                node.path("id").asText(),
                node.path("url").asText(),
                node.path("etag").asText(),
                node.path("last-modified").asText(),
                node.path("bytes").asLong(),
                texts(node.path("links")),
                instant(node, "checked"));
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.parse(node.path(field).asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static ObjectNode node(SiteMemory site) {
        ObjectNode node = JSON.createObjectNode();
        node.put("made", site.made())
                .put("begun", site.begun().toString())
                .put("ended", site.ended().toString())
                .put("tried", site.tried().toString());
        node.set("documents", array(site.documents()));
        ObjectNode pages = node.putObject("pages");
        new TreeMap<>(site.pages()).forEach((url, page) -> pages.set(url, node(page)));
        return node;
    }

    private static ObjectNode node(PageMemory page) {
        ObjectNode node = JSON.createObjectNode();
        node.put("result", page.result().name())
                .put("reason", page.reason())
                .put("id", page.id())
                .put("url", page.url())
                .put("etag", page.etag())
                .put("last-modified", page.lastModified())
                .put("bytes", page.bytes())
                .put("checked", page.checked().toString());
        node.set("links", array(page.links()));
        return node;
    }

    private static ArrayNode array(Collection<String> texts) {
        ArrayNode array = JSON.createArrayNode();
        texts.stream().forEach(array::add);
        return array;
    }
}
