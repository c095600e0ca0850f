/** Merging: never past what you saw, never twice, and always with an answer. */
@NullMarked
package io.ampel.merge;

import org.jspecify.annotations.NullMarked;
