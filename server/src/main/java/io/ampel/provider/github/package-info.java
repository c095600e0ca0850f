/** GitHub, on github.com and on an Enterprise Server, as Ampel reads it and acts on it. */
@NullMarked
package io.ampel.provider.github;

import org.jspecify.annotations.NullMarked;
