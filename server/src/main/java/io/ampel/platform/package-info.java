/** The ground Ampel stands on: its database, its vault, its clock and its way to other hosts. */
@NullMarked
package io.ampel.platform;

import org.jspecify.annotations.NullMarked;
