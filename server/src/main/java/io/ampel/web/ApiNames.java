package io.ampel.web;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Names the shapes in the description of the REST interface. Records inside a controller are called
 * after it, so that two of the same name stay two.
 */
final class ApiNames extends TypeNameResolver {
  private final Map<String, Class<?>> taken = new ConcurrentHashMap<>();

  /** Makes it known to who writes the description. */
  @Configuration(proxyBeanMethods = false)
  static class Used {
    @Bean
    ModelResolver apiShapes(ObjectMapperProvider mappers) {
      return new ModelResolver(mappers.jsonMapper(), new ApiNames())
          .openapi31(mappers.isOpenapi31());
    }
  }

  @Override
  protected String getNameOfClass(Class<?> type) {
    var name = name(type);
    var other = taken.putIfAbsent(name, type);
    return other == null || other == type ? name : type.getName().replace('$', '.');
  }

  static String name(Class<?> type) {
    var outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : about(outer) + type.getSimpleName();
  }

  /** A controller is named by what it is about. */
  private static String about(Class<?> outer) {
    return name(outer).replaceFirst("(Api)?Controller$|Api$", "");
  }
}
