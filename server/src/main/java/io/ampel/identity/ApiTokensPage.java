package io.ampel.identity;

import io.ampel.web.Frame;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param made the token that has just been made, this once
 * @param errors by field, in words
 */
public record ApiTokensPage(
    Frame frame, List<ApiToken> tokens, @Nullable String made, Map<String, String> errors) {

  public ApiTokensPage {
    tokens = List.copyOf(tokens);
    errors = Map.copyOf(errors);
  }

  public boolean isOver(@Nullable Instant expiry) {
    return expiry != null && expiry.isBefore(frame.now());
  }
}
