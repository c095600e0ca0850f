/** A trial run beside a simulated provider, without any token of your own. */
@NullMarked
package io.ampel.demo;

import org.jspecify.annotations.NullMarked;
