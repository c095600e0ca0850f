@NullMarked
package io.ampel.provider.gitlab;

import org.jspecify.annotations.NullMarked;
