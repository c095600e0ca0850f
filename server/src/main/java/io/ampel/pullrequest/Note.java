package io.ampel.pullrequest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something worth knowing that does not change the light. */
public record Note(Code code, List<String> details, @Nullable String evidence) {

  public enum Code {
    /** An optional check that failed. */
    OPTIONAL_CHECK_FAILED,
    OPTIONAL_CHECK_RUNNING,
    /** Somebody without write access objects. */
    OBJECTION_WITHOUT_WEIGHT,
    /** Green by the provider's word, the single checks are not readable with this token. */
    CHECKS_NOT_LISTED,
    CONVERSATIONS_OPEN,
    /** Nothing stands in the way, but what the branch demands is not readable with this token. */
    RULES_UNREADABLE
  }

  public Note {
    details = List.copyOf(details);
  }
}
