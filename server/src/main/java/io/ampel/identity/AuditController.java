package io.ampel.identity;

import io.ampel.web.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit by REST: all of it for administrators, one's own doings for everybody. */
@RestController
class AuditController {
  private static final int MOST = 200;

  record AuditEntries(List<Audit.Entry> items, @Nullable String nextCursor) {}

  private final Audit audit;

  AuditController(Audit audit) {
    this.audit = audit;
  }

  @GetMapping("/api/v1/audit")
  AuditEntries entries(
      Person by,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable Long cursor,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MOST) {
      throw Problem.invalid("limit", "identity.audit.limit");
    }
    var whose = by.administrator() ? person : by.id();
    var entries = audit.before(cursor == null ? Long.MAX_VALUE : cursor, whose, action, limit + 1);
    var more = entries.size() > limit;
    var items = more ? entries.subList(0, limit) : entries;
    return new AuditEntries(items, more ? String.valueOf(items.getLast().id()) : null);
  }
}
