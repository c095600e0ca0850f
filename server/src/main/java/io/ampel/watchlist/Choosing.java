package io.ampel.watchlist;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblemView;
import io.ampel.provider.ProviderAccount;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.Repositories.Found;
import io.ampel.web.Problem;
import io.ampel.web.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What a person does with the watchlist, by page and by REST: always with accounts of their own.
 */
@Component
class Choosing {
  private final ProviderAccounts accounts;
  private final Catalogue catalogue;
  private final Picking picking;
  private final Patterns patterns;
  private final Gathering gathering;
  private final Watchlist watchlist;
  private final MessageSource messages;

  Choosing(
      ProviderAccounts accounts,
      Catalogue catalogue,
      Picking picking,
      Patterns patterns,
      Gathering gathering,
      Watchlist watchlist,
      MessageSource messages) {
    this.messages = messages;
    this.accounts = accounts;
    this.catalogue = catalogue;
    this.picking = picking;
    this.patterns = patterns;
    this.gathering = gathering;
    this.watchlist = watchlist;
  }

  /**
   * @param matching what the account sees and the search asks for
   * @param all how many the account sees
   * @param watched keys of what the person follows already
   */
  record Browsing(
      ProviderAccount account,
      List<Found> matching,
      int all,
      Set<String> watched,
      List<AccountProblem> cut,
      Instant readAt) {}

  Browsing browse(UUID person, UUID account, String query) {
    return with(person, account, own -> look(person, own, query));
  }

  /**
   * @throws ProviderFailure when the provider cannot be asked
   */
  Browsing look(UUID person, ProviderAccount own, String query) {
    var listing = catalogue.of(accounts.access(own));
    return new Browsing(
        own,
        listing.matching(query),
        listing.repositories().size(),
        watchlist.watchedKeys(person, own.instance().id()),
        listing.cut(),
        listing.readAt());
  }

  /** The names of all that match and are not followed yet. */
  List<String> names(UUID person, UUID account, String query) {
    var view = browse(person, account, query);
    return view.matching().stream()
        .filter(found -> !view.watched().contains(found.externalId()))
        .map(Found::fullName)
        .toList();
  }

  void lookAgain(UUID person, UUID account) {
    with(
        person,
        account,
        own -> {
          catalogue.forget(own.id());
          return own;
        });
  }

  Picking.Result pick(UUID person, UUID account, List<String> fullNames) {
    return with(person, account, own -> picking.pick(person, accounts.access(own), fullNames));
  }

  List<Patterns.Stored> patterns(UUID person) {
    return patterns.of(person);
  }

  Patterns.Stored follow(UUID person, UUID account, String pattern) {
    var glob = glob(pattern);
    return with(
        person,
        account,
        own -> {
          var added = patterns.add(person, own.id(), glob);
          gathering.apply(added);
          return patterns.find(person, added.id()).orElseThrow();
        });
  }

  Patterns.Stored applyNow(UUID person, UUID id) {
    var pattern = patterns.find(person, id).orElseThrow(Problem::notFound);
    return with(
        person,
        pattern.account(),
        own -> {
          gathering.applyNow(pattern);
          return patterns.find(person, id).orElseThrow();
        });
  }

  void forget(UUID person, UUID id) {
    if (!patterns.remove(person, id)) throw Problem.notFound();
  }

  void unwatch(UUID person, UUID repository) {
    if (!watchlist.unwatch(person, repository)) throw Problem.notFound();
  }

  private static Glob glob(String pattern) {
    try {
      return new Glob(pattern);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("pattern", String.valueOf(e.getMessage()));
    }
  }

  private <T> T with(UUID person, UUID id, Function<ProviderAccount, T> ask) {
    var account = accounts.find(person, id).orElseThrow(Problem::notFound);
    try {
      return ask.apply(account);
    } catch (ProviderFailure e) {
      if (e.problem().code().tokenIsDead()) accounts.died(id, e.problem());
      throw refusal(account, e.problem());
    }
  }

  /** In the words of the page of provider accounts, where it can be mended. */
  private Problem refusal(ProviderAccount account, AccountProblem problem) {
    var told =
        AccountProblemView.later(
            new Texts(messages, Locale.ENGLISH), problem, account.instance().provider());
    return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, told.code())
        .title(told.title())
        .detail(told.detail() == null ? String.join(" ", told.causes()) : told.detail())
        .nextStep(told.nextStep())
        .url(told.url() == null ? told.guide() : told.url());
  }
}
