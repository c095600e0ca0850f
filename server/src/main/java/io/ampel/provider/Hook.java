package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as Ampel keeps it.
 *
 * @param repository the only one it may bring forward; null for one of an owner
 * @param owner whose repositories it may bring forward, in lower case; null for one of a repository
 * @param externalId as the provider knows it; null where somebody pastes it there by hand
 * @param account through which it was made
 * @param missedAt since when a change is known that it should have told
 */
record Hook(
    UUID id,
    String path,
    Provider provider,
    UUID instance,
    Scope scope,
    @Nullable UUID repository,
    @Nullable String owner,
    @Nullable String externalId,
    @Nullable UUID account,
    Instant createdAt,
    @Nullable Instant lastDeliveryAt,
    @Nullable String lastEvent,
    @Nullable Instant missedAt) {
  /** A delivery may be on its way when the change is seen. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

  /** For what it was made. */
  enum Scope {
    REPOSITORY,
    /** An organization, a group or a workspace. */
    OWNER
  }

  /** In one word, how it does. */
  enum Health {
    /** Nothing has come yet, and nothing should have. */
    EXPECTED,
    WORKING,
    SILENT
  }

  Health health(Instant now) {
    if (missedAt != null && missedAt.plus(ON_ITS_WAY).isBefore(now)) return Health.SILENT;
    return lastDeliveryAt == null ? Health.EXPECTED : Health.WORKING;
  }
}
