package io.ampel.simulator.github;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** GitHub's opaque ids: a prefix that tells the type, and the number in disguise. */
final class NodeId {
  private static final String MARK = "_kwDO";

  private NodeId() {}

  static String of(String prefix, long id) {
    var bytes = ByteBuffer.allocate(8).putLong(id).array();
    return prefix + MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Optional<Long> number(String nodeId) {
    var at = nodeId.indexOf(MARK);
    try {
      var bytes = Base64.getUrlDecoder().decode(nodeId.substring(Math.max(at, 0) + MARK.length()));
      return at < 0 || bytes.length != 8
          ? Optional.empty()
          : Optional.of(ByteBuffer.wrap(bytes).getLong());
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }
}
