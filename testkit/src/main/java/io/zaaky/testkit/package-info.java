/**
 * Contract tests that every plugin must pass, fakes, and a stub upstream that misbehaves on
 * request. For third parties: use this in test scope, extend the contract of your kind of plugin,
 * and run it.
 */
@NullMarked
package io.zaaky.testkit;

import org.jspecify.annotations.NullMarked;
