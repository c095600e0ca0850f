/** The dashboard: what needs you, what is ready, what waits for whom; as pages and as JSON. */
@NullMarked
package io.ampel.dashboard;

import org.jspecify.annotations.NullMarked;
