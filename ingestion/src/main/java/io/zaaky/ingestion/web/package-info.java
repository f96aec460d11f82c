/**
 * Documents from websites: {@link io.zaaky.ingestion.web.WebSource} follows a page, a sitemap or a
 * site; {@link io.zaaky.ingestion.web.Fetcher} is its only way out.
 *
 * <p>Everything that comes from outside is hostile: addresses, names, redirects and bodies. Where a
 * request goes is decided once, by {@link io.zaaky.ingestion.web.WebUrl} and {@link
 * io.zaaky.ingestion.web.AddressRules}, and the connection is made to the very address that was
 * checked.
 */
@NullMarked
package io.zaaky.ingestion.web;

import org.jspecify.annotations.NullMarked;
