/** What Ampel knows about GitHub, on github.com, ghe.com and Enterprise Server. */
@NullMarked
package io.ampel.provider.github;

import org.jspecify.annotations.NullMarked;
