package io.ampel.provider;

import io.ampel.provider.AccountFormView.Choice;
import io.ampel.provider.TokenPages.Link;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Frame;
import io.ampel.web.Markdown;
import io.ampel.web.Problem;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together the forms of accounts, and what stands beside them: where a token is made. */
@Component
class AccountForms {
  private static final String PATH = ProviderAccountsController.PATH;
  private final Connectors connectors;
  private final DefaultInstances instances;
  private final List<TokenPages> pages;

  AccountForms(Connectors connectors, DefaultInstances instances, List<TokenPages> pages) {
    this.connectors = connectors;
    this.instances = instances;
    this.pages = pages;
  }

  AccountFormView blank(Frame frame, Provider asked) {
    var provider = connectors.requireOffered(asked);
    var offered = choices(provider);
    var making = making(frame, instances.of(provider), null, List.of());
    var name = ProviderName.of(provider);
    return new AccountFormView(
        frame, PATH, provider, name, null, "", false, "", "", "", null, "", offered, making);
  }

  AccountFormView of(Frame frame, ProviderAccount account, AccountCard card, String deleteText) {
    var instance = account.instance();
    var workspace = account.username() == null ? account.workspace() : null;
    var expires = account.expiresTyped();
    return new AccountFormView(
        frame,
        PATH + "/" + account.id(),
        instance.provider(),
        ProviderName.of(instance.provider()),
        card,
        account.name(),
        workspace != null,
        orEmpty(account.username()),
        orEmpty(account.workspace()),
        expires == null ? "" : expires.minusSeconds(1).toString().substring(0, 10),
        account.sharePercent(),
        deleteText,
        List.of(),
        making(frame, instance, workspace, existing(account)));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  List<Provider> offered() {
    return connectors.offered();
  }

  private List<Choice> choices(Provider chosen) {
    return offered().stream()
        .map(provider ->
            new Choice(
                ProviderName.of(provider),
                "brand-" + ProviderName.code(provider),
                PATH + "/new?provider=" + ProviderName.code(provider),
                provider == chosen))
        .toList();
  }

  /** The same for what was typed so far. */
  MakingView making(
      Frame frame, Provider provider, @Nullable String baseUrl, @Nullable String workspace) {
    return making(frame, typed(provider, baseUrl), readable(workspace), List.of());
  }

  private static @Nullable String readable(@Nullable String workspace) {
    if (workspace == null) return null;
    try {
      return orEmpty(Workspace.read(workspace));
    } catch (Problem unreadable) {
      return "";
    }
  }

  /** Nothing is sent to an address that is only typed: links lead there, for the person to open. */
  private Instance typed(Provider provider, @Nullable String baseUrl) {
    if (baseUrl == null || baseUrl.isBlank()) return instances.of(provider);
    try {
      var url = BaseUrl.of(baseUrl);
      return new Instance(
          UUID.randomUUID(), provider, url.address(), url.name(), url.isPlainHttp(), Set.of());
    } catch (Problem unreadable) {
      return instances.of(provider);
    }
  }

  private MakingView making(
      Frame frame, Instance instance, @Nullable String workspace, List<Link> existing) {
    var provider = instance.provider();
    var name = ProviderName.of(provider);
    var kind = workspace == null ? "" : ".place";
    var lead = workspace == null || workspace.isEmpty() ? kind : kind + ".known";
    return new MakingView(
        frame,
        name,
        frame.text("account.make.lead." + provider + lead),
        pages(instance).flatMap(page -> page.making(instance, workspace).stream()).toList(),
        Markdown.document(frame.text("account.make.steps." + provider + kind)),
        TokenGuide.making(provider),
        existing);
  }

  List<Link> existing(ProviderAccount account) {
    return existing(account.instance(), account.username() == null ? account.workspace() : null);
  }

  List<Link> existing(Instance instance, @Nullable String workspace) {
    return pages(instance).flatMap(page -> page.existing(instance, workspace).stream()).toList();
  }

  private Stream<TokenPages> pages(Instance instance) {
    return pages.stream().filter(page -> page.provider() == instance.provider());
  }
}
