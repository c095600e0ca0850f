/** Bitbucket Cloud's words for the world, as its REST API says them. */
@NullMarked
package io.ampel.simulator.bitbucket;

import org.jspecify.annotations.NullMarked;
