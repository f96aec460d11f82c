/**
 * Serves HTTP: the routes, the admission of questions, event streams and problems. {@link
 * io.zaaky.app.http.RouteList} lists every call of the public port. To follow one question, read
 * {@link io.zaaky.app.http.StreamRoutes} first, then {@link io.zaaky.app.http.Admission}.
 */
@NullMarked
package io.zaaky.app.http;

import org.jspecify.annotations.NullMarked;
