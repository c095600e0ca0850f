package io.ampel.identity;

import gg.jte.models.runtime.JteModel;
import io.ampel.jte.Templates;
import io.ampel.web.Frame;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit as administrators read it. */
@Controller
class AuditPageController {
  private static final int ROWS = 50;
  private final Audit audit;
  private final Templates templates;

  AuditPageController(Audit audit, Templates templates) {
    this.audit = audit;
    this.templates = templates;
  }

  @GetMapping("/audit")
  JteModel page(Frame frame, @RequestParam(required = false) @Nullable Long before) {
    var entries = audit.before(before == null ? Long.MAX_VALUE : before, null, null, ROWS + 1);
    var more = entries.size() > ROWS;
    var rows = more ? entries.subList(0, ROWS) : entries;
    return templates.identityAudit(
        new AuditPage(
            frame,
            rows,
            before == null ? null : "/audit",
            more ? "/audit?before=" + rows.getLast().id() : null));
  }
}
