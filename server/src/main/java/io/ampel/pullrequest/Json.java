package io.ampel.pullrequest;

import java.util.List;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** How facts, reasons and requirements stand in jsonb columns; for rooms that show them. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // Numbers that older rows lack are zero.
          .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  public static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }

  /** Most lists of a row are empty. */
  public static <T> List<T> readList(String json, Class<T> element) {
    if (json.equals("[]")) return List.of();
    JavaType type = MAPPER.getTypeFactory().constructCollectionType(List.class, element);
    return MAPPER.readValue(json, type);
  }
}
