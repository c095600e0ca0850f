/** What Ampel knows about GitLab, on gitlab.com and on servers of one's own. */
@NullMarked
package io.ampel.provider.gitlab;

import org.jspecify.annotations.NullMarked;
