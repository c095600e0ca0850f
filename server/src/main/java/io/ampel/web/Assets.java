package io.ampel.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.webjars.WebJarVersionLocator;

/** Addresses of styles and scripts that change when their content does, so browsers keep them. */
@Component
class Assets {
  private final WebJarVersionLocator webjars = new WebJarVersionLocator();
  private final Map<String, String> addresses = new ConcurrentHashMap<>();

  /** The address of an own file such as {@code ampel.css}, or of {@code webjar:path}. */
  String address(String name) {
    return addresses.computeIfAbsent(name, this::fingerprinted);
  }

  private String fingerprinted(String name) {
    var colon = name.indexOf(':');
    if (colon < 0) {
      return "/" + name + "?v=" + fingerprint("static/" + name);
    }
    var path = webjars.fullPath(name.substring(0, colon), name.substring(colon + 1));
    if (path == null) {
      throw new IllegalArgumentException("There is no " + name);
    }
    return "/" + path.substring(path.indexOf("webjars/")) + "?v=" + fingerprint(path);
  }

  private static String fingerprint(String path) {
    try {
      return fingerprint(new ClassPathResource(path).getContentAsByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String fingerprint(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
