/** Commenting, approving and requesting changes without leaving Ampel. */
@NullMarked
package io.ampel.act;

import org.jspecify.annotations.NullMarked;
