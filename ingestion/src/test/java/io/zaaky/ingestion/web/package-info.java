@NullMarked
package io.zaaky.ingestion.web;

import org.jspecify.annotations.NullMarked;
