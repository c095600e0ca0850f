package io.ampel.pullrequest;

/**
 * @param color six hexadecimal digits, without the hash
 */
public record Label(String name, String color) {}
