/**
 * Checks whether a server's stored answers, its ledger and its metrics agree. Read {@link
 * io.zaaky.app.account.Books} first, then {@link io.zaaky.app.account.Check}, which has the rules.
 */
@NullMarked
package io.zaaky.app.account;

import org.jspecify.annotations.NullMarked;
