import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Writes the bill of materials (CycloneDX 1.6) of what Maven has just built: java -cp LIBRARIES BillOfMaterials.java VERSION FILE
 * PROCESS=LIST-or-JAR... A LIST is what dependency:list says of a class path, with the places of the jars; a JAR is one of our own.
 * Nothing that varies goes in, no time and no path, so that the same sources give the same file. Kept to Java 17, which Maven may run on.
 */
final class BillOfMaterials {
    private static final String US = "io.zaaky";

    /** {@code group:artifact:jar[:classifier]:version:scope:/place/of.jar -- module …}. */
    private static final Pattern LINE =
            Pattern.compile("\\s+([^:\\s]+):([^:]+):jar:(?:([^:]+):)?([^:]+):[a-z]+:(\\S.*?\\.jar)(?: -- .*)?");

    private final Map<String, Component> components = new TreeMap<>();

    /**
     * @param processes whose class path it is on
     */
    private record Component(
            String group, String name, String version, String classifier, Path jar, List<String> processes) {
        String purl() {
            return "pkg:maven/" + group + "/" + name + "@" + version + "?"
                    + (classifier.isEmpty() ? "" : "classifier=" + classifier + "&") + "type=jar";
        }
    }

    public static void main(String[] words) throws Exception {
        var bill = new BillOfMaterials();
        for (String word : List.of(words).subList(2, words.length)) {
            String[] part = word.split("=", 2);
            Path file = Path.of(part[1]);
            if (part[1].endsWith(".jar")) {
                String name = file.getFileName().toString().replace("-" + words[0] + ".jar", "");
                bill.add(part[0], new Component(US, name, words[0], "", file, new ArrayList<>()));
            } else {
                bill.addAll(part[0], file);
            }
        }
        Files.writeString(Path.of(words[1]), bill.json(words[0]));
    }

    private void add(String process, Component component) {
        components.computeIfAbsent(component.purl(), purl -> component).processes().add(process);
    }

    private void addAll(String process, Path list) throws IOException {
        for (String line : Files.readAllLines(list)) {
            Matcher parts = LINE.matcher(line.replaceAll("\u001b\\[[0-9;]*m", ""));
            if (parts.matches()) {
                add(
                        process,
                        new Component(
                                parts.group(1),
                                parts.group(2),
                                parts.group(4),
                                Optional.ofNullable(parts.group(3)).orElse(""),
                                Path.of(parts.group(5)),
                                new ArrayList<>()));
            }
        }
    }

    private String json(String version) throws Exception {
        List<Object> all = new ArrayList<>();
        for (Component component : components.values()) {
            all.add(json(component));
        }
        String self = "pkg:maven/" + US + "/zaaky@" + version;
        Map<String, Object> bill = new LinkedHashMap<>();
        bill.put("bomFormat", "CycloneDX");
        bill.put("specVersion", "1.6");
        bill.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8)));
        bill.put("version", 1);
        bill.put(
                "metadata",
                Map.of(
                        "component",
                        ordered("type", "application", "bom-ref", self, "name", "zaaky", "version", version, "purl", self)));
        bill.put("components", all);
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(bill) + "\n";
    }

    private static Map<String, Object> json(Component component) throws Exception {
        Map<String, Object> json =
                ordered(
                        "type", "library",
                        "bom-ref", component.purl(),
                        "group", component.group(),
                        "name", component.name(),
                        "version", component.version(),
                        "scope", "required",
                        "hashes", List.of(ordered("alg", "SHA-256", "content", sha256(component.jar()))));
        List<Object> licences = component.group().equals(US) ? List.of(Map.of("license", Map.of("id", "Apache-2.0"))) : licences(component);
        if (!licences.isEmpty()) {
            json.put("licenses", licences);
        }
        json.put("purl", component.purl());
        json.put(
                "properties",
                component.processes().stream().map(process -> ordered("name", "zaaky:class-path", "value", process)).toList());
        return json;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static String sha256(Path jar) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    }

    /** As the jar's POM names them, or the nearest of its parents that names any. */
    private static List<Object> licences(Component component) throws Exception {
        Path folder = component.jar().getParent();
        Path repository = folder;
        for (int up = component.group().split("\\.").length + 2; up > 0; up--) {
            repository = repository.getParent();
        }
        Optional<Path> pom = Optional.of(folder.resolve(component.name() + "-" + component.version() + ".pom"));
        while (pom.filter(Files::isRegularFile).isPresent()) {
            Element project = parse(pom.get());
            List<Object> licences = new ArrayList<>();
            for (Element licence : children(project, "licenses").stream().flatMap(list -> children(list, "license").stream()).toList()) {
                licences.add(Map.of("license", licence(licence)));
            }
            if (!licences.isEmpty()) {
                return licences;
            }
            Path root = repository;
            pom = children(project, "parent").stream().findFirst().map(parent -> pom(root, parent));
        }
        return List.of();
    }

    private static Map<String, Object> licence(Element licence) {
        Map<String, Object> json = ordered("name", text(licence, "name"));
        String url = text(licence, "url");
        if (url.startsWith("http")) {
            json.put("url", url);
        }
        return json;
    }

    private static Path pom(Path repository, Element parent) {
        String name = text(parent, "artifactId");
        String version = text(parent, "version");
        return repository
                .resolve(text(parent, "groupId").replace('.', '/'))
                .resolve(name)
                .resolve(version)
                .resolve(name + "-" + version + ".pom");
    }

    private static Element parse(Path pom) throws IOException, ParserConfigurationException, SAXException {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream().findFirst().map(child -> child.getTextContent().strip().replaceAll("\\s+", " ")).orElse("");
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
