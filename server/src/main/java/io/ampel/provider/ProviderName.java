package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import io.ampel.web.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the providers call themselves, and how programs name them. */
final class ProviderName {
  private ProviderName() {}

  static String of(Provider provider) {
    return switch (provider) {
      case GITHUB -> "GitHub";
      case GITLAB -> "GitLab";
      case BITBUCKET -> "Bitbucket";
    };
  }

  static String code(Provider provider) {
    return provider.name().toLowerCase(Locale.ROOT);
  }

  /** Reads a name in any case. */
  static Provider read(@Nullable String name) {
    for (var provider : Provider.values()) {
      if (provider.name().equalsIgnoreCase(name == null ? "" : name.strip())) return provider;
    }
    throw Problem.invalid("provider", "is none of github, gitlab, bitbucket");
  }
}
