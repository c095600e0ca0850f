package io.ampel.act;

import io.ampel.identity.Person;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Comments, reviews and other acts for programs. */
@RestController
@RequestMapping("/api/v1/pull-requests/{id}")
class ActApiController {
  private final Acts acts;

  ActApiController(Acts acts) {
    this.acts = acts;
  }

  record CommentBody(@Nullable String body) {}

  record ReviewBody(@Nullable String verdict, @Nullable String body, @Nullable String headSha) {}

  @PostMapping("/comments")
  ResponseEntity<ActAnswer> comment(
      Person person,
      @PathVariable String id,
      @RequestBody CommentBody comment,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      Frame frame) {
    var request = new ActRequest.Comment(Objects.requireNonNullElse(comment.body(), ""));
    return answer(acts.send(person, id, request, key, frame.texts()));
  }

  @PostMapping("/reviews")
  ResponseEntity<ActAnswer> review(
      Person person,
      @PathVariable String id,
      @RequestBody ReviewBody review,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      Frame frame) {
    var request =
        new ActRequest.ReviewOf(
            verdict(review.verdict(), frame),
            Objects.requireNonNullElse(review.body(), ""),
            ActRequest.head(review.headSha(), frame));
    return answer(acts.send(person, id, request, key, frame.texts()));
  }

  record DeedBody(@Nullable String headSha, @Nullable String conversation) {}

  @PostMapping("/{deed:withdraw|update-branch|rerun|resolve|close|reopen}")
  ResponseEntity<ActAnswer> deed(
      Person person,
      @PathVariable String id,
      @PathVariable String deed,
      @RequestBody(required = false) @Nullable DeedBody body,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      Frame frame) {
    var told = body == null ? new DeedBody(null, null) : body;
    var request = ActRequest.deed(deed, told.headSha(), told.conversation(), frame);
    return answer(acts.send(person, id, request, key, frame.texts()));
  }

  static Verdict verdict(@Nullable String name, Frame frame) {
    return switch (name == null ? "" : name.toUpperCase(Locale.ROOT)) {
      case "APPROVE" -> Verdict.APPROVED;
      case "REQUEST_CHANGES" -> Verdict.CHANGES_REQUESTED;
      case "COMMENT" -> Verdict.COMMENTED;
      case String _ -> throw Problem.invalid("verdict", frame.text("act.verdictUnknown"));
    };
  }

  private static ResponseEntity<ActAnswer> answer(ActAnswer answer) {
    return ResponseEntity.status(answer.outcome().status()).body(answer);
  }
}
