package io.ampel.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A disk that is quickly full, where the machine lets a test make one: Linux does, for root. */
public final class SmallDisk implements AutoCloseable {
  private static final byte[] MEBIBYTE = new byte[1 << 20];
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  public static Optional<SmallDisk> mount(int mebibytes) {
    var folder = TestDatabase.newFolder();
    var size = "size=%dm,mode=0711".formatted(mebibytes);
    return succeeds("mount", "-t", "tmpfs", "-o", size, "ampel-test", folder.toString())
        ? Optional.of(new SmallDisk(folder))
        : Optional.empty();
  }

  /** For an {@link AmpelProcess}. */
  public Path home() {
    return AmpelProcess.homeIn(folder);
  }

  /** Not a byte more fits. */
  public void fill() {
    try (var file = Files.newOutputStream(folder.resolve("filler"))) {
      while (true) file.write(MEBIBYTE);
    } catch (IOException e) {
      fillTheRest();
    }
  }

  private void fillTheRest() {
    try (var file = Files.newOutputStream(folder.resolve("filler-2"))) {
      while (true) file.write(0);
    } catch (IOException e) {
      // This is what was wanted.
    }
  }

  public void free() {
    try {
      Files.delete(folder.resolve("filler"));
      Files.delete(folder.resolve("filler-2"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    succeeds("umount", "--lazy", folder.toString());
  }

  private static boolean succeeds(String... command) {
    try {
      var process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
