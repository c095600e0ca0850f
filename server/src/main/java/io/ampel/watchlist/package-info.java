/** Which repositories you follow, one by one or by pattern, and who may see what. */
@NullMarked
package io.ampel.watchlist;

import org.jspecify.annotations.NullMarked;
