package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Person;
import io.ampel.simulator.Request;
import io.ampel.simulator.Token;
import io.ampel.simulator.World;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Who asks, with which token, in which world. Without a token it is anybody. */
record Caller(World world, @Nullable Token token, Request request) {

  @Nullable Person person() {
    return token == null ? null : token.person();
  }

  boolean has(Token.Defect defect) {
    return token != null && token.has(defect);
  }

  boolean byAccessToken() {
    return token != null && token.kind() == Token.Kind.ACCESS;
  }

  URI base() {
    return request.base();
  }

  String web() {
    return base() + "/bitbucket";
  }

  String api() {
    return base() + "/bitbucket/2.0";
  }
}
