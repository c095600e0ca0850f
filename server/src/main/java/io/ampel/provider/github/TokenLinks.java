package io.ampel.provider.github;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The pages of one GitHub where a person makes and finds tokens. The form is filled in as far as
 * GitHub lets a link do that: everywhere for classic tokens, and except on Enterprise Server for
 * fine-grained ones.
 *
 * @param fineGrainedReading asks for what lights and checks need
 * @param fineGrainedActing asks also for what commenting, approving and merging need
 * @param classic asks for the scopes that do all of it
 */
public record TokenLinks(
    URI fineGrainedReading,
    URI fineGrainedActing,
    URI classic,
    URI fineGrainedTokens,
    URI classicTokens) {

  /** The days of life that a link asks for; a classic token's form has to be told by hand. */
  public static final int DAYS = 90;

  private static final Pattern API_PATH = Pattern.compile("/api(?:/v3|/graphql)?$");

  public static TokenLinks githubCom() {
    return of(URI.create("https://github.com"));
  }

  /** The links of the GitHub at an address, be it the one people open or the one of its API. */
  public static TokenLinks of(URI baseUrl) {
    var site = site(baseUrl);
    var fineGrained = site + "/settings/personal-access-tokens";
    var form = fineGrained + "/new";
    var prefilled = form + "?name=Ampel+PR+Dashboard&expires_in=" + DAYS;
    return new TokenLinks(
        URI.create(hosted(baseUrl) ? prefilled + READING : form),
        URI.create(hosted(baseUrl) ? prefilled + ACTING : form),
        URI.create(
            site + "/settings/tokens/new?scopes=repo,read:org&description=Ampel%20PR%20Dashboard"),
        URI.create(fineGrained),
        URI.create(site + "/settings/tokens"));
  }

  private static final String READING =
      "&pull_requests=read&contents=read&issues=read&actions=read&statuses=read";
  private static final String ACTING =
      "&pull_requests=write&contents=write&issues=read&actions=read&statuses=read";

  private static String site(URI baseUrl) {
    var path = API_PATH.matcher(baseUrl.getPath().replaceAll("/+$", "")).replaceFirst("");
    var port = baseUrl.getPort() == -1 ? "" : ":" + baseUrl.getPort();
    return baseUrl.getScheme() + "://" + webHost(baseUrl) + port + path;
  }

  private static String webHost(URI baseUrl) {
    var host = host(baseUrl);
    return host.startsWith("api.") && hosted(baseUrl) ? host.substring("api.".length()) : host;
  }

  /** Run by GitHub itself: github.com, or a company's own part of ghe.com. */
  private static boolean hosted(URI baseUrl) {
    var host = host(baseUrl);
    return host.equals("github.com") || host.equals("api.github.com") || host.endsWith(".ghe.com");
  }

  private static String host(URI baseUrl) {
    return baseUrl.getHost().toLowerCase(Locale.ROOT);
  }
}
