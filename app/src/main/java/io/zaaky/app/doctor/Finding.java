package io.zaaky.app.doctor;

/**
 * The result of a check.
 *
 * @param check what was checked
 * @param seen what was found
 * @param change what to do about it; empty if nothing
 */
public record Finding(Status status, String check, String seen, String change) {

    /** How well something works. */
    public enum Status {
        OK("ok"),
        /** It works, but not as it should. */
        WARN("warn"),
        FAIL("FAIL");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public static Finding ok(String check, String seen) {
        return new Finding(Status.OK, check, seen, "");
    }

    public static Finding warn(String check, String seen, String change) {
        return new Finding(Status.WARN, check, seen, change);
    }

    public static Finding fail(String check, String seen, String change) {
        return new Finding(Status.FAIL, check, seen, change);
    }
}
