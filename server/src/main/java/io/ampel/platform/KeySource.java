package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.KEY;

import io.ampel.platform.KeyRing.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the keys of the vault come from. */
sealed interface KeySource {

  /** The ring as it is now. */
  KeyRing ring();

  /** The environment names the keys; they are the same as long as the process lives. */
  record Given(KeyRing ring) implements KeySource {}

  /**
   * A file that Ampel made itself. Another process may put a new key into it, so it is read again
   * when it has changed.
   */
  final class Generated implements KeySource {
    private final Path file;
    private @Nullable KeyRing ring;
    private @Nullable FileTime read;

    Generated(Path file) {
      this.file = file;
    }

    Path file() {
      return file;
    }

    boolean exists() {
      return Files.exists(file);
    }

    @Override
    public synchronized KeyRing ring() {
      try {
        var changed = Files.getLastModifiedTime(file);
        if (ring != null && changed.equals(read)) return ring;
        var fresh = KeyRing.parse(Files.readString(file));
        ring = fresh;
        read = changed;
        return fresh;
      } catch (IOException e) {
        throw new StartRefused(KEY, "The key file " + file + " cannot be read.", e);
      }
    }

    void create() {
      write(new KeyRing(List.of(Key.random())));
    }

    /** Adds a new key that seals from now on; the older ones still open. */
    void renew() {
      write(ring().prepend(Key.random()));
    }

    private void write(KeyRing changed) {
      try {
        PrivateFile.write(file, changed.text());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
