package io.ampel.simulator.bitbucket;

import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.Request;
import io.ampel.simulator.Token;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Token.Kind;
import io.ampel.simulator.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in the Authorization header: a name and a token, or a token alone. */
record Credentials(@Nullable String user, String secret) {

  static Optional<Credentials> in(Request request) {
    var header = request.header("authorization").orElse("").strip();
    var cut = header.indexOf(' ');
    if (cut < 0) {
      return header.isEmpty() ? Optional.empty() : Optional.of(new Credentials(null, header));
    }
    var rest = header.substring(cut + 1).strip();
    return Optional.of(
        header.substring(0, cut).equalsIgnoreCase("basic")
            ? basic(rest)
            : new Credentials(null, rest));
  }

  private static Credentials basic(String encoded) {
    try {
      var text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      var cut = text.indexOf(':');
      return cut < 0
          ? new Credentials("", text)
          : new Credentials(text.substring(0, cut), text.substring(cut + 1));
    } catch (IllegalArgumentException _) {
      return new Credentials("", "");
    }
  }

  /** The token, when it is one and sent as it should be; otherwise a refusal. */
  Token admitted(World world) {
    if (secret.startsWith("ATBB")) {
      throw Refusal.silent(401);
    }
    var token = world.token(secret).orElseThrow(Refusal::badToken);
    if (token.has(Defect.REVOKED)) {
      throw Refusal.silent(401);
    }
    if (!sentRightly(token)
        || token.has(Defect.UNSCOPED)
        || token.has(Defect.OTHER_PRODUCT)
        || token.expired(world.now())) {
      throw Refusal.badToken();
    }
    return token;
  }

  private boolean sentRightly(Token token) {
    if (token.kind() != Kind.API) {
      return user == null && token.kind() == Kind.ACCESS;
    }
    return BitbucketTokens.email(token.person()).equalsIgnoreCase(user);
  }
}
