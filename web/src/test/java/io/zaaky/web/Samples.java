package io.zaaky.web;

import com.google.gson.JsonArray;

/** An answer as a customer would see it. */
final class Samples {
    private Samples() {}

    static final String ANSWER =
            """
            The first ferry leaves **Northhaven** at **6:10** on weekdays and at 7:40 on Sundays [1].

            A ticket depends on what you bring:

            | Ticket | Single | Day |
            |---|---|---|
            | Adult | 4.20 € | 7.50 € |
            | Bicycle | 2.00 € | 3.50 € |

            - Children under *six* travel free [2]
            - Buy at the pier or on [the ticket page](https://tickets.example.org/harbour)
            - Type `FERRY` to 4711 for delays
            """;

    static JsonArray suggestions() {
        JsonArray suggestions = new JsonArray();
        suggestions.add("When does the first ferry leave?");
        suggestions.add("What does a day ticket cost?");
        suggestions.add("May I bring my dog?");
        return suggestions;
    }

    static JsonArray sources() {
        return Events.array(
                Events.source(
                        1,
                        "Timetable 2026/27",
                        "https://harbour.example.org/timetable",
                        "Northhaven – Old Pier: Monday to Friday from 6:10, every forty minutes"
                                + " until 22:30. Sundays and public holidays from 7:40."),
                Events.source(
                        2,
                        "Fares and conditions of carriage",
                        "https://harbour.example.org/fares.pdf",
                        "Children under six years travel free of charge in the company of an"
                                + " adult. Bicycles need a ticket of their own."),
                Events.source(3, "House rules of the pier", "", "Dogs are kept on a lead."),
                Events.source(
                        4,
                        "Accessibility",
                        "https://harbour.example.org/access",
                        "All ferries take wheelchairs; the ramp at Old Pier is steep at low"
                                + " tide."));
    }
}
