package io.ampel.web;

import java.util.Locale;
import org.springframework.context.MessageSource;

/** The texts people read, in one language. */
public record Texts(MessageSource messages, Locale locale) {

  /** The text of a key with its numbered places filled. */
  public String of(String key, Object... arguments) {
    return messages.getMessage(key, arguments, locale);
  }

  /** The text of a key, or another where the key has none. */
  public String orElse(String key, String other, Object... arguments) {
    var text = messages.getMessage(key, arguments, other, locale);
    return text == null ? other : text;
  }

  public boolean has(String key) {
    return !orElse(key, "").isEmpty();
  }
}
