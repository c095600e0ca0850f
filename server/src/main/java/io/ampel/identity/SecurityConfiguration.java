package io.ampel.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/** Who may come in by which door: programs by token, people by session. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  static final String METRICS = "/actuator/prometheus";

  /** Whoever watches this machine from the machine itself, where a port was opened for that. */
  @Bean
  @Order(0)
  SecurityFilterChain watchers(HttpSecurity http, MetricsDoor door) throws Exception {
    return http.securityMatcher(door)
        .csrf(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .securityContext(
            context -> context.securityContextRepository(new NullSecurityContextRepository()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  /** Providers post what they have signed; neither sessions nor tokens of ours count there. */
  @Bean
  @Order(0)
  SecurityFilterChain providers(HttpSecurity http) throws Exception {
    return http.securityMatcher("/hooks/*")
        .csrf(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .securityContext(
            context -> context.securityContextRepository(new NullSecurityContextRepository()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  /** A request that shows a token is judged by the token alone; cookies do not count for it. */
  @Bean
  @Order(1)
  SecurityFilterChain programs(HttpSecurity http, ProgramAccess access, Refusals refusals)
      throws Exception {
    return http.securityMatcher(SecurityConfiguration::isProgram)
        .csrf(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .securityContext(
            context -> context.securityContextRepository(new NullSecurityContextRepository()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(access, AuthorizationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(METRICS)
                .hasAuthority(SignedIn.ADMINISTRATOR)
                .anyRequest()
                .authenticated())
        .exceptionHandling(e -> e.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .build();
  }

  private static boolean isProgram(HttpServletRequest request) {
    var path = request.getRequestURI();
    return (path.startsWith("/api/") || path.equals(METRICS))
        && request.getHeader(HttpHeaders.AUTHORIZATION) != null;
  }

  @Bean
  @Order(2)
  SecurityFilterChain browsers(
      HttpSecurity http, SessionContexts contexts, CsrfTokenRepository tokens, Refusals refusals)
      throws Exception {
    return http.csrf(csrf -> csrf.spa().csrfTokenRepository(tokens))
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .securityContext(context -> context.securityContextRepository(contexts))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(
                    DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers("/sign-in", "/welcome", "/invitations/*", "/error")
                .permitAll()
                .requestMatchers("/webjars/**", "/fonts/*", "/*.css", "/*.js", "/*.svg")
                .permitAll()
                .requestMatchers("/actuator/health/**", "/livez", "/readyz")
                .permitAll()
                .requestMatchers("/v3/**")
                .permitAll()
                .requestMatchers(METRICS)
                .hasAuthority(SignedIn.ADMINISTRATOR)
                .requestMatchers("/actuator/**")
                .denyAll()
                .requestMatchers("/people/**", "/audit/**", "/api/v1/people/**")
                .hasAuthority(SignedIn.ADMINISTRATOR)
                .anyRequest()
                .authenticated())
        .exceptionHandling(e -> e.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .build();
  }

  /** Readable by our script, which sends it back in a header; forms carry it in a field. */
  @Bean
  CsrfTokenRepository csrfTokens() {
    var repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
    repository.setCookiePath("/");
    repository.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
    return repository;
  }

  /**
   * Nobody looks at how long each single filter of the chain takes, and that costs every request.
   */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /** Nobody signs in through Spring's own manager; without this bean Boot would invent a user. */
  @Bean
  AuthenticationManager authenticationManager() {
    return _ -> {
      throw new ProviderNotFoundException("Sign-in is not done here");
    };
  }
}
