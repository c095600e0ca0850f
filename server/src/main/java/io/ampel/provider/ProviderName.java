package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import io.ampel.web.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the providers call themselves, and how programs name them; templates ask it too. */
public final class ProviderName {
  private ProviderName() {}

  public static String of(Provider provider) {
    return switch (provider) {
      case GITHUB -> "GitHub";
      case GITLAB -> "GitLab";
      case BITBUCKET -> "Bitbucket";
    };
  }

  public static String code(Provider provider) {
    return provider.name().toLowerCase(Locale.ROOT);
  }

  /** Several of them in a sentence. */
  static String list(List<Provider> providers) {
    var names = providers.stream().map(ProviderName::of).toList();
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  /** Reads a name in any case. */
  static Provider read(@Nullable String name) {
    for (var provider : Provider.values()) {
      if (provider.name().equalsIgnoreCase(name == null ? "" : name.strip())) return provider;
    }
    throw Problem.invalid("provider", "is none of github, gitlab, bitbucket");
  }
}
