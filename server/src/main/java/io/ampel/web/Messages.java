package io.ampel.web;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The texts of all rooms. Each is looked up in the rooms' bundles once for each language. */
final class Messages extends ResourceBundleMessageSource {
  private final Map<Locale, Map<String, Message>> known = new ConcurrentHashMap<>();

  @Override
  protected @Nullable String getMessageInternal(
      @Nullable String code, Object @Nullable [] arguments, @Nullable Locale locale) {
    if (code == null || locale == null) return super.getMessageInternal(code, arguments, locale);
    var texts = known.computeIfAbsent(locale, _ -> new ConcurrentHashMap<>());
    var message = texts.get(code);
    if (message == null) {
      var text = resolveCodeWithoutArguments(code, locale);
      if (text == null) return super.getMessageInternal(code, arguments, locale);
      message = new Message(text, locale);
      texts.put(code, message);
    }
    return message.with(arguments);
  }
}
