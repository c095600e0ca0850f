package io.ampel.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What tables there are, as the database itself tells; a backup carries them all. */
final class Tables {
  private static final String HISTORY = "flyway_schema_history";

  /** Filled by an Ampel that has only just started, so a database with these counts as empty. */
  private static final Set<String> FURNITURE =
      Set.of("instance", "scheduled_tasks", "setting", "set_up_code", "sign_in_attempt");

  private final Connection connection;

  Tables(Connection connection) {
    this.connection = connection;
  }

  /** A table and the columns that can be written. */
  record Table(String name, List<String> columns) {
    Table {
      columns = List.copyOf(columns);
    }

    String copy(String direction) {
      var list = columns.stream().map(Tables::quoted).collect(Collectors.joining(", "));
      return "copy %s (%s) %s".formatted(quoted(name), list, direction);
    }
  }

  /** All tables, each after those that it refers to. */
  List<Table> inOrder() throws SQLException {
    var columns = columns();
    var references = references();
    var ordered = new LinkedHashSet<String>();
    for (var table : columns.keySet()) place(table, references, ordered, new LinkedHashSet<>());
    var tables = new ArrayList<Table>();
    for (var name : ordered) tables.add(new Table(name, columns.getOrDefault(name, List.of())));
    return tables;
  }

  /** The migrations that made this schema. */
  List<String> migrations() throws SQLException {
    return list(
        """
        select version
          from flyway_schema_history
         where success
           and version is not null
         order by version
        """,
        row -> row.getString(1));
  }

  /** The sequences behind generated numbers, and the next number of each. */
  Map<String, Long> sequences() throws SQLException {
    var next = new LinkedHashMap<String, Long>();
    var names =
        list(
            """
            select sequencename
              from pg_sequences
             where schemaname = current_schema()
             order by sequencename
            """,
            row -> row.getString(1));
    for (var name : names)
      next.put(name, number("select last_value + is_called::int from " + quoted(name)));
    return next;
  }

  void restart(String sequence, long next) throws SQLException {
    number("select setval('" + quoted(sequence) + "', " + next + ", false)");
  }

  /** Tables with rows that somebody has made by using Ampel. */
  List<String> used() throws SQLException {
    var used = new ArrayList<String>();
    for (var table : inOrder()) {
      if (!FURNITURE.contains(table.name()) && hasRows(table.name())) used.add(table.name());
    }
    return used;
  }

  void clearFurniture() throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var table : inOrder().reversed()) {
        if (FURNITURE.contains(table.name())) {
          statement.execute("delete from " + quoted(table.name()));
        }
      }
    }
  }

  private boolean hasRows(String table) throws SQLException {
    return number("select count(*) from (select 1 from " + quoted(table) + " limit 1) row") > 0;
  }

  private static void place(
      String table, Map<String, Set<String>> references, Set<String> ordered, Set<String> path) {
    if (ordered.contains(table)) return;
    if (!path.add(table)) throw new IllegalStateException("tables refer in a circle: " + path);
    for (var other : references.getOrDefault(table, Set.of())) {
      if (!other.equals(table)) place(other, references, ordered, path);
    }
    path.remove(table);
    ordered.add(table);
  }

  private Map<String, List<String>> columns() throws SQLException {
    var columns = new LinkedHashMap<String, List<String>>();
    list(
        """
        select c.table_name, c.column_name
          from information_schema.columns c
          join information_schema.tables t using (table_schema, table_name)
         where c.table_schema = current_schema()
           and t.table_type = 'BASE TABLE'
           and c.is_generated = 'NEVER'
         order by c.table_name, c.ordinal_position
        """,
        row ->
            columns
                .computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                .add(row.getString(2)));
    columns.remove(HISTORY);
    return columns;
  }

  private Map<String, Set<String>> references() throws SQLException {
    var references = new LinkedHashMap<String, Set<String>>();
    list(
        """
        select own.relname, other.relname
          from pg_constraint f
          join pg_class own   on own.oid = f.conrelid
          join pg_class other on other.oid = f.confrelid
         where f.contype = 'f'
           and own.relnamespace = current_schema()::regnamespace
         order by own.relname, other.relname
        """,
        row ->
            references
                .computeIfAbsent(row.getString(1), _ -> new LinkedHashSet<>())
                .add(row.getString(2)));
    return references;
  }

  private long number(String sql) throws SQLException {
    return list(sql, row -> row.getLong(1)).getFirst();
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> list(String sql, Reader<T> reader) throws SQLException {
    var found = new ArrayList<T>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) found.add(reader.read(rows));
    }
    return found;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
