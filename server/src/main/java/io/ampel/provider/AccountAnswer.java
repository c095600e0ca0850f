package io.ampel.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ampel.provider.Introduction.Identity;
import io.ampel.web.Texts;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A provider account as programs see it. */
record AccountAnswer(
    UUID id,
    String provider,
    String instance,
    URI baseUrl,
    String name,
    @Nullable String username,
    @Nullable String workspace,
    ProviderAccount.Status status,
    boolean enabled,
    @JsonProperty("default") boolean preferred,
    @Nullable Identity identity,
    @Nullable String tokenKind,
    @Nullable String owner,
    @Nullable Instant expiresAt,
    List<String> scopes,
    @Nullable Capabilities capabilities,
    @Nullable Integer repositoriesVisible,
    @Nullable Budget budget,
    @Nullable Integer share,
    @Nullable AccountProblemView problem,
    List<AccountProblemView> warnings,
    @Nullable Instant lastUsedAt,
    @Nullable Instant lastVerifiedAt,
    Instant createdAt) {

  static AccountAnswer of(Texts texts, ProviderAccount account) {
    var provider = account.instance().provider();
    var problem = account.problem();
    return new AccountAnswer(
        account.id(),
        ProviderName.code(provider),
        account.instance().name(),
        account.instance().baseUrl(),
        account.name(),
        account.username(),
        account.workspace(),
        account.status(),
        account.enabled(),
        account.preferred(),
        account.identity(),
        account.tokenKind(),
        account.owner(),
        account.expiry().orElse(null),
        account.scopes(),
        account.capabilities(),
        account.repositoriesVisible(),
        account.tightestBudget().orElse(null),
        account.sharePercent(),
        problem == null ? null : AccountProblemView.later(texts, problem, provider),
        AccountProblemView.of(texts, account.warnings(), provider),
        account.lastUsedAt(),
        account.lastVerifiedAt(),
        account.createdAt());
  }
}
