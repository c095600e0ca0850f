package io.ampel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.platform.AmpelTest;
import io.ampel.platform.StatementCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@AmpelTest
@Import(StatementCount.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTests {
  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired StatementCount count;
  @Autowired ResetPassword resetPassword;

  private Visitor ada;

  @BeforeAll
  void createTheFirstAccount() {
    ada = Visitor.first(port);
  }

  @BeforeEach
  void forgiveAttempts() {
    jdbc.sql("delete from sign_in_attempt").update();
  }

  private Visitor someone() {
    return ada.add(port, "p" + UUID.randomUUID() + "@example.org");
  }

  @Test
  void aSignedInRequestWritesNothingAndOnceKnownReadsNothing() {
    var visitor = someone();
    visitor.get("/api/v1/me");
    assertThat(count.during(() -> visitor.get("/api/v1/me"))).isEmpty();
    assertThat(count.writesDuring(() -> visitor.get("/settings/profile"))).isEmpty();
    assertThat(count.during(() -> visitor.get("/settings/profile"))).hasSizeBetween(1, 3);
  }

  @Test
  void eachPageTakesAtMostThreeStatements() {
    for (var page :
        new String[] {"/settings/profile", "/settings/api-tokens", "/people", "/audit"}) {
      ada.get(page);
      assertThat(count.during(() -> ada.get(page))).as(page).hasSizeBetween(1, 3);
    }
  }

  @Test
  void aLongSilenceIsNotedOnceAndAnOldSessionIsOver() {
    var visitor = someone();
    var session = new Token(visitor.cookie("ampel_session").orElseThrow());
    jdbc.sql(
            "update person_session set last_seen_at = now() - interval '11 min' where token_hash = :hash")
        .param("hash", session.hash())
        .update();
    assertThat(count.writesDuring(() -> visitor.get("/api/v1/me"))).hasSize(1);
    assertThat(count.writesDuring(() -> visitor.get("/api/v1/me"))).isEmpty();

    var idle = someone();
    jdbc.sql(
            "update person_session set last_seen_at = now() - interval '31 days' where token_hash = :hash")
        .param("hash", new Token(idle.cookie("ampel_session").orElseThrow()).hash())
        .update();
    assertThat(idle.get("/api/v1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void aChangedPasswordEndsTheOtherSessionsAndSaysSo() {
    var email = "p" + UUID.randomUUID() + "@example.org";
    var here = ada.add(port, email);
    var elsewhere = new Visitor(port);
    elsewhere.signIn(email, Visitor.PASSWORD);
    assertThat(elsewhere.get("/api/v1/me").statusCode()).isEqualTo(200);

    var refused = here.submit("/settings/profile/password", change("wrong horse battery"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("not your present password");
    var changed = here.submit("/settings/profile/password", change(Visitor.PASSWORD));
    assertThat(changed.statusCode()).isEqualTo(302);
    assertThat(here.get("/settings/profile").body()).contains("One other session was signed out.");
    assertThat(elsewhere.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(new Visitor(port).signIn(email, Visitor.PASSWORD).statusCode()).isEqualTo(401);
    assertThat(new Visitor(port).signIn(email, "a new and better one").statusCode()).isEqualTo(302);
  }

  private static Map<String, String> change(String present) {
    return Map.of("present", present, "password", "a new and better one");
  }

  @Test
  void easyPasswordsAreRefused() {
    for (var easy :
        new String[] {"short", "aaaaaaaaaaaa", "1234567890", "ada@example.org", "password123!"}) {
      assertThat(Passwords.objection(easy, "ada@example.org")).as(easy).isPresent();
    }
    assertThat(Passwords.objection(Visitor.PASSWORD, "ada@example.org")).isEmpty();
  }

  @Test
  void passwordsAndTokensAreStoredHashed() {
    var token = someone().program("ACT").bearer();
    assertThat(jdbc.sql("select password_hash from person").query(String.class).list())
        .allSatisfy(hash -> assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
    assertThat(
            jdbc.sql("select encode(token_hash, 'hex') from api_token").query(String.class).list())
        .isNotEmpty()
        .noneMatch(hash -> hash.contains(token));
  }

  @Test
  void aTokenToReadCannotWrite() {
    var person = someone();
    var reader = person.program("READ");
    assertThat(reader.get("/api/v1/me").body()).contains("\"scope\":\"READ\"");
    var refused = reader.json("POST", "/api/v1/api-tokens", "{\"name\":\"more\"}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Visitor.read(refused).get("code").asString()).isEqualTo("API_TOKEN_READS_ONLY");
    var actor = person.program("act");
    assertThat(actor.json("POST", "/api/v1/api-tokens", "{\"name\":\"more\"}").statusCode())
        .isEqualTo(201);
  }

  @Test
  void aTokenIsShownOnceRevocableAndExpires() {
    var person = someone();
    var made = person.json("POST", "/api/v1/api-tokens", "{\"name\":\"script\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    var answer = Visitor.read(made);
    var token = answer.get("token").asString();
    assertThat(token).matches("ampel_[\\w-]{43}");
    assertThat(answer.get("scope").asString()).isEqualTo("ACT");
    var program = new Visitor(port).bearer(token);
    assertThat(program.get("/api/v1/me").statusCode()).isEqualTo(200);
    var listed = person.get("/api/v1/api-tokens");
    assertThat(listed.body()).doesNotContain(token).contains("lastUsedAt");
    var id = answer.get("id").asString();
    assertThat(ada.json("DELETE", "/api/v1/api-tokens/" + id, "").statusCode()).isEqualTo(404);
    assertThat(person.json("DELETE", "/api/v1/api-tokens/" + id, "").statusCode()).isEqualTo(204);
    assertThat(program.get("/api/v1/me").statusCode()).isEqualTo(401);

    var soon = Instant.now().plus(Duration.ofHours(1));
    var expiring =
        Visitor.read(
            person.json(
                "POST",
                "/api/v1/api-tokens",
                "{\"name\":\"x\",\"expiresAt\":\"%s\"}".formatted(soon)));
    jdbc.sql("update api_token set expires_at = now() - interval '1 s' where id = :id")
        .param("id", UUID.fromString(expiring.get("id").asString()))
        .update();
    assertThat(
            new Visitor(port)
                .bearer(expiring.get("token").asString())
                .get("/api/v1/me")
                .statusCode())
        .isEqualTo(401);
    var past =
        person.json(
            "POST",
            "/api/v1/api-tokens",
            "{\"name\":\"x\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
    assertThat(past.statusCode()).isEqualTo(400);
    assertThat(past.body()).contains("expiresAt", "must lie in the future");
  }

  @Test
  void notesTheUseOfATokenOnceAMinute() {
    var program = someone().program("READ");
    assertThat(count.writesDuring(() -> program.get("/api/v1/me"))).hasSize(1);
    program.get("/api/v1/me");
    assertThat(count.during(() -> program.get("/api/v1/me"))).isEmpty();
  }

  @Test
  void aPasswordMakesATokenAndNothingElse() {
    var basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((Visitor.EMAIL + ":" + Visitor.PASSWORD).getBytes());
    var wrong =
        "Basic " + Base64.getEncoder().encodeToString((Visitor.EMAIL + ":wrong horse").getBytes());
    var stranger = new Visitor(port);
    assertThat(
            stranger
                .json("POST", "/api/v1/api-tokens", "{\"name\":\"x\"}", "Authorization", basic)
                .statusCode())
        .isEqualTo(201);
    assertThat(stranger.get("/api/v1/me", "Authorization", basic).statusCode()).isEqualTo(401);
    for (int i = 0; i < SignIn.PER_ACCOUNT; i++) {
      assertThat(
              stranger
                  .json("POST", "/api/v1/api-tokens", "{\"name\":\"x\"}", "Authorization", wrong)
                  .statusCode())
          .isEqualTo(401);
    }
    var throttled =
        stranger.json("POST", "/api/v1/api-tokens", "{\"name\":\"x\"}", "Authorization", basic);
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(throttled.headers().firstValueAsLong("Retry-After")).isPresent();
  }

  @Test
  void aSessionNeedsTheRequestTokenAlsoForRest() {
    var session = someone().cookie("ampel_session").orElseThrow();
    var answer =
        new Visitor(port)
            .json(
                "POST",
                "/api/v1/api-tokens",
                "{\"name\":\"x\"}",
                "Cookie",
                "ampel_session=" + session);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Visitor.read(answer).get("code").asString()).isEqualTo("CSRF");
  }

  @Test
  void cookiesDoNotCountBesideAToken() {
    var session = ada.cookie("ampel_session").orElseThrow();
    var answer =
        new Visitor(port)
            .bearer("ampel_nonsense")
            .get("/api/v1/me", "Cookie", "ampel_session=" + session);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
  }

  @Test
  void onlyAdministratorsKnowThePeople() {
    var person = someone();
    assertThat(person.get("/api/v1/people").statusCode()).isEqualTo(403);
    assertThat(person.program("ACT").get("/api/v1/people").statusCode()).isEqualTo(403);
    assertThat(person.get("/people").statusCode()).isEqualTo(403);
    assertThat(person.get("/audit").statusCode()).isEqualTo(403);
    assertThat(ada.get("/api/v1/people").body()).contains(Visitor.EMAIL).doesNotContain("argon2");
  }

  @Test
  void anInvitationWorksOnce() {
    var email = "p" + UUID.randomUUID() + "@example.org";
    var added =
        ada.json(
            "POST", "/api/v1/people", "{\"email\":\"%s\",\"name\":\"Grace\"}".formatted(email));
    assertThat(added.statusCode()).isEqualTo(201);
    var link = Visitor.read(added).get("invitation").asString();
    assertThat(link).startsWith("http://127.0.0.1:" + port + "/invitations/");
    var path = link.replaceFirst("http://[^/]*", "");
    var grace = new Visitor(port);
    assertThat(grace.signIn(email, "").statusCode()).isEqualTo(401);
    assertThat(grace.get(path).body()).contains("Welcome, Grace");
    assertThat(grace.submit(path, Map.of("password", "short")).statusCode()).isEqualTo(422);
    assertThat(grace.submit(path, Map.of("password", Visitor.PASSWORD)).statusCode())
        .isEqualTo(302);
    assertThat(grace.get("/api/v1/me").body()).contains(email);
    assertThat(new Visitor(port).get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void somebodyRemovedIsOutAtOnce() {
    var person = someone();
    var program = person.program("ACT");
    var id = Visitor.read(person.get("/api/v1/me")).get("id").asString();
    assertThat(program.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(ada.json("DELETE", "/api/v1/people/" + id, "").statusCode()).isEqualTo(204);
    assertThat(person.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(program.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(ada.json("DELETE", "/api/v1/people/" + id, "").statusCode()).isEqualTo(404);
  }

  @Test
  void nobodyLeavesAmpelWithoutAnAdministrator() {
    var id = Visitor.read(ada.get("/api/v1/me")).get("id").asString();
    var myself = ada.json("DELETE", "/api/v1/people/" + id, "");
    assertThat(myself.statusCode()).isEqualTo(409);
    var lowered = ada.submit("/people/" + id + "/administrator", Map.of("value", "false"));
    assertThat(lowered.statusCode()).isEqualTo(409);
    assertThat(lowered.body()).contains("Somebody must look after this Ampel");
  }

  @Test
  void whatIsWrongWithANewPersonIsSaidByField() {
    var answer =
        ada.json("POST", "/api/v1/people", "{\"email\":\"nonsense\",\"password\":\"short\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    var fields = Visitor.read(answer).get("fields");
    assertThat(fields.findValuesAsString("field")).containsExactly("email", "password");
    assertThat(answer.body()).contains("This is not an e-mail address.");
    var taken = ada.json("POST", "/api/v1/people", "{\"email\":\"ADA@example.org\"}");
    assertThat(taken.statusCode()).isEqualTo(409);
    assertThat(taken.body()).contains("EMAIL_TAKEN");
  }

  @Test
  void aPasswordResetOnTheServerLetsOneInAgainAndEndsAllSessions() {
    var email = "p" + UUID.randomUUID() + "@example.org";
    var person = ada.add(port, email);
    var said = resetPassword.run(java.util.List.of(email.toUpperCase(java.util.Locale.ROOT)));
    var matcher = java.util.regex.Pattern.compile(" is (\\S+) \\(").matcher(said);
    assertThat(matcher.find()).isTrue();
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(person.get("/api/v1/me").statusCode()).isEqualTo(401));
    assertThat(person.signIn(email, Visitor.PASSWORD).statusCode()).isEqualTo(401);
    assertThat(person.signIn(email, matcher.group(1)).statusCode()).isEqualTo(302);
    assertThatThrownBy(() -> resetPassword.run(java.util.List.of("nobody@example.org")))
        .hasMessage("Nobody here has the e-mail nobody@example.org.");
  }

  @Test
  void theAuditIsOnlyAddedTo() {
    someone();
    assertThatThrownBy(() -> jdbc.sql("update audit set action = 'x'").update())
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> jdbc.sql("delete from audit").update())
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> jdbc.sql("truncate audit").update())
        .hasMessageContaining("append-only");
  }

  @Test
  void theAuditIsReadPageByPageAndByOthersOnlyTheirOwn() {
    var person = someone();
    person.program("READ");
    var mine = Visitor.read(person.get("/api/v1/audit")).get("items");
    var me = Visitor.read(person.get("/api/v1/me")).get("id").asString();
    assertThat(mine.findValuesAsString("personId")).hasSize(2).containsOnly(me);
    assertThat(mine.findValuesAsString("action")).containsExactly("api-token.made", "sign-in");
    var first = Visitor.read(ada.get("/api/v1/audit?limit=2"));
    assertThat(first.get("items").size()).isEqualTo(2);
    var second =
        Visitor.read(ada.get("/api/v1/audit?limit=2&cursor=" + first.get("nextCursor").asString()));
    assertThat(second.get("items").findValuesAsString("id"))
        .doesNotContainAnyElementsOf(first.get("items").findValuesAsString("id"));
    assertThat(ada.get("/api/v1/audit?limit=0").statusCode()).isEqualTo(400);
    assertThat(ada.get("/api/v1/audit?limit=201").statusCode()).isEqualTo(400);
  }
}
