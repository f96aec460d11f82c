package io.zaaky.app.admin;

import java.time.Instant;

/**
 * One change, without contents and without anything about visitors.
 *
 * @param sequence grows with each entry
 * @param action such as {@code document.delete}
 * @param object what was changed, within the organisation
 */
public record AuditEntry(long sequence, Instant at, Actor actor, String action, String object) {}
