package io.ampel.watchlist;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.ProviderAccount;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page where repositories are picked, by hand or by pattern. */
@Controller
class PickController {
  private static final int SHOWN = 200;
  private static final String HERE = "redirect:/repositories/pick?account=";
  private final ProviderAccounts accounts;
  private final Choosing choosing;
  private final Templates templates;

  PickController(ProviderAccounts accounts, Choosing choosing, Templates templates) {
    this.accounts = accounts;
    this.choosing = choosing;
    this.templates = templates;
  }

  /** The provider is asked by the list, so that the page itself is quick. */
  @GetMapping("/repositories/pick")
  JteModel page(
      Frame frame,
      Person person,
      @RequestParam @Nullable UUID account,
      @RequestParam(defaultValue = "") String q) {
    var own = accounts.of(person.id()).stream().filter(ProviderAccount::usable).toList();
    var chosen = chosen(own, account);
    var patterns = choosing.patterns(person.id()).stream().map(PickPage.Pattern::of).toList();
    return templates.watchlistPick(new PickPage(frame, own, chosen, q, patterns, null));
  }

  private static @Nullable ProviderAccount chosen(
      List<ProviderAccount> own, @Nullable UUID account) {
    return own.stream()
        .filter(one -> account == null || one.id().equals(account))
        .findFirst()
        .orElse(own.isEmpty() ? null : own.getFirst());
  }

  @GetMapping("/repositories/pick/list")
  JteModel list(
      Frame frame,
      Person person,
      @RequestParam UUID account,
      @RequestParam(defaultValue = "") String q) {
    var own = accounts.find(person.id(), account).orElseThrow(Problem::notFound);
    var page = new PickPage(frame, List.of(), own, q, List.of(), listing(person, own, q));
    return templates.watchlistPickList(page);
  }

  private PickPage.Listing listing(Person person, ProviderAccount account, String query) {
    try {
      var view = choosing.look(person.id(), account, query);
      var rows =
          view.matching().stream()
              .limit(SHOWN)
              .map(found -> PickPage.Row.of(found, view.watched()))
              .toList();
      return new PickPage.Listing(
          rows, view.matching().size(), view.all(), view.cut(), view.readAt(), null);
    } catch (ProviderFailure e) {
      return trouble(e.problem());
    }
  }

  private static PickPage.Listing trouble(AccountProblem problem) {
    return new PickPage.Listing(List.of(), 0, 0, List.of(), null, problem);
  }

  @PostMapping("/repositories/pick")
  String pick(
      Person person,
      HttpServletResponse response,
      @RequestParam UUID account,
      @RequestParam(defaultValue = "") List<String> names,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam(defaultValue = "") String q) {
    var wanted = all ? choosing.names(person.id(), account, q) : names;
    if (wanted.isEmpty()) {
      Flash.warning(response, "watchlist.picked.none");
      return HERE + account;
    }
    var result = choosing.pick(person.id(), account, wanted);
    Flash.success(response, "watchlist.picked", result.added().size());
    return "redirect:/repositories";
  }

  @PostMapping("/repositories/pick/again")
  String lookAgain(Person person, @RequestParam UUID account) {
    choosing.lookAgain(person.id(), account);
    return HERE + account;
  }

  @PostMapping("/repositories/patterns")
  String follow(
      Person person,
      HttpServletResponse response,
      @RequestParam UUID account,
      @RequestParam String pattern) {
    var added = choosing.follow(person.id(), account, pattern);
    Flash.success(response, "watchlist.pattern.added", added.glob(), added.matches());
    return HERE + account;
  }

  @PostMapping("/repositories/patterns/{id}/apply")
  String apply(Person person, HttpServletResponse response, @PathVariable UUID id) {
    var applied = choosing.applyNow(person.id(), id);
    Flash.success(response, "watchlist.pattern.applied", applied.glob(), applied.matches());
    return HERE + applied.account();
  }

  @PostMapping("/repositories/patterns/{id}/remove")
  String remove(Person person, HttpServletResponse response, @PathVariable UUID id) {
    choosing.forget(person.id(), id);
    Flash.success(response, "watchlist.pattern.removed");
    return "redirect:/repositories/pick";
  }
}
