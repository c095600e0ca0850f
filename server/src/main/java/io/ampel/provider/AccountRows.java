package io.ampel.provider;

import io.ampel.provider.Introduction.Identity;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How an account stands in its table. */
final class AccountRows implements RowMapper<ProviderAccount> {
  /** What a query selects {@code from provider_account a join instance i}. */
  static final String COLUMNS =
      """
      a.id, a.person_id, a.name, a.username, a.workspace, a.identity_id, a.identity_login,
             a.identity_name, a.identity_avatar, a.token_kind, a.owner, a.scopes, a.capabilities,
             a.repositories_visible, a.expires_at, a.expires_typed, a.enabled, a.is_default,
             a.problem, a.warnings, a.died_at, a.budgets, a.share, a.token_changed_at, a.last_used_at,
             a.last_verified_at, a.created_at, i.id as instance_id, i.provider, i.base_url,
             i.name as instance_name, i.plain_http, i.missing_fields\
      """;

  private static final TypeReference<List<AccountProblem>> PROBLEMS = new TypeReference<>() {};
  private static final TypeReference<Map<String, Budget>> BUDGETS = new TypeReference<>() {};

  private final JsonMapper json;

  AccountRows(JsonMapper json) {
    this.json = json;
  }

  @Override
  public ProviderAccount mapRow(ResultSet row, int number) throws SQLException {
    return new ProviderAccount(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        instance(row),
        row.getString("name"),
        row.getString("username"),
        row.getString("workspace"),
        identity(row),
        row.getString("token_kind"),
        row.getString("owner"),
        List.of((String[]) row.getArray("scopes").getArray()),
        value(row, "capabilities", Capabilities.class),
        row.getObject("repositories_visible", Integer.class),
        instant(row, "expires_at"),
        instant(row, "expires_typed"),
        row.getBoolean("enabled"),
        row.getBoolean("is_default"),
        value(row, "problem", AccountProblem.class),
        json.readValue(row.getString("warnings"), PROBLEMS),
        instant(row, "died_at"),
        budgets(row),
        row.getObject("share", Double.class),
        row.getTimestamp("token_changed_at").toInstant(),
        instant(row, "last_used_at"),
        instant(row, "last_verified_at"),
        row.getTimestamp("created_at").toInstant());
  }

  private static Instance instance(ResultSet row) throws SQLException {
    return new Instance(
        row.getObject("instance_id", UUID.class),
        Provider.valueOf(row.getString("provider")),
        URI.create(row.getString("base_url")),
        row.getString("instance_name"),
        row.getBoolean("plain_http"),
        Set.of((String[]) row.getArray("missing_fields").getArray()));
  }

  private static @Nullable Identity identity(ResultSet row) throws SQLException {
    var id = row.getString("identity_id");
    return id == null
        ? null
        : new Identity(
            id,
            row.getString("identity_login"),
            row.getString("identity_name"),
            row.getString("identity_avatar"));
  }

  private List<Budget> budgets(ResultSet row) throws SQLException {
    return List.copyOf(new TreeMap<>(json.readValue(row.getString("budgets"), BUDGETS)).values());
  }

  private <T> @Nullable T value(ResultSet row, String column, Class<T> type) throws SQLException {
    var text = row.getString(column);
    return text == null ? null : json.readValue(text, type);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
