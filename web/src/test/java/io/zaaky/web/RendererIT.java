package io.zaaky.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules for Markdown and for event streams by themselves, in a page of the chat's origin. */
class RendererIT extends BrowserTest {

    @BeforeEach
    void loadModules() {
        page.navigate(site.page("/empty.html", "<!doctype html>", ""));
        page.evaluate(
                """
                async base => {
                  const { MarkdownView } = await import(`${base}/widget/markdown.js`);
                  const { EventParser } = await import(`${base}/widget/sse.js`);
                  const cite = n => (n <= 3 ? Object.assign(document.createElement("b"), { textContent: n }) : null);
                  window.whole = text => {
                    const root = document.createElement("div");
                    new MarkdownView(root, () => {}).finish(text, cite);
                    return root.innerHTML.replaceAll(' dir="auto"', "");
                  };
                  window.grown = (text, size) => {
                    const root = document.createElement("div");
                    const view = new MarkdownView(root, () => {});
                    for (let at = 0; at < text.length; at += size) {
                      view.append(text.slice(at, at + size));
                      view.update();
                    }
                    view.finish(text, cite);
                    return root.innerHTML.replaceAll(' dir="auto"', "");
                  };
                  window.events = chunks => {
                    const found = [];
                    const parser = new EventParser((data, id) => found.push([data, id]));
                    chunks.forEach(chunk => parser.push(new Uint8Array(chunk)));
                    return found;
                  };
                }\
                """,
                chat.origin());
    }

    private static final Map<String, String> MARKDOWN =
            Map.ofEntries(
                    Map.entry("a **b** c", "<p>a <strong>b</strong> c</p>"),
                    Map.entry(
                            "***both*** *a **b***",
                            "<p><strong><em>both</em></strong> <em>a <strong>b</strong></em></p>"),
                    Map.entry(
                            "2 * 3 * 4 and snake_case_name",
                            "<p>2 * 3 * 4 and snake_case_name</p>"),
                    Map.entry("open **never closed", "<p>open **never closed</p>"),
                    Map.entry("a `x*y` ``b`c``", "<p>a <code>x*y</code> <code>b`c</code></p>"),
                    Map.entry("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
                    Map.entry("\\*no\\* \\[1]", "<p>*no* [1]</p>"),
                    Map.entry("see [1, 2][3] [9]", "<p>see <b>1</b><b>2</b><b>3</b> [9]</p>"),
                    Map.entry(
                            "- a\n- b\n  - c\n\n1. x\n2. y",
                            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"
                                    + "<ol><li>x</li><li>y</li></ol>"),
                    Map.entry("3. three", "<ol start=\"3\"><li>three</li></ol>"),
                    Map.entry(
                            "```js\n<b>\n```\nafter",
                            "<pre tabindex=\"0\""
                                    + " dir=\"ltr\"><code>&lt;b&gt;</code></pre><p>after</p>"),
                    Map.entry("# Title #\ntext", "<p class=\"heading\">Title</p><p>text</p>"),
                    Map.entry("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>"),
                    Map.entry("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
                    Map.entry("a\r\nb\rc", "<p>a<br>b<br>c</p>"),
                    Map.entry(
                            "| a | b |\n|---|:-:|\n| 1 | **2** |",
                            "<div class=\"wide\""
                                + " tabindex=\"0\"><table><thead><tr><th>a</th><th>b</th>"
                                + "</tr></thead><tbody><tr><td>1</td><td><strong>2</strong></td></tr>"
                                + "</tbody></table></div>"));

    static List<Map.Entry<String, String>> markdown() {
        return MARKDOWN.entrySet().stream().toList();
    }

    @ParameterizedTest
    @MethodSource("markdown")
    void markdownBecomesTheseNodes(Map.Entry<String, String> example) {
        assertEquals(example.getValue(), page.evaluate("text => whole(text)", example.getKey()));
    }

    @Test
    void textThatGrowsInAnyStepsEndsAsIfItHadComeAtOnce() {
        String text = Samples.ANSWER + "\n" + String.join("\n\n", MARKDOWN.keySet());
        Object expected = page.evaluate("text => whole(text)", text);
        for (int size : new int[] {1, 2, 3, 7, 64, 1000}) {
            Object grown =
                    page.evaluate("([text, size]) => grown(text, size)", List.of(text, size));
            assertEquals(expected, grown, "in steps of " + size);
        }
    }

    @Test
    @Tag("HTTP-14")
    void hugeAndMaliciousTextsEnd() {
        for (String part :
                List.of(
                        "[", "![", "*a _b ", "`", "``a` ", "> ", "- \n", "|", "[x](", "\\", "<",
                        "**")) {
            String text = part.repeat(60_000 / part.length());
            page.evaluate("text => { grown(text, 20000); }", text);
        }
    }

    @Test
    void eventStreamsAreReadByTheGrammarWhereverTheyAreCut() {
        String stream =
                "\uFEFF: comment\r\n\r\ndata: a\r\ndata: b\rid: 1\n\ndata:c\ndata\n\r"
                        + "event: x\ndata:  d é🚢\nid: n\0o\n\nretry: 5\n\ndata: lost";
        List<List<String>> expected =
                List.of(List.of("a\nb", "1"), List.of("c\n", "1"), List.of(" d é🚢", "1"));
        byte[] bytes = stream.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<List<Integer>> parts =
                    List.of(part(bytes, 0, cut), part(bytes, cut, bytes.length));
            assertEquals(expected, page.evaluate("parts => events(parts)", parts), "cut at " + cut);
        }
        List<List<Integer>> single = new ArrayList<>();
        for (int at = 0; at < bytes.length; at++) {
            single.add(part(bytes, at, at + 1));
        }
        assertEquals(expected, page.evaluate("parts => events(parts)", single));
    }

    private static List<Integer> part(byte[] bytes, int from, int to) {
        List<Integer> part = new ArrayList<>();
        for (int at = from; at < to; at++) {
            part.add(bytes[at] & 0xff);
        }
        return part;
    }
}
