package io.ampel.platform;

import io.ampel.platform.Tables.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a backup says about itself.
 *
 * @param ampel the version that wrote it
 * @param migrations what the schema is made of; only an Ampel with the same can read it
 * @param sequences the next number of each sequence
 */
record BackupManifest(
    String ampel,
    Instant takenAt,
    List<String> migrations,
    List<Content> tables,
    Map<String, Long> sequences) {
  static final String FILE = "manifest.json";

  BackupManifest {
    migrations = List.copyOf(migrations);
    tables = List.copyOf(tables);
    sequences = Map.copyOf(sequences);
  }

  /** One table, in an order in which each comes after those that it refers to. */
  record Content(Table table, long rows) {
    static String file(String table) {
      return "tables/" + table;
    }
  }

  List<Table> tableList() {
    return tables.stream().map(Content::table).toList();
  }
}
