/** Bitbucket Cloud: its endpoints, its words in ours, and what to ask in which order. */
@NullMarked
package io.ampel.provider.bitbucket;

import org.jspecify.annotations.NullMarked;
