package io.ampel.provider;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where providers post that something happened. Everybody reaches it, so it believes nobody. */
@RestController
class WebhookController {
  private final WebhookDoor door;

  WebhookController(WebhookDoor door) {
    this.door = door;
  }

  /** Takes the bytes as they are: whatever is read of them before would be read unsigned. */
  @PostMapping("/hooks/{path}")
  ResponseEntity<String> receive(@PathVariable String path, HttpServletRequest request)
      throws IOException {
    return switch (door.receive(path, post(request))) {
      case ACCEPTED -> ResponseEntity.noContent().build();
      case REFUSED -> answer(HttpStatus.NOT_FOUND, "No hook here, or not signed with its secret.");
      case NOT_JSON ->
          answer(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Choose application/json as the content type.");
      case UNREADABLE -> answer(HttpStatus.BAD_REQUEST, "This is not a delivery.");
    };
  }

  private static WebhookPost post(HttpServletRequest request) throws IOException {
    var headers = new HashMap<String, String>();
    for (var name : Collections.list(request.getHeaderNames())) {
      headers.put(name, request.getHeader(name));
    }
    return new WebhookPost(headers, request.getInputStream().readAllBytes());
  }

  private static ResponseEntity<String> answer(HttpStatus status, String text) {
    return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(text);
  }
}
