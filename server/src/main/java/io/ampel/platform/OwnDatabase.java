package io.ampel.platform;

/** A PostgreSQL that Ampel runs itself, whether this process started it or found it running. */
sealed interface OwnDatabase extends AutoCloseable permits EmbeddedPostgres, OwnDatabase.Joined {

  DatabaseAddress address();

  @Override
  void close();

  /** Does not wait for anybody; what was committed is kept. */
  void closeAtOnce();

  /** Runs for another process, and goes on after this one has ended. */
  record Joined(DatabaseAddress address) implements OwnDatabase {
    @Override
    public void close() {}

    @Override
    public void closeAtOnce() {}
  }
}
