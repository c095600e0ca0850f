@NullMarked
package io.ampel.simulator.bitbucket;

import org.jspecify.annotations.NullMarked;
