package io.ampel.act;

import io.ampel.pullrequest.Review;
import org.jspecify.annotations.Nullable;

/** What somebody wants said at the provider. */
sealed interface ActRequest {
  String body();

  /** How the history names it. */
  String kind();

  record Comment(String body) implements ActRequest {
    @Override
    public String kind() {
      return "COMMENT";
    }
  }

  /**
   * @param verdict APPROVED, CHANGES_REQUESTED or COMMENTED
   * @param headSha the commit the person saw
   */
  record ReviewOf(Review.Verdict verdict, String body, String headSha) implements ActRequest {
    @Override
    public String kind() {
      return verdict.name();
    }
  }

  /** Null where everything needed is there, otherwise the key of what to say. */
  default @Nullable String lack() {
    if (body().length() > 65_536) {
      return "act.bodyTooLong";
    }
    return switch (this) {
      case Comment(var body) when body.isBlank() -> "act.bodyMissing";
      case Comment _ -> null;
      case ReviewOf(var verdict, var body, _)
          when body.isBlank() && verdict != Review.Verdict.APPROVED ->
          "act.bodyMissing";
      case ReviewOf _ -> null;
    };
  }
}
