/** What the make-believe Bitbucket says, held against its fact sheet and recorded answers. */
@org.jspecify.annotations.NullMarked
package io.ampel.simulator.bitbucket;
