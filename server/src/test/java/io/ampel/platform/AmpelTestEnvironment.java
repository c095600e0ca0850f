package io.ampel.platform;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Gives each {@link AmpelTest} class a world of its own. */
class AmpelTestEnvironment implements ContextCustomizerFactory {

  @Override
  public ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    return new OwnWorld(testClass);
  }

  /** Equal only for the same class, so that no context is shared between classes. */
  record OwnWorld(Class<?> testClass) implements ContextCustomizer {
    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration merged) {
      var database = TestDatabase.fresh();
      TestPropertyValues.of(
              "spring.datasource.url=" + database.url(),
              "spring.datasource.username=" + database.user(),
              "spring.datasource.password=" + database.password(),
              "spring.test.print-condition-evaluation-report=false",
              "spring.datasource.hikari.maximum-pool-size=8",
              "spring.datasource.hikari.minimum-idle=0",
              "ampel.home=" + TestDatabase.newFolder(),
              "ampel.encryption-key=" + randomKey(),
              "ampel.allow-loopback=true",
              // A test machine that is busy is no provider that is.
              "ampel.budget.work=1h")
          .applyTo(context);
    }

    private static String randomKey() {
      var key = new byte[32];
      new SecureRandom().nextBytes(key);
      return LeakWatch.plant(Base64.getEncoder().encodeToString(key));
    }
  }
}
