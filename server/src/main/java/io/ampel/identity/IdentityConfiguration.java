package io.ampel.identity;

import io.ampel.web.Frame;
import io.ampel.web.NavEntry;
import io.ampel.web.NavEntry.Group;
import io.ampel.web.Problem;
import io.ampel.web.Texts;
import io.ampel.web.Viewer;
import io.ampel.web.Viewers;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets every room ask who is there, and puts this room's pages into the navigation. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration implements WebMvcConfigurer {
  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(
            Person.class, Access.class, SignedIn.class, Viewer.class, Frame.class, Texts.class);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new Resolver<>(SignedIn.class, signedIn -> signedIn));
    resolvers.add(new Resolver<>(Access.class, SignedIn::access));
    resolvers.add(new Resolver<>(Person.class, signedIn -> signedIn.access().person()));
  }

  private record Resolver<T>(Class<T> type, Function<SignedIn, T> take)
      implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == type;
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      return SignedIn.current().map(take).orElseThrow(Problem::notSignedIn);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Places {
    @Bean
    Viewers viewers() {
      return () -> SignedIn.current().map(signedIn -> signedIn.access().person().viewer());
    }

    @Bean
    NavEntry profilePlace() {
      return new NavEntry(
          Group.SETTINGS, 10, "identity.profile", "/settings/profile", "user", "g p", false);
    }

    @Bean
    NavEntry apiTokensPlace() {
      return new NavEntry(
          Group.SETTINGS, 30, "identity.tokens", "/settings/api-tokens", "key", "", false);
    }

    @Bean
    NavEntry peoplePlace() {
      return new NavEntry(
          Group.ADMINISTRATION, 10, "identity.people", "/people", "users", "", true);
    }

    @Bean
    NavEntry auditPlace() {
      return new NavEntry(
          Group.ADMINISTRATION, 30, "identity.audit", "/audit", "history", "", true);
    }

    /** Calls stand together by what they are about: the word after the version. */
    @Bean
    OpenApiCustomizer groups() {
      return api ->
          api.getPaths()
              .forEach((path, item) ->
                  item.readOperations()
                      .forEach(operation -> operation.setTags(List.of(path.split("/")[3]))));
    }

    @Bean
    OpenAPI description() {
      var bearer = new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer");
      return new OpenAPI()
          .info(new Info().title("Ampel").version("v1"))
          .components(new Components().addSecuritySchemes("apiToken", bearer))
          .addSecurityItem(new SecurityRequirement().addList("apiToken"));
    }
  }
}
