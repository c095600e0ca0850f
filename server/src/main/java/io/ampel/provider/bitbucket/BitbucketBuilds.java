package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketNodes.Commit;
import io.ampel.provider.bitbucket.BitbucketNodes.Status;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.Checks.Reading;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The builds of a commit, the newest report of each key. */
final class BitbucketBuilds {
  private static final Comparator<Status> BY_TIME =
      Comparator.comparing(BitbucketBuilds::reportedAt);

  private BitbucketBuilds() {}

  /** Those of the head; where it has none yet, the newest of an older commit, said to be so. */
  static Checks checks(List<Status> all, String head) {
    var ofHead = all.stream().filter(status -> isOf(status.commit(), head)).toList();
    if (!ofHead.isEmpty() || all.isEmpty()) {
      return new Checks(newest(ofHead), Reading.ALL, head, null);
    }
    var last = all.stream().max(BY_TIME).orElseThrow().commit();
    var older = last == null ? "" : BitbucketMapping.abbreviated(last.hash());
    var ofOlder = all.stream().filter(status -> isOf(status.commit(), older)).toList();
    return new Checks(newest(ofOlder), Reading.ALL, older, null);
  }

  private static boolean isOf(@Nullable Commit commit, String hash) {
    return commit == null
        || commit.hash() == null
        || BitbucketMapping.isSameCommit(commit.hash(), hash);
  }

  private static List<Check> newest(List<Status> statuses) {
    var byKey =
        statuses.stream()
            .collect(
                Collectors.toMap(
                    BitbucketBuilds::key,
                    status -> status,
                    BinaryOperator.maxBy(BY_TIME),
                    LinkedHashMap::new));
    Map<String, Long> names =
        byKey.values().stream()
            .collect(Collectors.groupingBy(BitbucketBuilds::name, Collectors.counting()));
    return byKey.values().stream()
        .map(status -> check(status, names.getOrDefault(name(status), 1L) > 1))
        .toList();
  }

  /** Where two builds have the same name, their keys tell them apart. */
  private static Check check(Status status, boolean isNamesake) {
    var state = state(status.state());
    return new Check(
        name(status),
        isNamesake ? key(status) : "",
        state,
        null,
        false,
        BitbucketMapping.text(status.state()),
        status.url(),
        status.createdOn(),
        state == State.RUNNING ? null : status.updatedOn(),
        null,
        null);
  }

  static State state(@Nullable String word) {
    return switch (BitbucketMapping.text(word)) {
      case "SUCCESSFUL" -> State.PASSED;
      case "FAILED", "ERROR" -> State.FAILED;
      case "STOPPED" -> State.CANCELLED;
      case "INPROGRESS" -> State.RUNNING;
      default -> State.UNKNOWN;
    };
  }

  private static String key(Status status) {
    return status.key() == null ? name(status) : status.key();
  }

  private static String name(Status status) {
    return status.name() == null || status.name().isBlank()
        ? BitbucketMapping.text(status.key())
        : status.name();
  }

  private static Instant reportedAt(Status status) {
    if (status.updatedOn() != null) {
      return status.updatedOn();
    }
    return status.createdOn() == null ? Instant.EPOCH : status.createdOn();
  }
}
