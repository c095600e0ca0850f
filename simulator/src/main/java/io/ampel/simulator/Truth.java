package io.ampel.simulator;

import io.ampel.simulator.gitlab.GitLabTruth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The light a pull request should have, from the simulator's own knowledge. It shares nothing with
 * the code it is compared with.
 */
public record Truth(
    String provider,
    String repository,
    int number,
    String state,
    String light,
    List<String> reasons) {
  /** After this long a required check that never reported is somebody's fault. */
  public static final Duration NEVER_STARTED = Duration.ofHours(1);

  enum Light {
    READY,
    UNKNOWN,
    WAITING,
    BLOCKED
  }

  record Reason(Light light, String why) {
    /** A reason that is led by its light. */
    static Reason of(String text) {
      var cut = text.indexOf(' ');
      return new Reason(Light.valueOf(text.substring(0, cut)), text.substring(cut + 1));
    }
  }

  public static Truth of(PullRequest pr) {
    return of(pr, NEVER_STARTED);
  }

  public static Truth of(PullRequest pr, Duration neverStarted) {
    var provider = pr.repository().world().forge().word();
    var name = pr.repository().fullName();
    if (!pr.open()) {
      return new Truth(provider, name, pr.number(), pr.state().name(), "", List.of());
    }
    var reasons = reasons(pr, neverStarted);
    var light = reasons.stream().map(Reason::light).reduce(Light.READY, Truth::worse);
    return new Truth(
        provider,
        name,
        pr.number(),
        "OPEN",
        light.name(),
        reasons.stream().map(each -> each.light() + " " + each.why()).toList());
  }

  private static List<Reason> reasons(PullRequest pr, Duration neverStarted) {
    return switch (pr.repository().world().forge()) {
      case GITHUB -> reasons(pr, Standing.of(pr), neverStarted);
      case GITLAB -> GitLabTruth.of(pr, neverStarted).stream().map(Reason::of).toList();
      case BITBUCKET -> BitbucketTruth.reasons(pr);
    };
  }

  private static Light worse(Light one, Light other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static List<Reason> reasons(PullRequest pr, Standing standing, Duration neverStarted) {
    var reasons = new ArrayList<Reason>();
    if (pr.repository().archived()) {
      reasons.add(new Reason(Light.BLOCKED, "archived"));
    }
    if (pr.isDraft()) {
      reasons.add(new Reason(Light.WAITING, "draft"));
    }
    switch (pr.mergeability()) {
      case CONFLICTING -> reasons.add(new Reason(Light.BLOCKED, "conflict"));
      case UNKNOWN -> reasons.add(new Reason(Light.UNKNOWN, "mergeability being computed"));
      case MERGEABLE -> {}
    }
    reviews(pr, standing, reasons);
    checks(pr, standing, neverStarted, reasons);
    rest(pr, standing, reasons);
    return reasons;
  }

  private static void reviews(PullRequest pr, Standing standing, List<Reason> reasons) {
    for (var each : standing.objections()) {
      var light = askedAgain(pr, each) ? Light.WAITING : Light.BLOCKED;
      reasons.add(new Reason(light, "changes requested by " + loginOf(each)));
    }
    var needed = standing.rules().approvals();
    if (standing.approvals() < needed) {
      reasons.add(new Reason(Light.WAITING, standing.approvals() + " of " + needed + " approvals"));
    }
    if (needed == 0 && !pr.requests().isEmpty() && approvedBy(pr, standing) == 0) {
      reasons.add(new Reason(Light.WAITING, "requested review not given"));
    }
    if (standing.codeOwnerMissing()) {
      reasons.add(new Reason(Light.WAITING, "code owner"));
    }
    if (standing.lastPushUnapproved()) {
      reasons.add(new Reason(Light.WAITING, "last push not approved by another"));
    }
    if (standing.rules().conversations() && standing.unresolved()) {
      reasons.add(new Reason(Light.BLOCKED, "conversation unresolved"));
    }
  }

  private static int approvedBy(PullRequest pr, Standing standing) {
    return (int)
        standing.opinions().values().stream()
            .filter(each -> each.verdict() == Verdict.APPROVED)
            .filter(each -> !Objects.equals(each.author(), pr.author()))
            .count();
  }

  private static boolean askedAgain(PullRequest pr, Review review) {
    return pr.requests().stream()
        .anyMatch(each -> each.person() != null && each.person().equals(review.author()));
  }

  private static String loginOf(Review review) {
    var author = review.author();
    return author == null ? "ghost" : author.login();
  }

  private static void checks(
      PullRequest pr, Standing standing, Duration neverStarted, List<Reason> reasons) {
    standing
        .requiredFailing()
        .forEach(each -> reasons.add(new Reason(Light.BLOCKED, "check " + each + " failed")));
    standing
        .requiredRunning()
        .forEach(each -> reasons.add(new Reason(Light.WAITING, "check " + each + " running")));
    var late = pr.head().date().plus(neverStarted).isBefore(pr.repository().world().now());
    standing
        .requiredMissing()
        .forEach(each ->
            reasons.add(
                new Reason(
                    late ? Light.BLOCKED : Light.WAITING, "check " + each + " never reported")));
    if (standing.rules().checks().isEmpty()) {
      standing
          .optionalFailing()
          .forEach(each -> reasons.add(new Reason(Light.BLOCKED, "check " + each + " failed")));
      standing
          .optionalRunning()
          .forEach(each -> reasons.add(new Reason(Light.WAITING, "check " + each + " running")));
    }
  }

  private static void rest(PullRequest pr, Standing standing, List<Reason> reasons) {
    if (standing.rules().isStrict() && standing.behind()) {
      reasons.add(new Reason(Light.WAITING, "behind its base"));
    }
    var entry = pr.queueEntry();
    if (entry != null) {
      var light = entry.state() == QueueEntry.State.UNMERGEABLE ? Light.BLOCKED : Light.WAITING;
      reasons.add(new Reason(light, "merge queue " + entry.state()));
    }
    if (pr.autoMerge() != null) {
      reasons.add(new Reason(Light.WAITING, "auto-merge armed"));
    }
  }
}
