package io.ampel.identity;

import io.ampel.web.Frame;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The newest entries, or those before a cursor. */
public record AuditPage(
    Frame frame, List<Audit.Entry> entries, @Nullable String first, @Nullable String next) {

  public AuditPage {
    entries = List.copyOf(entries);
  }

  /** What was done, in words where the bundle has some. */
  public String words(Audit.Entry entry) {
    return frame.texts().orElse("audit." + entry.action(), entry.action());
  }

  public String tone(Audit.Entry entry) {
    return switch (entry.outcome()) {
      case DONE -> "ready";
      case REFUSED, FAILED -> "blocked";
      case UNKNOWN -> "waiting";
    };
  }

  public String details(Map<String, Object> details) {
    return new TreeMap<>(details)
        .entrySet().stream()
            .map(detail -> detail.getKey() + " " + detail.getValue())
            .collect(Collectors.joining(" · "));
  }
}
