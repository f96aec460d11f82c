package io.zaaky.app.http;

/** The parameter {@code limit} of lists: the number of entries per page. */
final class PageLimit {
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private PageLimit() {}

    /**
     * @throws Refusal ({@code invalid_field}) if it is not a whole number from 1 to 1000
     */
    static int of(Exchange exchange) {
        String text = exchange.query("limit").orElse(String.valueOf(USUAL));
        int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw Refusal.field("limit", "limit must be a whole number from 1 to " + MOST + ".");
        }
        return limit;
    }
}
