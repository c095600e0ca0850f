/** Ampel: every pull request you care about in one place, with a traffic light and the reason. */
@org.jspecify.annotations.NullMarked
package io.ampel;
