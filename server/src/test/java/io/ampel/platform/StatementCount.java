package io.ampel.platform;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Notes each SQL statement that requests execute; those of jobs and of Live are left out. A test
 * class takes it in with {@code @Import(StatementCount.class)} and asks:
 *
 * <pre>{@code
 * var statements = count.during(() -> visitor.get("/"));
 * assertThat(statements).hasSizeLessThanOrEqualTo(3);
 * }</pre>
 */
public class StatementCount implements BeanPostProcessor {
  private static final String REQUESTS = "tomcat-handler";
  private final List<String> noted = new CopyOnWriteArrayList<>();
  private volatile String threads = REQUESTS;

  /** The statements that requests executed meanwhile, in order. */
  public List<String> during(Runnable requests) {
    return of(REQUESTS, requests);
  }

  /** The same of threads whose names begin so. */
  public List<String> of(String beginning, Runnable work) {
    threads = beginning;
    noted.clear();
    work.run();
    return List.copyOf(noted);
  }

  /** Those of them that change rows. */
  public List<String> writesDuring(Runnable requests) {
    return during(requests).stream()
        .filter(sql -> sql.strip().matches("(?is)(insert|update|delete|with|merge)\\b.*"))
        .filter(sql -> sql.matches("(?is).*\\b(insert|update|delete|merge)\\b.*"))
        .toList();
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (!(bean instanceof DataSource)) return bean;
    var proxy = new ProxyFactory(bean);
    proxy.setProxyTargetClass(true);
    proxy.addAdvice(
        (MethodInterceptor)
            call -> {
              var result = call.proceed();
              return result instanceof Connection connection ? watched(connection) : result;
            });
    return proxy.getProxy();
  }

  private Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          var result = invoke(connection, method, arguments);
          var sql = arguments != null && arguments.length > 0 ? arguments[0] : null;
          return switch (result) {
            case CallableStatement statement -> statement;
            case PreparedStatement statement ->
                watched(PreparedStatement.class, statement, String.valueOf(sql));
            case Statement statement -> watched(Statement.class, statement, null);
            case null, default -> result;
          };
        });
  }

  private <T> T watched(Class<T> type, T statement, @Nullable String prepared) {
    return proxy(
        type,
        (_, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            note(prepared != null ? prepared : String.valueOf(arguments[0]));
          }
          return invoke(statement, method, arguments);
        });
  }

  private void note(String sql) {
    if (Thread.currentThread().getName().startsWith(threads)) noted.add(sql);
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
