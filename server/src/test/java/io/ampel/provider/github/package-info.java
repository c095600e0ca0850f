@NullMarked
package io.ampel.provider.github;

import org.jspecify.annotations.NullMarked;
