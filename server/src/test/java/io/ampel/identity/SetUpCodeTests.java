package io.ampel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.AmpelTest;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An empty Ampel behind a proxy, where strangers could come first. */
@AmpelTest(properties = "ampel.trusted-proxies=127.0.0.1")
@ExtendWith(OutputCaptureExtension.class)
class SetUpCodeTests {
  private static final Pattern CODE =
      Pattern.compile("set-up code for the first account is (\\S+)");
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  @Test
  void theFirstAccountTakesTheCodeFromTheLogAndTheProxyIsBelieved(CapturedOutput output) {
    var matcher = CODE.matcher(output.getAll());
    assertThat(matcher.find()).isTrue();
    var visitor = new Visitor(port);
    assertThat(visitor.get("/welcome").body()).contains("Set-up code");
    assertThat(visitor.submit("/welcome", account("")).statusCode()).isEqualTo(422);
    assertThat(visitor.submit("/welcome", account("AAAA-AAAA-AAAA")).body())
        .contains("This is not the code in the log.");
    assertThat(jdbc.sql("select count(*) from person").query(Long.class).single()).isZero();
    var proxied =
        new String[] {"X-Forwarded-Proto", "https", "X-Forwarded-For", "10.9.9.9, 203.0.113.7"};
    var made =
        visitor.submit(
            "/welcome", account(matcher.group(1).toLowerCase(java.util.Locale.ROOT)), proxied);
    assertThat(made.statusCode()).isEqualTo(302);
    assertThat(made.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
    assertThat(made.headers().allValues("Set-Cookie"))
        .anyMatch(cookie -> cookie.startsWith("ampel_session=") && cookie.contains("; Secure"));
    assertThat(jdbc.sql("select address from person_session").query(String.class).single())
        .isEqualTo("203.0.113.7");
    assertThat(jdbc.sql("select count(*) from set_up_code").query(Long.class).single()).isZero();
  }

  private static Map<String, String> account(String code) {
    return Map.of(
        "email", Visitor.EMAIL, "name", "Ada", "password", Visitor.PASSWORD, "code", code);
  }
}
