package io.ampel.identity;

import io.ampel.identity.Audit.Outcome;
import io.ampel.platform.AmpelProperties;
import io.ampel.web.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The account that makes itself: the first, which administers. Where others could reach an empty
 * Ampel over the network, it takes the code that only whoever reads the log knows.
 */
@Component
class FirstAccount implements SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(FirstAccount.class);
  private static final long LOCK = 0x616d70656cL;

  private final JdbcClient jdbc;
  private final People people;
  private final Audit audit;
  private final Attempts attempts;
  private final AmpelProperties properties;
  private final ServerProperties server;
  private final TransactionOperations transaction;

  FirstAccount(
      JdbcClient jdbc,
      People people,
      Audit audit,
      Attempts attempts,
      AmpelProperties properties,
      ServerProperties server,
      TransactionOperations transaction) {
    this.jdbc = jdbc;
    this.people = people;
    this.audit = audit;
    this.attempts = attempts;
    this.properties = properties;
    this.server = server;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    var email = properties.adminEmail();
    var password = properties.adminPassword();
    if (email == null || password == null || !people.none()) {
      return;
    }
    if (Passwords.objection(password, email).isPresent()) {
      log.warn("AMPEL_ADMIN_PASSWORD is easy to guess. It is taken as it is; change it soon.");
    }
    create(email, email.replaceFirst("@.*", ""), password);
  }

  @EventListener(ApplicationReadyEvent.class)
  void sayTheCode() {
    if (needsCode() && people.none()) {
      log.info("The set-up code for the first account is {}", code());
    }
  }

  boolean needsCode() {
    return reachable(server.getAddress())
        || !properties.trustedProxies().isEmpty()
        || isPublic(properties.publicUrl());
  }

  private static boolean isPublic(@Nullable URI address) {
    return address != null
        && !"localhost".equals(address.getHost())
        && !String.valueOf(address.getHost()).startsWith("127.");
  }

  private static boolean reachable(@Nullable InetAddress address) {
    return address == null || !address.isLoopbackAddress();
  }

  boolean accepts(String code, String from) {
    if (!needsCode()) {
      return true;
    }
    attempts
        .charge("set-up:" + from, SignIn.PER_ACCOUNT)
        .ifPresent(wait -> {
          throw Problem.tooManyRequests(wait);
        });
    return MessageDigest.isEqual(plain(code).getBytes(), plain(code()).getBytes());
  }

  private static String plain(String code) {
    return code.replaceAll("[^0-9A-Za-z]", "").toUpperCase(java.util.Locale.ROOT);
  }

  /** One code for all processes of an installation, until it is used. */
  private String code() {
    jdbc.sql("insert into set_up_code (code) values (:code) on conflict do nothing")
        .param("code", Token.readable(3))
        .update();
    return jdbc.sql("select code from set_up_code").query(String.class).single();
  }

  /** Of any number that try at once, one succeeds. */
  Person create(String email, String name, String password) {
    return Optional.ofNullable(transaction.execute(_ -> createAlone(email, name, password)))
        .orElseThrow(() -> Problem.of(HttpStatus.CONFLICT, "ALREADY_SET_UP").url("/sign-in"));
  }

  private @Nullable Person createAlone(String email, String name, String password) {
    jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query().singleRow();
    if (!people.none()) {
      return null;
    }
    var person = people.add(email, name, password, true);
    jdbc.sql("delete from set_up_code").update();
    audit.record(
        person.id(), "person.added", "person", person.id(), Outcome.DONE, Map.of("first", true));
    return person;
  }
}
