/** The people of an Ampel: how they sign in, what their API tokens may do, and who did what. */
@org.jspecify.annotations.NullMarked
package io.ampel.identity;
