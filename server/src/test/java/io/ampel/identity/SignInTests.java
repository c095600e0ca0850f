package io.ampel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.AmpelTest;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@AmpelTest
@TestMethodOrder(OrderAnnotation.class)
class SignInTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void forgiveAttempts() {
    jdbc.sql("delete from sign_in_attempt").update();
  }

  @Test
  @Order(1)
  void anEmptyAmpelLeadsToTheFirstAccountAndOfManyAtOnceOneSucceeds() throws Exception {
    assertThat(new Visitor(port).get("/").headers().firstValue("Location")).hasValue("/welcome");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var attempts =
          IntStream.range(0, 6)
              .<Callable<Integer>>mapToObj(i ->
                  () ->
                      new Visitor(port)
                          .submit("/welcome", account(i == 0 ? "ada" : "other" + i))
                          .statusCode())
              .toList();
      var statuses =
          pool.invokeAll(attempts).stream().map(java.util.concurrent.Future::resultNow).toList();
      assertThat(statuses).containsOnlyOnce(302).containsOnly(302, 409);
    }
    assertThat(
            jdbc.sql("select count(*) from person where administrator").query(Long.class).single())
        .isOne();
    jdbc.sql("update person set email = :email, name = 'Ada Lovelace'")
        .param("email", Visitor.EMAIL)
        .update();
    assertThat(new Visitor(port).get("/welcome").headers().firstValue("Location"))
        .hasValue("/sign-in");
  }

  private static Map<String, String> account(String name) {
    return Map.of("email", name + "@example.org", "name", name, "password", Visitor.PASSWORD);
  }

  @Test
  @Order(2)
  void signsInAndOut() {
    var ada = new Visitor(port);
    assertThat(ada.get("/settings/profile").headers().firstValue("Location"))
        .hasValue("/sign-in?next=%2Fsettings%2Fprofile");
    var answer = ada.signIn(" ADA@example.org ", Visitor.PASSWORD);
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .anySatisfy(cookie ->
            assertThat(cookie)
                .startsWith("ampel_session=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Secure"));
    assertThat(ada.get("/settings/profile").statusCode()).isNotEqualTo(302);
    var session = ada.cookie("ampel_session").orElseThrow();
    assertThat(ada.submit("/sign-out", Map.of()).statusCode()).isEqualTo(302);
    assertThat(ada.cookie("ampel_session")).isEmpty();
    assertThat(
            new Visitor(port)
                .get("/settings/profile", "Cookie", "ampel_session=" + session)
                .statusCode())
        .isEqualTo(302);
  }

  @Test
  @Order(3)
  void tellsNobodyWhoHasAnAccount() {
    var unknown = new Visitor(port).signIn("nobody@example.org", "wrong horse battery");
    var wrong = new Visitor(port).signIn(Visitor.EMAIL, "wrong horse battery");
    assertThat(unknown.statusCode()).isEqualTo(wrong.statusCode()).isEqualTo(401);
    assertThat(words(unknown.body()).replace("nobody@", "ada@")).isEqualTo(words(wrong.body()));
  }

  private static String words(String page) {
    return page.replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
  }

  @Test
  @Order(4)
  void takesAsLongForUnknownPeople() {
    time("nobody@example.org");
    time(Visitor.EMAIL);
    var unknown =
        IntStream.range(0, 5).mapToLong(_ -> time("nobody@example.org")).sorted().toArray()[2];
    forgiveAttempts();
    var known = IntStream.range(0, 5).mapToLong(_ -> time(Visitor.EMAIL)).sorted().toArray()[2];
    assertThat((double) unknown / known).isBetween(0.5, 2.0);
  }

  private long time(String email) {
    var start = System.nanoTime();
    new Visitor(port).signIn(email, "wrong horse battery");
    return System.nanoTime() - start;
  }

  @Test
  @Order(5)
  void slowsGuessingAlsoForTheRightPasswordAndForUnknownPeople() {
    for (var email : new String[] {Visitor.EMAIL, "nobody@example.org"}) {
      var guesser = new Visitor(port);
      for (int i = 0; i < SignIn.PER_ACCOUNT; i++) {
        assertThat(guesser.signIn(email, "guess number " + i).statusCode()).isEqualTo(401);
      }
      var answer = guesser.signIn(email, Visitor.PASSWORD);
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
    }
  }

  @Test
  @Order(6)
  void slowsGuessingFromOneAddressOverManyAccounts() {
    var guesser = new Visitor(port);
    jdbc.sql(
            """
            insert into sign_in_attempt (key, attempts, window_start)
            values ('address:127.0.0.1', :used, now())
            """)
        .param("used", SignIn.PER_ADDRESS)
        .update();
    assertThat(guesser.signIn("somebody@example.org", "wrong horse").statusCode()).isEqualTo(429);
  }

  @Test
  @Order(7)
  void refusesAFormWithoutTheTokenOfTheBrowser() {
    var stranger = new Visitor(port);
    var answer =
        stranger.json(
            "POST",
            "/sign-in",
            "email=ada%40example.org",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("This page is out of date");
  }

  @Test
  @Order(8)
  void leadsOnlyToPlacesOfItsOwn() {
    assertThat(SignInController.inside("/audit?x=1")).isEqualTo("/audit?x=1");
    for (var elsewhere :
        new String[] {"//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nb"}) {
      assertThat(SignInController.inside(elsewhere)).isEqualTo("/");
    }
  }
}
