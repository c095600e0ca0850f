package io.ampel.web;

import io.ampel.jte.StaticTemplates;
import io.ampel.jte.Templates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.CacheControl;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What controllers of all rooms may ask for and answer with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebProperties.class)
class WebConfiguration implements WebMvcConfigurer {
  private final Frames frames;

  WebConfiguration(Frames frames) {
    this.frames = frames;
  }

  /** Also lets query values be written in any case. */
  @Override
  public void addFormatters(FormatterRegistry registry) {
    ApplicationConversionService.addApplicationConverters(registry);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new Resolver<>(Frame.class, frames::of));
    resolvers.add(new Resolver<>(Texts.class, (request, _) -> frames.texts(request)));
    resolvers.add(
        new Resolver<>(Viewer.class, (_, _) -> frames.viewer().orElseThrow(Problem::notSignedIn)));
  }

  @Override
  public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
    handlers.add(new PageRendering());
  }

  /** Addresses carry a fingerprint, so browsers may keep what they got for good. */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    var forGood = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    registry
        .addResourceHandler("/webjars/**")
        .addResourceLocations("classpath:/META-INF/resources/webjars/")
        .setCacheControl(forGood);
    registry
        .addResourceHandler("/*.css", "/*.js", "/*.svg", "/fonts/**")
        .addResourceLocations("classpath:/static/", "classpath:/static/fonts/")
        .setCacheControl(forGood);
  }

  private record Resolver<T>(
      Class<T> type, BiFunction<HttpServletRequest, HttpServletResponse, T> make)
      implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == type;
    }

    @Override
    public @Nullable Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      var incoming = request.getNativeRequest(HttpServletRequest.class);
      var outgoing = request.getNativeResponse(HttpServletResponse.class);
      return incoming == null || outgoing == null ? null : make.apply(incoming, outgoing);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class TemplateConfiguration {
    @Bean
    Templates templates() {
      return new StaticTemplates();
    }
  }
}
