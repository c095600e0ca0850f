package io.ampel.act;

import io.ampel.provider.Deed;
import io.ampel.pullrequest.Review;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import org.jspecify.annotations.Nullable;

/** What somebody wants said at the provider. */
sealed interface ActRequest {
  default String body() {
    return "";
  }

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

  /** Something that needs no words. */
  record DeedOf(Deed deed) implements ActRequest {
    @Override
    public String kind() {
      return switch (deed) {
        case Deed.Withdraw _ -> "WITHDRAWN";
        case Deed.UpdateBranch _ -> "BRANCH_UPDATED";
        case Deed.Rerun _ -> "RERUN";
        case Deed.Resolve _ -> "RESOLVED";
        case Deed.Close _ -> "CLOSED";
        case Deed.Reopen _ -> "REOPENED";
      };
    }
  }

  /** Runs again whatever failed. */
  record RerunFailed() implements ActRequest {
    @Override
    public String kind() {
      return "RERUN";
    }
  }

  /**
   * @param name as it stands in the address, for example {@code update-branch}
   */
  static ActRequest deed(
      String name, @Nullable String headSha, @Nullable String conversation, Frame frame) {
    return switch (name) {
      case "withdraw" -> new DeedOf(new Deed.Withdraw());
      case "update-branch" -> new DeedOf(new Deed.UpdateBranch(head(headSha, frame)));
      case "rerun" -> new RerunFailed();
      case "resolve" -> new DeedOf(new Deed.Resolve(conversation(conversation, frame)));
      case "close" -> new DeedOf(new Deed.Close());
      case "reopen" -> new DeedOf(new Deed.Reopen());
      default -> throw Problem.notFound();
    };
  }

  static String head(@Nullable String sha, Frame frame) {
    if (sha == null || sha.isBlank()) {
      throw Problem.invalid("headSha", frame.text("act.headMissing"));
    }
    return sha;
  }

  private static String conversation(@Nullable String id, Frame frame) {
    if (id == null || id.isBlank()) {
      throw Problem.invalid("conversation", frame.text("act.conversationMissing"));
    }
    return id;
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
      case ReviewOf _, DeedOf _, RerunFailed _ -> null;
    };
  }
}
