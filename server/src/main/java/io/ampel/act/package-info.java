/** Commenting, reviewing, updating, running again and closing without leaving Ampel. */
@NullMarked
package io.ampel.act;

import org.jspecify.annotations.NullMarked;
