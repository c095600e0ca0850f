package io.ampel.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What shall be different about an account; what is null stays, what is empty goes.
 *
 * @param expiresAt an instant or a day, empty for none
 * @param share percent of its budget for scheduled calls, 0 for the usual share
 * @param acceptNewIdentity the new token may be somebody else's
 */
record AccountChange(
    @Nullable String name,
    @Nullable String token,
    @Nullable String username,
    @Nullable String workspace,
    @Nullable String expiresAt,
    @Nullable Boolean enabled,
    @JsonProperty("default") @Nullable Boolean preferred,
    @Nullable Integer share,
    @Nullable Boolean acceptNewIdentity) {

  /** Without the token. */
  @Override
  public String toString() {
    return "AccountChange[name=" + name + ", enabled=" + enabled + "]";
  }
}
