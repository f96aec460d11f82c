package io.zaaky.app.admin;

/**
 * Who has changed something.
 *
 * @param key the key's name
 * @param role the key's role
 * @param address the address of the call; empty if it came from the machine itself
 */
public record Actor(String key, String role, String address) {
    /** Anybody who may send signals to the process. */
    public static final Actor SIGNAL = new Actor("SIGHUP", "operator", "");

    public static Actor of(Caller caller, String address) {
        return new Actor(caller.key().name(), caller.role(), address);
    }
}
