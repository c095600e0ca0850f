package io.ampel.simulator.github;

import io.ampel.simulator.Owner;

/** What GitHub says when an organization's policy stops a token. */
final class Walls {
  static final String SINGLE_SIGN_ON =
      "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.";

  private Walls() {}

  static String ipAllowList(Owner owner) {
    return ("Although you appear to have the correct authorization credentials, the `%s` organization has an IP allow list enabled,"
            + " and your IP address is not permitted to access this resource.")
        .formatted(owner.login());
  }

  static String lifetime(Owner owner) {
    return ("The '%s' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days."
            + " Please adjust your token's lifetime at the following URL: https://github.com/settings/personal-access-tokens")
        .formatted(owner.login());
  }

  static String classicForbidden(Owner owner) {
    return ("`%s` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token"
            + " with fine-grained permissions.")
        .formatted(owner.login());
  }
}
