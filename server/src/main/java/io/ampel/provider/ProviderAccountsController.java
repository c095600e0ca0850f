package io.ampel.provider;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.provider.TestResultView.Fate;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Settings › Provider Accounts. */
@Controller
@RequestMapping(ProviderAccountsController.PATH)
class ProviderAccountsController {
  static final String PATH = "/settings/provider-accounts";

  private final ProviderAccounts accounts;
  private final Admission admission;
  private final AccountChanges changes;
  private final AccountKeeping keeping;
  private final AccountBanners banners;
  private final Connectors connectors;
  private final DefaultInstances instances;
  private final List<TokenPages> pages;
  private final Templates templates;

  ProviderAccountsController(
      ProviderAccounts accounts,
      Admission admission,
      AccountChanges changes,
      AccountKeeping keeping,
      AccountBanners banners,
      Connectors connectors,
      DefaultInstances instances,
      List<TokenPages> pages,
      Templates templates) {
    this.accounts = accounts;
    this.admission = admission;
    this.changes = changes;
    this.keeping = keeping;
    this.banners = banners;
    this.connectors = connectors;
    this.instances = instances;
    this.pages = pages;
    this.templates = templates;
  }

  /** What the form sends besides the token; a yes is the address or the login it was said to. */
  record Form(
      @Nullable String provider,
      @Nullable String name,
      @Nullable String token,
      @Nullable String baseUrl,
      @Nullable String username,
      @Nullable String expiresAt,
      @Nullable String confirm) {

    AccountRequest request() {
      var yes = confirm != null && baseUrl != null && confirm.equals(baseUrl.strip());
      return new AccountRequest(
          provider, name, token, baseUrl, username, null, expiresAt, yes, yes);
    }

    AccountChange change() {
      var yes = confirm != null && !confirm.isBlank();
      return new AccountChange(
          name, token, username, expiresAt == null ? "" : expiresAt, null, null, yes);
    }

    @Override
    public String toString() {
      return "Form[provider=" + provider + "]";
    }
  }

  @GetMapping
  JteModel list(Person person, Frame frame) {
    var cards =
        accounts.of(person.id()).stream().map(account -> card(frame, account, null)).toList();
    return templates.providerAccounts(new AccountsView(frame, cards));
  }

  private AccountCard card(Frame frame, ProviderAccount account, @Nullable TestResultView result) {
    return AccountCard.of(frame, account, existing(account.instance()), result);
  }

  @GetMapping("/new")
  JteModel form(Frame frame, @RequestParam(defaultValue = "github") String provider) {
    var chosen = ProviderName.read(provider);
    var instance = instances.of(chosen);
    return templates.providerAccountForm(
        new AccountFormView(
            frame,
            PATH,
            chosen,
            ProviderName.of(chosen),
            null,
            "",
            "",
            "",
            "",
            "",
            offered(chosen),
            making(instance),
            existing(instance)));
  }

  private List<AccountFormView.Choice> offered(Provider chosen) {
    return Arrays.stream(Provider.values())
        .filter(provider -> connectors.of(provider).isPresent())
        .map(provider ->
            new AccountFormView.Choice(
                ProviderName.of(provider),
                PATH + "/new?provider=" + ProviderName.code(provider),
                provider == chosen))
        .toList();
  }

  @GetMapping("/{id}")
  JteModel form(Person person, Frame frame, @PathVariable UUID id) {
    var account = changes.ofTheirs(person.id(), id);
    var instance = account.instance();
    var provider = instance.provider();
    var expires = account.expiresTyped();
    return templates.providerAccountForm(
        new AccountFormView(
            frame,
            PATH + "/" + id,
            provider,
            ProviderName.of(provider),
            card(frame, account, null),
            account.name(),
            account.username() == null ? "" : account.username(),
            instance.baseUrl().toString(),
            expires == null ? "" : expires.minusSeconds(1).toString().substring(0, 10),
            deleteText(frame, account),
            List.of(),
            making(instance),
            existing(instance)));
  }

  private String deleteText(Frame frame, ProviderAccount account) {
    var lost = keeping.reachedByNoOther(account);
    var key = lost == 0 ? "account.delete.text.0" : "account.delete.text";
    return frame.text(key, lost, ProviderName.of(account.instance().provider()));
  }

  @PostMapping("/test")
  JteModel test(Person person, Frame frame, @ModelAttribute Form form) {
    return answered(frame, admission.test(person, form.request()), form, PATH + "/test");
  }

