package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.FAILED;

import javax.sql.DataSource;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Brings the database up: the one at {@code spring.datasource.url}, otherwise our own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AmpelProperties.class)
class DatabaseConfiguration {
  private static final int OLDEST = 15;

  @Bean
  Home home(AmpelProperties properties) {
    return Home.of(properties);
  }

  @Bean
  @Conditional(NoDatabaseNamed.class)
  OwnDatabase ownDatabase(Home home, AmpelProperties properties, Environment environment) {
    var directory = home.postgres();
    if (environment.containsProperty(CommandLine.COMMAND_PROPERTY)
        && EmbeddedPostgres.inUse(directory)) {
      return new OwnDatabase.Joined(EmbeddedPostgres.running(directory));
    }
    var binaries = PostgresBinaries.unpack(home.binaries());
    return properties.demo()
        ? EmbeddedPostgres.startAfresh(binaries, directory)
        : EmbeddedPostgres.start(binaries, directory);
  }

  @Bean
  @Conditional(NoDatabaseNamed.class)
  JdbcConnectionDetails ownConnection(OwnDatabase database) {
    return connectionTo(database.address());
  }

  @Bean
  FlywayMigrationStrategy migration(DataSource dataSource) {
    return flyway -> {
      refuseOld(dataSource);
      try {
        flyway.migrate();
      } catch (FlywayValidateException e) {
        throw new StartRefused(
            FAILED, "The database was not made by this Ampel: " + e.getMessage(), e);
      }
    };
  }

  private static void refuseOld(DataSource dataSource) {
    var version =
        JdbcClient.create(dataSource).sql("show server_version_num").query(Integer.class).single();
    if (version / 10_000 >= OLDEST) return;
    throw new StartRefused(
        FAILED,
        "Ampel needs PostgreSQL %d or newer, this one is %d.".formatted(OLDEST, version / 10_000));
  }

  private static JdbcConnectionDetails connectionTo(DatabaseAddress address) {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return address.user();
      }

      @Override
      public String getPassword() {
        return address.password();
      }

      @Override
      public String getJdbcUrl() {
        return address.url();
      }
    };
  }

  /** Nobody has named a database. */
  static final class NoDatabaseNamed implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !context.getEnvironment().containsProperty("spring.datasource.url");
    }
  }
}
