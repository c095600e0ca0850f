package io.ampel.provider;

import org.jspecify.annotations.Nullable;

/**
 * An account as somebody asks for it, in the form or by the API.
 *
 * @param expiresAt an instant or a day; where the provider tells, that counts
 * @param confirmInstance an administrator's yes to an address that Ampel does not know yet
 * @param allowPlainHttp an administrator's yes to http there
 */
record AccountRequest(
    @Nullable String provider,
    @Nullable String name,
    @Nullable String token,
    @Nullable String baseUrl,
    @Nullable String username,
    @Nullable String workspace,
    @Nullable String expiresAt,
    @Nullable Boolean confirmInstance,
    @Nullable Boolean allowPlainHttp) {

  AccountRequest consenting(boolean instance, boolean plainHttp) {
    return new AccountRequest(
        provider, name, token, baseUrl, username, workspace, expiresAt, instance, plainHttp);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "AccountRequest[provider=" + provider + "]";
  }
}
