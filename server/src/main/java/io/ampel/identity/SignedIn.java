package io.ampel.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** An access as Spring Security carries it through a request. */
final class SignedIn extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;
  static final String ADMINISTRATOR = "ADMINISTRATOR";

  private final transient Access access;
  private final @Nullable UUID session;

  SignedIn(Access access, @Nullable UUID session) {
    super(authorities(access));
    this.access = access;
    this.session = session;
    setAuthenticated(true);
  }

  private static List<GrantedAuthority> authorities(Access access) {
    return access.person().administrator()
        ? List.of(new SimpleGrantedAuthority(ADMINISTRATOR))
        : List.of();
  }

  static Optional<SignedIn> current() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn
        ? Optional.of(signedIn)
        : Optional.empty();
  }

  Access access() {
    return access;
  }

  /** The session, where it was one that proved the access. */
  Optional<UUID> session() {
    return Optional.ofNullable(session);
  }

  @Override
  public Object getPrincipal() {
    return access;
  }

  @Override
  public String getName() {
    return access.person().id().toString();
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }
}
