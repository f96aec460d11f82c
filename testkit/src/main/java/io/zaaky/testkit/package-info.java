/**
 * Contract tests that every plugin runs, fakes of the kinds, and a stub upstream that misbehaves on
 * request. A third party uses it in test scope: extend the contract of your kind and run it.
 */
@NullMarked
package io.zaaky.testkit;

import org.jspecify.annotations.NullMarked;
