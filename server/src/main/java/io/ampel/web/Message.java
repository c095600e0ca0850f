package io.ampel.web;

import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One text, taken apart once. A page fills hundreds of places with names and small numbers, and
 * only what is more than that needs the whole of {@link MessageFormat}.
 */
final class Message {
  private static final Pattern PLACE = Pattern.compile("\\{(\\d{1,2})}");

  private final String text;
  private final MessageFormat format;
  private final boolean plain;
  private final List<String> between = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final Map<Long, String> counted = new ConcurrentHashMap<>();

  Message(String text, Locale locale) {
    this.text = text;
    this.format = new MessageFormat(text, locale);
    var places = PLACE.matcher(text);
    var end = 0;
    while (places.find()) {
      between.add(text.substring(end, places.start()));
      this.places.add(Integer.valueOf(places.group(1)));
      end = places.end();
    }
    between.add(text.substring(end));
    this.plain =
        between.stream().noneMatch(part -> part.matches("(?s).*[{}'].*"))
            && DecimalFormatSymbols.getInstance(locale).getZeroDigit() == '0';
  }

  /** Without arguments the text stands as it is written. */
  String with(Object @Nullable [] arguments) {
    if (arguments == null || arguments.length == 0) return text;
    var filled = plain ? fill(arguments) : null;
    return filled == null ? format(arguments) : filled;
  }

  /** The same few numbers come again and again, with singular and plural to choose from. */
  private String format(Object[] arguments) {
    return arguments.length == 1 && arguments[0] instanceof Number number && isSmall(number)
        ? counted.computeIfAbsent(number.longValue(), _ -> formatted(arguments))
        : formatted(arguments);
  }

  private String formatted(Object[] arguments) {
    synchronized (format) {
      return format.format(arguments);
    }
  }

  /** Null where a place has no argument, or one that is not simply written down. */
  private @Nullable String fill(Object[] arguments) {
    var filled = new StringBuilder(text.length() + 16).append(between.getFirst());
    for (var i = 0; i < places.size(); i++) {
      var place = places.get(i);
      if (place >= arguments.length || !isSimple(arguments[place])) return null;
      filled.append(arguments[place]).append(between.get(i + 1));
    }
    return filled.toString();
  }

  /** From a thousand on, numbers are grouped as the language does it. */
  private static boolean isSimple(@Nullable Object argument) {
    return argument instanceof String || (argument instanceof Number number && isSmall(number));
  }

  private static boolean isSmall(Number number) {
    return (number instanceof Integer || number instanceof Long)
        && Math.abs(number.longValue()) < 1000;
  }
}
