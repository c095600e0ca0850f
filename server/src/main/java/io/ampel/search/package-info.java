/** Finding pull requests: filters and the query language, and what they mean in SQL. */
@NullMarked
package io.ampel.search;

import org.jspecify.annotations.NullMarked;