  @PostMapping
  @Nullable JteModel save(
      Person person, Frame frame, @ModelAttribute Form form, HttpServletResponse response) {
    var result = admission.save(person, form.request());
    if (!(result instanceof Admission.Result.Saved(_, var diagnosis))) {
      return answered(frame, result, form, PATH);
    }
    var key = diagnosis.introduction() == null ? "account.saved.unverified" : "account.saved";
    Flash.success(
        response,
        key,
        String.valueOf(form.name()).strip(),
        ProviderName.of(ProviderName.read(form.provider())));
    return toList(response);
  }

  private JteModel answered(Frame frame, Admission.Result result, Form form, String path) {
    return switch (result) {
      case Admission.Result.Tested(var provider, var diagnosis) ->
          result(frame, provider, diagnosis, Fate.TESTED);
      case Admission.Result.Refused(var provider, var diagnosis) ->
          result(frame, provider, diagnosis, Fate.NOT_SAVED);
      case Admission.Result.NeedsConsent(var url) ->
          templates.providerConsent(
              new ConsentView(
                  frame,
                  String.valueOf(form.baseUrl()).strip(),
                  url.name(),
                  ProviderName.of(ProviderName.read(form.provider())),
                  url.isPlainHttp(),
                  path));
      case Admission.Result.Saved _ -> throw new IllegalStateException("answered by a redirect");
    };
  }

  private JteModel result(Frame frame, Provider provider, Diagnosis diagnosis, Fate fate) {
    return templates.providerTestResult(
        TestResultView.of(frame, provider, diagnosis, fate, existing(instances.of(provider))));
  }

  @PostMapping("/{id}")
  @Nullable JteModel change(
      Person person,
      Frame frame,
      @PathVariable UUID id,
      @ModelAttribute Form form,
      HttpServletResponse response) {
    var account = changes.ofTheirs(person.id(), id);
    var provider = account.instance().provider();
    return switch (changes.change(account, form.change())) {
      case AccountChanges.Result.Changed _ -> {
        Flash.success(response, "account.changed", String.valueOf(form.name()).strip());
        yield toList(response);
      }
      case AccountChanges.Result.Refused(var diagnosis) ->
          templates.providerTestResult(
              TestResultView.of(
                  frame, provider, diagnosis, Fate.NOT_SAVED, existing(account.instance())));
      case AccountChanges.Result.OtherIdentity(var before, var now) ->
          templates.providerOtherIdentity(
              new OtherIdentityView(frame, before, now, PATH + "/" + id));
    };
  }

  /** From the card it renews the card, from the form it answers below it. */
  @PostMapping("/{id}/test")
  JteModel test(
      Person person,
      Frame frame,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String token,
      @RequestParam(defaultValue = "false") boolean card) {
    var account = changes.ofTheirs(person.id(), id);
    var diagnosis = changes.test(account, token);
    banners.read();
    var fate = token.isBlank() ? Fate.STORED : Fate.TESTED;
    var result =
        TestResultView.of(
            frame, account.instance().provider(), diagnosis, fate, existing(account.instance()));
    return card
        ? templates.providerCard(card(frame, changes.ofTheirs(person.id(), id), result))
        : templates.providerTestResult(result);
  }

  @PostMapping("/{id}/enabled")
  String enable(
      Person person,
      @PathVariable UUID id,
      @RequestParam boolean enabled,
      HttpServletResponse response) {
    var account = changes.ofTheirs(person.id(), id);
    keeping.enable(account, enabled);
    Flash.info(response, enabled ? "account.enabled" : "account.disabled", account.name());
    return back();
  }

  @PostMapping("/{id}/default")
  String prefer(Person person, @PathVariable UUID id, HttpServletResponse response) {
    var account = changes.ofTheirs(person.id(), id);
    keeping.prefer(account);
    Flash.success(response, "account.preferred", account.name());
    return back();
  }

  @PostMapping("/{id}/delete")
  String delete(Person person, @PathVariable UUID id, HttpServletResponse response) {
    var account = changes.ofTheirs(person.id(), id);
    keeping.delete(account);
    Flash.info(response, "account.deleted", account.name());
    return back();
  }

  private String back() {
    banners.read();
    return "redirect:" + PATH;
  }

  private @Nullable JteModel toList(HttpServletResponse response) {
    banners.read();
    response.setHeader("HX-Redirect", PATH);
    return null;
  }

  private List<TokenPages.Link> making(Instance instance) {
    return pages(instance).flatMap(page -> page.making(instance).stream()).toList();
  }

  private List<TokenPages.Link> existing(Instance instance) {
    return pages(instance).flatMap(page -> page.existing(instance).stream()).toList();
  }

  private Stream<TokenPages> pages(Instance instance) {
    return pages.stream().filter(page -> page.provider() == instance.provider());
  }
}
