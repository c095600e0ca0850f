package io.ampel.merge;

import io.ampel.identity.Person;
import io.ampel.merge.MergeAnswer.Outcome;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Merging for programs. */
@RestController
class MergeApiController {
  private final Merges merges;

  MergeApiController(Merges merges) {
    this.merges = merges;
  }

  record Body(
      @Nullable String headSha,
      @Nullable String strategy,
      @Nullable String title,
      @Nullable String message,
      @Nullable Boolean deleteBranch,
      @Nullable String confirmation) {}

  record Answer(
      Outcome outcome, String message, @Nullable String commit, @Nullable UUID confirmation) {}

  @PostMapping("/api/v1/pull-requests/{id}/merge")
  ResponseEntity<Answer> merge(
      Person person,
      @PathVariable String id,
      @RequestBody Body body,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      Frame frame) {
    var answer = merges.merge(person, id, request(body, frame), key);
    return ResponseEntity.status(answer.status())
        .body(
            new Answer(answer.outcome(), answer.message(), answer.commit(), answer.confirmation()));
  }

  static MergeRequest request(Body body, Frame frame) {
    if (body.headSha() == null || body.headSha().isBlank()) {
      throw Problem.invalid("headSha", frame.text("merge.headMissing"));
    }
    return new MergeRequest(
        body.headSha(),
        strategy(body.strategy(), frame),
        orNull(body.title()),
        orNull(body.message()),
        Boolean.TRUE.equals(body.deleteBranch()),
        confirmation(body.confirmation(), frame));
  }

  private static @Nullable MergeStrategy strategy(@Nullable String name, Frame frame) {
    if (name == null || name.isBlank()) {
      return null;
    }
    return Arrays.stream(MergeStrategy.values())
        .filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> Problem.invalid("strategy", frame.text("merge.strategyUnknown")));
  }

  private static @Nullable UUID confirmation(@Nullable String id, Frame frame) {
    try {
      return id == null || id.isBlank() ? null : UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("confirmation", frame.text("merge.confirmationUnknown"));
    }
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
