/** Measures what Ampel promises: how quickly it answers, and what that costs. */
@NullMarked
package io.ampel.bench;

import org.jspecify.annotations.NullMarked;
