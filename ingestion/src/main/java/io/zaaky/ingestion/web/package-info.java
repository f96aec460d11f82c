/**
 * Documents from websites: {@link io.zaaky.ingestion.web.WebSource} follows a page, a sitemap or a
 * site; all of its requests go through {@link io.zaaky.ingestion.web.Fetcher}.
 *
 * <p>All input from outside is treated as hostile: addresses, names, redirects and bodies. The
 * destination of a request is decided once, by {@link io.zaaky.ingestion.web.WebUrl} and {@link
 * io.zaaky.ingestion.web.AddressRules}, and the connection goes to exactly the address that was
 * checked.
 */
@NullMarked
package io.zaaky.ingestion.web;

import org.jspecify.annotations.NullMarked;
