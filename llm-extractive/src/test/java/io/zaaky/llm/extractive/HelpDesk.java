package io.zaaky.llm.extractive;

import io.zaaky.spi.Passage;

/** Documents of a made-up marina, in the state in which real ones are. */
final class HelpDesk {
    private HelpDesk() {}

    static final Passage HOURS =
            passage(
                    "Opening hours",
                    0.9,
                    """
                    # Opening hours

                    The harbour office is on Pier 3. It is staffed all year round.

                    | Day | Office | Fuel dock |
                    |---|---|---|
                    | Monday to Friday | 8:00–18:00 | 7:00–20:00 |
                    | Saturday | 9:00–14:00 | 7:00–20:00 |
                    | Sunday and public holidays | closed | 9:00–16:00 |

                    Outside these hours, the **harbour master** answers the emergency phone:
                    +49 431 555 0199. On Dec. 24 and Dec. 31 the office closes at 12 noon.
                    """);

    static final Passage BERTHS =
            passage(
                    "Berths and fees > Visitors",
                    0.85,
                    """
                    ## Visitors

                    Visitors do not need a reservation from October to April. From May to September
                    we recommend to [book a berth](https://harbor.example/book) at least 48 hours
                    ahead, as the harbour is often full by 4 p.m. on Fridays.

                    A berth costs:

                    - up to 8 m: 18 € per night
                    - 8 to 12 m: 26 € per night
                    - over 12 m: 3 € per metre and night

                    Electricity (6 A) and water are included. Payment is by card only.
                    """);

    static final Passage FAQ =
            passage(
                    "",
                    0.5,
                    """
                    **Can I bring my dog?**
                    Pets are welcome everywhere but in the showers. Please keep them on a leash.

                    **Is there Wi-Fi?**
                    Yes. The network is called HarborGuest, and the password is printed on your
                    berth slip[^1]. It changes every Monday.

                    **How do I get a winter storage place?**
                    1. Fill in the [form](https://harbor.example/form) by 31 August.
                    2. Pay the deposit of 150 €.
                    """);

    static final Passage RULES =
            passage(
                    "",
                    0.4,
                    """
                    ter the harbour under engine. The speed limit within the harbour is 3 knots.
                    Between 10 p.m. and 7 a.m. generators must be switched off. Vessels longer than
                    20 m must announce themselves on VHF channel 11 before they enter the harbour
                    and then wait for a confirmation by the har
                    """);

    private static Passage passage(String heading, double score, String text) {
        return new Passage("doc.md", 0, "Marina", heading, "", text, score);
    }
}
