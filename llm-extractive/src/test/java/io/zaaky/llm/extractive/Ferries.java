package io.zaaky.llm.extractive;

import io.zaaky.spi.Passage;

/** Passages as the ingestion writes them: headings, list items and rows on lines of their own. */
final class Ferries {
    private Ferries() {}

    static final Passage TIMETABLE =
            passage(
                    "Ferry timetable",
                    "",
                    0.9,
                    """
                    Route 1: Port Alder – Alder Island
                    The crossing takes 25 minutes.

                    Summer timetable of Route 1, 1 April to 31 October 2026
                    Days: Saturday; From Port Alder: 8:00, 20:00, 22:00; From Alder Island: 8:45, 22:40
                    Days: Sunday; From Port Alder: 9:00, 19:00, 21:00; From Alder Island: 9:45, 21:40

                    In summer the last ferry from Alder Island leaves at 22:10 from Monday to Friday, at 22:40 on Saturdays and at 21:40 on Sundays.

                    Winter timetable of Route 1
                    In winter the last ferry from Alder Island leaves at 20:10 from Monday to Friday and at 18:40 on Saturdays and Sundays.
                    """);

    static final Passage FARES =
            passage(
                    "Ferry fares",
                    "Single and return fares",
                    0.8,
                    """
                    Fares for one person, single and return

                    Passenger: Adult; Route 1, Alder Island: $6.50 single, $11.00 return; Route 2, Fennick: $3.50 single, $6.00 return
                    Passenger: Child aged 6 to 15; Route 1, Alder Island: $3.00 single, $5.00 return; Route 2, Fennick: $1.50 single, $2.50 return
                    Passenger: Bicycle; Route 1, Alder Island: $2.00 single, $3.00 return; Route 2, Fennick: $1.00 single, $2.00 return

                    Students with a valid card pay the senior fare.
                    """);

    static final Passage DOGS =
            passage(
                    "Ferry fares",
                    "",
                    0.7,
                    """
                    Where to buy tickets
                    - At the four ticket machines on Pier 4, which take cards and cash.
                    - On board from the crew, by card only.

                    Dogs and luggage
                    Dogs travel free of charge on all ferries. Guide dogs may go everywhere.

                    Opening hours
                    Monday: 8:00–17:00
                    Sunday: closed
                    """);

    private static Passage passage(String title, String heading, double score, String text) {
        return new Passage("doc.md", 0, title, heading, "", text, score);
    }
}
