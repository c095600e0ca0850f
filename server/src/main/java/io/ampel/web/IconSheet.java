package io.ampel.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * One picture with the icons that stand in every row of a list. Drawn anew in each row they were a
 * fifth of the page.
 */
@Controller
class IconSheet {
  private static final byte[] SHEET = Icons.sheet().getBytes(UTF_8);
  private static final String ADDRESS = "/icons.svg?v=" + Assets.fingerprint(SHEET);

  /** It changes when an icon does, so browsers may keep what they got for good. */
  static String address() {
    return ADDRESS;
  }

  @GetMapping("/icons.svg")
  ResponseEntity<byte[]> sheet() {
    return ResponseEntity.ok()
        .contentType(MediaType.valueOf("image/svg+xml"))
        .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
        .body(SHEET);
  }
}
