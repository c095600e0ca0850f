/** Your accounts at GitHub, GitLab and Bitbucket, and what each of their tokens can do. */
@NullMarked
package io.ampel.provider;

import org.jspecify.annotations.NullMarked;
