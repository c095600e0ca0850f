package io.ampel.dashboard;

import io.ampel.sync.Refreshing;
import io.ampel.web.Flash;
import io.ampel.web.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Refresh on the dashboard: the provider is asked for everything that the viewer watches. The
 * answer does not wait; what is found appears by itself.
 */
@Controller
class RefreshController {
  private final Refreshing refreshing;

  RefreshController(Refreshing refreshing) {
    this.refreshing = refreshing;
  }

  /** For the page's script, which goes on showing what is known. */
  @PostMapping(path = "/refresh", headers = "Ampel-Part")
  ResponseEntity<Void> ask(Viewer viewer) {
    var asked = refreshing.lookAtAll(viewer.id());
    return ResponseEntity.status(
            asked.isPresent() ? HttpStatus.ACCEPTED : HttpStatus.TOO_MANY_REQUESTS)
        .build();
  }

  @PostMapping("/refresh")
  String askAndShow(Viewer viewer, HttpServletResponse response) {
    var asked = refreshing.lookAtAll(viewer.id());
    if (asked.isPresent()) {
      Flash.info(response, "dashboard.refresh.asked");
    } else {
      Flash.warning(response, "dashboard.refresh.tooOften");
    }
    return "redirect:/";
  }
}
