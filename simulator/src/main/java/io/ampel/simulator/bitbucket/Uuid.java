package io.ampel.simulator.bitbucket;

import io.ampel.simulator.World;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The stable name of a thing, in braces, made of its id so that it leads back to it. */
final class Uuid {
  private static final Pattern FORM =
      Pattern.compile("\\{[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-([0-9a-f]{12})}");

  private Uuid() {}

  static String of(long id) {
    var hash = World.sha("thing " + id);
    return "{%s-%s-4%s-8%s-%012x}"
        .formatted(
            hash.substring(0, 8),
            hash.substring(8, 12),
            hash.substring(12, 15),
            hash.substring(15, 18),
            id);
  }

  static String bare(long id) {
    var text = of(id);
    return text.substring(1, text.length() - 1);
  }

  /** The id that this stands for, when it is a UUID of ours. */
  static OptionalLong id(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    var id = Long.parseLong(form.group(1), 16);
    return of(id).equals(text) ? OptionalLong.of(id) : OptionalLong.empty();
  }

  static String encoded(String uuid) {
    return uuid.replace("{", "%7B").replace("}", "%7D");
  }
}
