package io.ampel.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.platform.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Posts to Ampel's webhooks as GitHub would. */
public record HookPost(int port, String path, String secret) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A hook of a repository, as it stands after it was made. */
  public static HookPost hook(JdbcClient jdbc, Vault vault, int port, UUID repository) {
    return hook(jdbc, vault, port, "REPOSITORY", repository, null);
  }

  /** A hook for all repositories of an owner, at the instance of this one. */
  public static HookPost ownerHook(
      JdbcClient jdbc, Vault vault, int port, UUID repository, String owner) {
    return hook(jdbc, vault, port, "OWNER", repository, owner);
  }

  private static HookPost hook(
      JdbcClient jdbc,
      Vault vault,
      int port,
      String scope,
      UUID repository,
      @Nullable String owner) {
    var path = (scope + "-" + repository + "-of-the-test").substring(0, 43);
    var id =
        jdbc.sql(
                """
                insert into webhook (path, instance_id, scope, repository_id, owner)
                select :path, instance_id, :scope, case when :scope = 'REPOSITORY' then id end, :owner
                from   repository
                where  id = :repository
                returning id
                """)
            .param("path", path)
            .param("scope", scope)
            .param("owner", owner, java.sql.Types.VARCHAR)
            .param("repository", repository)
            .query(UUID.class)
            .single();
    vault.seal(id, "webhook-secret", "a secret of the test");
    return new HookPost(port, path, "a secret of the test");
  }

  public HookPost at(String otherPath) {
    return new HookPost(port, otherPath, secret);
  }

  public HookPost signedWith(String otherSecret) {
    return new HookPost(port, path, otherSecret);
  }

  public String signature(String body) {
    return "sha256="
        + HexFormat.of().formatHex(Signature.of(secret.getBytes(UTF_8), body.getBytes(UTF_8)));
  }

  public HttpResponse<String> deliver(String event, String body) {
    return deliver(event, body, UUID.randomUUID().toString());
  }

  public HttpResponse<String> deliver(String event, String body, String id) {
    return send(
        body,
        "Content-Type",
        "application/json",
        "X-GitHub-Event",
        event,
        "X-GitHub-Delivery",
        id,
        "X-Hub-Signature-256",
        signature(body));
  }

  public HttpResponse<String> send(String body, String... headers) {
    return send(BodyPublishers.ofString(body), headers);
  }

  public HttpResponse<String> send(HttpRequest.BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hooks/" + path))
            .timeout(Duration.ofSeconds(20))
            .headers(headers)
            .POST(body)
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
