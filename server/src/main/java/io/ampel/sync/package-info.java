/** Keeps what Ampel knows equal to what the providers know, and shows how well that goes. */
@NullMarked
package io.ampel.sync;

import org.jspecify.annotations.NullMarked;
