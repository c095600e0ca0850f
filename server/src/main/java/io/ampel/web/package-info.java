/** The frame around every page: navigation, look, errors that say what to do, and live updates. */
@org.jspecify.annotations.NullMarked
package io.ampel.web;
