package io.ampel.simulator.github;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Request;
import io.ampel.simulator.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** ETags: equal bodies have equal tags, but only for the same token and the same Accept. */
final class Tags {
  private Tags() {}

  static Answer answer(Request request, @Nullable Token token, Answer answer) {
    var tag = tag(request, token, answer);
    answer.header("ETag", tag).header("Cache-Control", "private, max-age=60, s-maxage=60");
    var known = request.header("if-none-match").map(each -> each.contains(tag)).orElse(false);
    return known
        ? new Answer(
            304,
            new LinkedHashMap<>(answer.headers()),
            new byte[0],
            answer.route(),
            0,
            answer.took())
        : answer;
  }

  private static String tag(Request request, @Nullable Token token, Answer answer) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((token == null ? "" : token.value()).getBytes(StandardCharsets.UTF_8));
      digest.update(request.header("accept").orElse("").getBytes(StandardCharsets.UTF_8));
      return "W/\"" + HexFormat.of().formatHex(digest.digest(answer.body())) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
