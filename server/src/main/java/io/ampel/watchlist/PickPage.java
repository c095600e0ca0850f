package io.ampel.watchlist;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblemView;
import io.ampel.provider.ProviderAccount;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repositories.Found;
import io.ampel.web.Frame;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param account the one whose repositories are shown, null when the person has none
 * @param patterns what picks by itself
 * @param listing null until it was read from the provider
 */
public record PickPage(
    Frame frame,
    List<ProviderAccount> accounts,
    @Nullable ProviderAccount account,
    String query,
    List<Pattern> patterns,
    @Nullable Listing listing) {

  /**
   * @param rows the first of all that match
   * @param matching how many match
   * @param trouble why nothing could be read, null when it could
   */
  public record Listing(
      List<Row> rows,
      int matching,
      int all,
      List<AccountProblem> cut,
      @Nullable Instant readAt,
      @Nullable AccountProblem trouble) {
    public Listing {
      rows = List.copyOf(rows);
      cut = List.copyOf(cut);
    }
  }

  public record Row(
      String fullName, String visibility, boolean archived, boolean fork, boolean watched) {
    static Row of(Found found, Set<String> watched) {
      return new Row(
          found.fullName(),
          found.visibility().name().toLowerCase(Locale.ROOT),
          found.archived(),
          found.fork(),
          watched.contains(found.externalId()));
    }
  }

  public record Pattern(
      UUID id,
      String glob,
      String account,
      int matches,
      @Nullable Instant appliedAt,
      @Nullable AccountProblem problem) {
    static Pattern of(Patterns.Stored stored) {
      return new Pattern(
          stored.id(),
          stored.glob(),
          stored.accountName(),
          stored.matches(),
          stored.appliedAt(),
          stored.problem());
    }
  }

  public PickPage {
    accounts = List.copyOf(accounts);
    patterns = List.copyOf(patterns);
  }

  /** The list with what is in the search field. */
  public String listAddress() {
    return "/repositories/pick/list?account=" + id();
  }

  public String firstListAddress() {
    return listAddress() + "&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  public String id() {
    return account == null ? "" : account.id().toString();
  }

  /** Each provider has its own words for what holds repositories. */
  public Provider provider() {
    return account == null ? Provider.GITHUB : account.instance().provider();
  }

  public AccountProblemView trouble(AccountProblem problem) {
    return AccountProblemView.later(frame.texts(), problem, provider());
  }
}
