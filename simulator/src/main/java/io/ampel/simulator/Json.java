package io.ampel.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** JSON in and out. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  public static byte[] bytes(@Nullable Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** The tree of this text; an empty text is a missing node. */
  public static JsonNode tree(byte[] text) {
    return text.length == 0 ? MissingNode.getInstance() : MAPPER.readTree(text);
  }

  /** An object with these keys and values in this order; values may be null. */
  public static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 0; i < keysAndValues.length; i += 2) {
      object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return object;
  }

  public static @Nullable Object plain(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }
}
