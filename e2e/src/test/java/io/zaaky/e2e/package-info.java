/** The whole product, seen from outside. */
@org.jspecify.annotations.NullMarked
package io.zaaky.e2e;
