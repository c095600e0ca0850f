package io.ampel.identity;

import io.ampel.web.Frame;
import java.util.Map;

/**
 * @param needsCode whether the code from the log is asked for
 * @param errors by field, in words
 */
public record WelcomePage(
    Frame frame, String email, String name, boolean needsCode, Map<String, String> errors) {

  public WelcomePage {
    errors = Map.copyOf(errors);
  }
}
