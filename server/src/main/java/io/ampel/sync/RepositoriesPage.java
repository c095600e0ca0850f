package io.ampel.sync;

import io.ampel.web.Frame;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * @param next full name after which the next page begins, null on the last
 */
public record RepositoriesPage(
    Frame frame,
    Progress progress,
    List<RepositoryView> rows,
    String query,
    boolean troubled,
    @Nullable String next) {

  public RepositoriesPage {
    rows = List.copyOf(rows);
  }

  public boolean nothingWatched() {
    return progress.watched() == 0;
  }

  /** The address of this very list, for looking again. */
  public String listAddress() {
    return "/repositories/list" + search(null);
  }

  public @Nullable String nextAddress() {
    return next == null ? null : "/repositories" + search(next);
  }

  private String search(@Nullable String after) {
    return "?q="
        + URLEncoder.encode(query, StandardCharsets.UTF_8)
        + (troubled ? "&show=trouble" : "")
        + (after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
  }

  /** What a row says about its health, in a sentence that names the account where one matters. */
  public String healthText(RepositoryView row) {
    var account = row.resting().map(RepositoryView.Reach::name).orElse("");
    return frame.text("sync.health." + row.health(), account);
  }

  public String tone(RepositoryView row) {
    return switch (row.health()) {
      case FINE -> "ready";
      case FIRST_SYNC -> "accent";
      case RESTING, STALE -> "waiting";
      case TROUBLE, UNREACHABLE -> "blocked";
    };
  }

  public String reach(RepositoryView.Reach reach) {
    return frame.text("sync.reach." + reach.state(), reach.name());
  }

  public String visibility(RepositoryView row) {
    return frame.text("sync.visibility." + row.visibility().name().toLowerCase(Locale.ROOT));
  }

  public String pullRequests(RepositoryView row) {
    return "/?q=" + URLEncoder.encode("repo:" + row.fullName(), StandardCharsets.UTF_8);
  }
}
