package io.ampel.provider;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.provider.AccountPaces.AccountPace;
import io.ampel.provider.TestResultView.Fate;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
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
  private final AccountForms forms;
  private final AccountPaces paces;
  private final Templates templates;

  ProviderAccountsController(
      ProviderAccounts accounts,
      Admission admission,
      AccountChanges changes,
      AccountKeeping keeping,
      AccountBanners banners,
      AccountForms forms,
      AccountPaces paces,
      Templates templates) {
    this.accounts = accounts;
    this.admission = admission;
    this.changes = changes;
    this.keeping = keeping;
    this.banners = banners;
    this.forms = forms;
    this.paces = paces;
    this.templates = templates;
  }

  /**
   * What the form sends besides the token; a yes is the address or the login it was said to.
   *
   * @param kind whether the token is a person's or a place's, where the form asks
   */
  record Form(
      @Nullable String provider,
      @Nullable String name,
      @Nullable String token,
      @Nullable String baseUrl,
      @Nullable String kind,
      @Nullable String username,
      @Nullable String workspace,
      @Nullable String expiresAt,
      @Nullable Integer share,
      @Nullable String confirm) {
    private static final String OF_PERSON = "person";
    private static final String OF_PLACE = "place";

    AccountRequest request() {
      var yes = confirm != null && baseUrl != null && confirm.equals(baseUrl.strip());
      return new AccountRequest(
          provider, name, token, baseUrl, ofPerson(), ofPlace(), expiresAt, yes, yes);
    }

    AccountChange change() {
      var yes = confirm != null && !confirm.isBlank();
      return new AccountChange(
          name, token, ofPerson(), ofPlace(), expiresAt, null, null, share, yes);
    }

    /** The field of the other kind is out of sight and may hold something. */
    private @Nullable String ofPerson() {
      return OF_PLACE.equals(kind) ? "" : username;
    }

    @Nullable String ofPlace() {
      return OF_PERSON.equals(kind) ? "" : workspace;
    }

    Provider readProvider() {
      return ProviderName.read(provider);
    }

    @Override
    public String toString() {
      return "Form[provider=" + provider + "]";
    }
  }

  @GetMapping
  JteModel list(Person person, Frame frame) {
    var used = paces.of(person.id());
    var cards =
        accounts.of(person.id()).stream()
            .map(account -> card(frame, account, used.get(account.id()), null))
            .toList();
    return templates.providerAccounts(new AccountsView(frame, cards, forms.offered()));
  }

  private AccountCard card(Frame frame, ProviderAccount account, @Nullable TestResultView result) {
    return card(frame, account, paces.of(account.person()).get(account.id()), result);
  }

  private AccountCard card(
      Frame frame,
      ProviderAccount account,
      @Nullable AccountPace pace,
      @Nullable TestResultView result) {
    return AccountCard.of(frame, account, pace, forms.existing(account), result);
  }

  @GetMapping("/new")
  JteModel form(Frame frame, @RequestParam(defaultValue = "github") String provider) {
    return templates.providerAccountForm(forms.blank(frame, ProviderName.read(provider)));
  }

  /** Where to make a token for what the form says so far; it never sends the token along. */
  @GetMapping("/making")
  JteModel making(Frame frame, @ModelAttribute Form form) {
    var workspace = Form.OF_PLACE.equals(form.kind()) ? String.valueOf(form.workspace()) : null;
    return templates.providerMaking(
        forms.making(frame, form.readProvider(), form.baseUrl(), workspace));
  }

  @GetMapping("/{id}")
  JteModel form(Person person, Frame frame, @PathVariable UUID id) {
    var account = changes.ofTheirs(person.id(), id);
    return templates.providerAccountForm(
        forms.of(frame, account, card(frame, account, null), deleteText(frame, account)));
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
        response, key, String.valueOf(form.name()).strip(), ProviderName.of(form.readProvider()));
    return toList(response);
  }

  private JteModel answered(Frame frame, Admission.Result result, Form form, String path) {
    return switch (result) {
      case Admission.Result.Tested(var instance, var diagnosis) ->
          result(frame, instance, form, diagnosis, Fate.TESTED);
      case Admission.Result.Refused(var instance, var diagnosis) ->
          result(frame, instance, form, diagnosis, Fate.NOT_SAVED);
      case Admission.Result.NeedsConsent(var url) ->
          templates.providerConsent(
              new ConsentView(
                  frame,
                  String.valueOf(form.baseUrl()).strip(),
                  url.name(),
                  ProviderName.of(form.readProvider()),
                  url.isPlainHttp(),
                  path));
      case Admission.Result.Saved _ -> throw new IllegalStateException("answered by a redirect");
    };
  }

  private JteModel result(
      Frame frame, Instance instance, Form form, Diagnosis diagnosis, Fate fate) {
    return templates.providerTestResult(
        TestResultView.of(
            frame,
            instance.provider(),
            diagnosis,
            fate,
            Expiry.read(form.expiresAt()),
            forms.existing(instance, ofPlace(form))));
  }

  private static @Nullable String ofPlace(Form form) {
    return Form.OF_PLACE.equals(form.kind()) ? Workspace.read(form.workspace()) : null;
  }

  @PostMapping("/{id}")
  @Nullable JteModel change(
      Person person,
      Frame frame,
      @PathVariable UUID id,
      @ModelAttribute Form form,
      HttpServletResponse response) {
    var account = changes.ofTheirs(person.id(), id);
    return switch (changes.change(account, form.change())) {
      case AccountChanges.Result.Changed _ -> {
        Flash.success(response, "account.changed", String.valueOf(form.name()).strip());
        yield toList(response);
      }
      case AccountChanges.Result.Refused(var diagnosis) ->
          templates.providerTestResult(result(frame, account, diagnosis, Fate.NOT_SAVED));
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
      @ModelAttribute Form form,
      @RequestParam(defaultValue = "false") boolean card) {
    var account = changes.ofTheirs(person.id(), id);
    var diagnosis = changes.test(account, form.change());
    banners.read();
    var isNew = form.token() != null && !form.token().isBlank();
    var result = result(frame, account, diagnosis, isNew ? Fate.TESTED : Fate.STORED);
    return card
        ? templates.providerCard(card(frame, changes.ofTheirs(person.id(), id), result))
        : templates.providerTestResult(result);
  }

  private TestResultView result(
      Frame frame, ProviderAccount account, Diagnosis diagnosis, Fate fate) {
    return TestResultView.of(
        frame,
        account.instance().provider(),
        diagnosis,
        fate,
        account.expiresTyped(),
        forms.existing(account));
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
}
