package io.zaaky.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.zaaky.testkit.Chromium;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One Chromium per class; a fresh profile, chat server and website per test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Chromium chromium;
    private BrowserContext context;

    /** The chat server of this test. */
    protected FakeChat chat;

    /** The website that embeds the chat, on another origin. */
    protected Site site;

    protected Page page;

    /** What the page has complained about: errors and warnings on the console, exceptions. */
    protected final List<String> complaints = new CopyOnWriteArrayList<>();

    protected final List<String> dialogs = new CopyOnWriteArrayList<>();

    @BeforeAll
    final void launch() {
        chromium = new Chromium();
    }

    @AfterAll
    final void quit() {
        chromium.close();
    }

    @BeforeEach
    final void open() throws IOException {
        chat = new FakeChat();
        site = new Site();
        complaints.clear();
        dialogs.clear();
        fresh(new Browser.NewContextOptions());
    }

    @AfterEach
    final void shut() throws IOException {
        context.close();
        chat.close();
        site.close();
    }

    /** Begins again with another kind of browser profile. */
    protected final void fresh(Browser.NewContextOptions options) {
        if (context != null) {
            context.close();
        }
        page = chromium.page(options, LIMIT);
        context = page.context();
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        complaints.add(message.text());
                    }
                });
        page.onPageError(complaints::add);
        page.onDialog(
                dialog -> {
                    dialogs.add(dialog.message());
                    dialog.dismiss();
                });
    }

    protected final BrowserContext context() {
        return context;
    }

    /** The script tag, with further attributes. */
    protected final String tag(String attributes) {
        return "<script src=\"%s/chat-widget.js\" data-chatbot=\"acme/desk\" %s defer></script>"
                .formatted(chat.origin(), attributes);
    }

    /** Opens a page of the website with that in its body. */
    protected final void visit(String body) {
        visit(body, "");
    }

    protected final void visit(String body, String csp) {
        String html =
                "<!doctype html><html lang=\"en\"><head><title>Acme</title><meta name=\"viewport\""
                        + " content=\"width=device-width\"></head><body><main><h1>Acme</h1></main>"
                        + body
                        + "</body></html>";
        page.navigate(site.page("/page.html", html, csp));
    }

    /** Opens a page whose chat stands open in the corner. */
    protected final void visitOpenChat() {
        visit(tag("data-open"));
        input().waitFor();
    }

    protected final Locator input() {
        return page.locator("zaaky-chat textarea");
    }

    /** Writes a message and sends it with the Enter key. */
    protected final void ask(String message) {
        input().fill(message);
        input().press("Enter");
    }

    protected final Locator lastAnswer() {
        return page.locator("zaaky-chat .assistant").last();
    }

    protected final Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
