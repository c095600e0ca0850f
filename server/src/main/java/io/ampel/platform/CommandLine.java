package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.USAGE;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigUtils;

/** Decides by the first word whether to run Ampel or one of its commands. */
public final class CommandLine {
  /** Makes the database code join an Ampel that runs already. */
  static final String COMMAND_PROPERTY = "ampel.command";

  private static final Duration PATIENCE = Duration.ofMillis(3500);

  private CommandLine() {}

  /** Ends the process with the exit code of what happened, except while Ampel runs. */
  public static void run(Class<?> application, String... args) {
    try {
      if (args.length == 0 || args[0].startsWith("-")) {
        endInTime(SpringApplication.run(application, args));
      } else {
        System.out.println(command(application, args));
        System.exit(0);
      }
    } catch (Throwable failure) {
      System.exit(Ending.of(failure).tell());
    }
  }

  /** Whoever pressed Ctrl-C does not wait for what hangs; the database must not stay behind. */
  private static void endInTime(ConfigurableApplicationContext context) {
    var database = context.getBeanProvider(OwnDatabase.class).getIfAvailable();
    Runnable end =
        () -> {
          pause(PATIENCE);
          if (database != null) database.closeAtOnce();
          Runtime.getRuntime().halt(1);
        };
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> Thread.ofPlatform().daemon().name("last").start(end)));
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String command(Class<?> application, String... args) {
    var arguments = Arrays.asList(args).subList(1, args.length);
    try (var context = quietly(application, args[0])) {
      var command = find(context, args[0]);
      if (arguments.size() == command.count()) return command.run(arguments);
      throw new StartRefused(
          USAGE, "Usage: ampel %s %s".formatted(command.name(), command.arguments()).strip());
    }
  }

  private static Command find(ApplicationContext context, String name) {
    var commands = context.getBeansOfType(Command.class).values();
    return commands.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new StartRefused(USAGE, unknown(name, List.copyOf(commands))));
  }

  private static String unknown(String name, List<Command> commands) {
    return "There is no command %s, only: %s."
        .formatted(
            name, commands.stream().map(Command::name).sorted().collect(Collectors.joining(", ")));
  }

  /** All of Ampel's beans, but only those come to life that the command needs. */
  private static ConfigurableApplicationContext quietly(Class<?> application, String command) {
    var spring = new SpringApplication(application);
    spring.setWebApplicationType(WebApplicationType.NONE);
    spring.setLazyInitialization(true);
    spring.setLogStartupInfo(false);
    spring.addInitializers(
        context -> context.addBeanFactoryPostProcessor(CommandLine::leaveOutWhatRunsByItself));
    return spring.run(
        "--" + COMMAND_PROPERTY + "=" + command,
        "--db-scheduler.enabled=false",
        "--logging.level.root=warn",
        "--spring.main.keep-alive=false");
  }

  private static void leaveOutWhatRunsByItself(ConfigurableListableBeanFactory beans) {
    var registry = (BeanDefinitionRegistry) beans;
    for (var type :
        List.of(ApplicationRunner.class, CommandLineRunner.class, SmartLifecycle.class)) {
      for (var name : beans.getBeanNamesForType(type, true, false)) {
        if (registry.containsBeanDefinition(name)) registry.removeBeanDefinition(name);
      }
    }
    for (var name : beans.getBeanNamesForType(SmartInitializingSingleton.class, true, false)) {
      if (registry.containsBeanDefinition(name)) registry.getBeanDefinition(name).setLazyInit(true);
    }
    registry.removeBeanDefinition(AnnotationConfigUtils.EVENT_LISTENER_PROCESSOR_BEAN_NAME);
  }
}
