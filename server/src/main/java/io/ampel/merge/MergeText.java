package io.ampel.merge;

import io.ampel.pullrequest.PullRequests.Stored;
import io.ampel.pullrequest.ReasonText;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What merging says, in words people understand. */
@Component
class MergeText {
  private static final Locale LANGUAGE = Locale.ENGLISH;
  private final MessageSource messages;
  private final ReasonText reasons;

  MergeText(MessageSource messages, ReasonText reasons) {
    this.messages = messages;
    this.reasons = reasons;
  }

  String of(String key, Object... arguments) {
    return messages.getMessage("merge." + key, arguments, LANGUAGE);
  }

  /** All that stands in the way, in one line. */
  String why(Stored pullRequest) {
    return pullRequest.reasons().stream()
        .map(reason -> reasons.of(reason, LANGUAGE))
        .collect(Collectors.joining("; "));
  }
}
