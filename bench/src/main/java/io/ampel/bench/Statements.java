package io.ampel.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Counts SQL statements where they leave for the database. */
final class Statements implements BeanPostProcessor {
  private final Stopwatch stopwatch;

  Statements(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (!(bean instanceof DataSource)) return bean;
    var proxy = new ProxyFactory(bean);
    proxy.setProxyTargetClass(true);
    proxy.addAdvice((MethodInterceptor) call -> counted(call.proceed()));
    return proxy.getProxy();
  }

  /** Times are taken with the plain connection. */
  private @Nullable Object counted(@Nullable Object result) {
    if (!stopwatch.isCounting() || !(result instanceof Connection connection)) return result;
    return proxy(
        Connection.class,
        (_, method, arguments) ->
            switch (invoke(connection, method, arguments)) {
              case PreparedStatement made -> counted(PreparedStatement.class, made);
              case Statement made -> counted(Statement.class, made);
              case null -> null;
              case Object other -> other;
            });
  }

  private <T extends Statement> T counted(Class<T> type, T statement) {
    return proxy(
        type,
        (_, method, arguments) -> {
          if (method.getName().startsWith("execute")) stopwatch.statement();
          return invoke(statement, method, arguments);
        });
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
