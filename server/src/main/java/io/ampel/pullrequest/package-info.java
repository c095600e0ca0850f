/** What a pull request is, and the rule that gives it its traffic light and the reasons. */
@NullMarked
package io.ampel.pullrequest;

import org.jspecify.annotations.NullMarked;
