@NullMarked
package io.ampel.provider.bitbucket;

import org.jspecify.annotations.NullMarked;
