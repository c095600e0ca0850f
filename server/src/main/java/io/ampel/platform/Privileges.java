package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.DATA_DIRECTORY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** As whom the database runs. PostgreSQL refuses to run as root, so root has to step down. */
sealed interface Privileges {

  /** The words to put in front of a command. */
  List<String> prefix();

  /** The number of the user that must own the data. */
  int owner();

  /** An ordinary user runs the database as himself. */
  record Ordinary(int owner) implements Privileges {
    @Override
    public List<String> prefix() {
      return List.of();
    }
  }

  /** Root becomes another user. That user must be able to walk to the data. */
  record AsUser(int owner, int group) implements Privileges {
    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + owner, "--regid=" + group, "--clear-groups", "--");
    }
  }

  /** Root hides its name in a user namespace, and keeps the reach that it has as owner of files. */
  record Nameless() implements Privileges {
    @Override
    public int owner() {
      return 0;
    }

    @Override
    public List<String> prefix() {
      return List.of("unshare", "-U", "--");
    }
  }

  /** Picks the way in which this process can run the program on data below the directory. */
  static Privileges choose(Path program, Path directory) {
    var self = number("id", "-u").orElse(1);
    if (self != 0) return new Ordinary(self);
    return Stream.concat(candidates(), Stream.of(new Nameless()))
        .filter(privileges -> privileges.canRun(program) && privileges.canEnter(directory))
        .findFirst()
        .orElseThrow(() ->
            new StartRefused(
                DATA_DIRECTORY,
                "PostgreSQL does not run as root, and no other user can reach "
                    + directory
                    + ": run Ampel as an ordinary user, or set AMPEL_HOME to a folder that"
                    + " others may enter, such as /var/lib/ampel."));
  }

  private static Stream<Privileges> candidates() {
    return Stream.of("postgres", "nobody").flatMap(name -> user(name).stream());
  }

  private static Optional<Privileges> user(String name) {
    return number("id", "-u", name)
        .flatMap(user -> number("id", "-g", name).map(group -> new AsUser(user, group)));
  }

  private boolean canRun(Path program) {
    return succeeds(program.toString(), "--version");
  }

  private boolean canEnter(Path directory) {
    return succeeds("test", "-x", directory.toString());
  }

  private boolean succeeds(String... words) {
    var command = new ArrayList<>(prefix());
    command.addAll(List.of(words));
    return output(command).isPresent();
  }

  /** Gives a file or a whole folder to the user as whom the database runs. */
  default void give(Path top) throws IOException {
    if (this instanceof Ordinary) return;
    try (var files = Files.walk(top)) {
      for (var file : (Iterable<Path>) files::iterator) {
        if (!Files.isSymbolicLink(file)) Files.setAttribute(file, "unix:uid", owner());
      }
    }
  }

  private static Optional<Integer> number(String... command) {
    return output(List.of(command)).map(String::strip).map(Integer::valueOf);
  }

  private static Optional<String> output(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
