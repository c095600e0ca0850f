package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketNodes.Participant;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.User;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the light depends on and a list shows. The time of the last update alone is not
 * enough: neither an approval nor a moved target branch need touch it. Builds are not in it at all.
 */
final class BitbucketFingerprint {
  private BitbucketFingerprint() {}

  static String of(PullRequestNode node) {
    return Stream.of(
            word(node.updatedOn()),
            BitbucketMapping.hash(node.source()),
            BitbucketMapping.hash(node.destination()),
            BitbucketMapping.isTrue(node.draft()) ? "draft" : "ready",
            BitbucketMapping.isTrue(node.queued()) ? "queued" : "-",
            word(node.taskCount()),
            word(node.commentCount()),
            Integer.toHexString(people(node).hashCode()))
        .collect(Collectors.joining(" "));
  }

  private static String people(PullRequestNode node) {
    var asked = BitbucketPeople.list(node.reviewers()).stream().map(BitbucketFingerprint::key);
    var said = BitbucketPeople.list(node.participants()).stream().map(BitbucketFingerprint::word);
    return Stream.concat(asked, said).sorted().collect(Collectors.joining(","));
  }

  private static String word(Participant participant) {
    return key(participant.user())
        + ":"
        + BitbucketMapping.text(participant.role())
        + ":"
        + BitbucketMapping.text(participant.state());
  }

  private static String key(@Nullable User user) {
    return user == null ? "-" : BitbucketMapping.text(user.uuid());
  }

  private static String word(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }
}
