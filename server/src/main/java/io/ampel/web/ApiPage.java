package io.ampel.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The REST interface: its calls, by what they are about, and the shapes of what goes to and fro.
 */
public record ApiPage(Frame frame, List<Group> groups, List<Shape> shapes) {

  public record Group(String name, List<Call> calls) {}

  /**
   * @param sends null where the request has no body
   */
  public record Call(
      String method,
      String path,
      List<Parameter> parameters,
      @Nullable Kind sends,
      List<Answer> answers) {}

  public record Parameter(String name, String place, boolean required, Kind kind) {}

  /**
   * @param kind null for an answer without a body
   */
  public record Answer(String status, @Nullable Kind kind) {}

  /**
   * What something is.
   *
   * @param before words that come before it, such as "list of"
   * @param shape the name of one of the shapes, null for a plain value
   */
  public record Kind(String before, String name, @Nullable String shape) {}

  public record Field(String name, Kind kind) {}

  public record Shape(String name, List<Field> fields) {}

  static ApiPage of(Frame frame, JsonNode description) {
    var reader = new Reader(frame);
    return new ApiPage(
        frame,
        reader.groups(description.path("paths")),
        reader.shapes(description.at("/components/schemas")));
  }

  private record Reader(Frame frame) {

    List<Group> groups(JsonNode paths) {
      var groups = new TreeMap<String, List<Call>>();
      for (var path : new TreeMap<>(fields(paths)).entrySet()) {
        fields(path.getValue())
            .forEach((method, call) ->
                groups
                    .computeIfAbsent(call.at("/tags/0").asString(""), _ -> new ArrayList<>())
                    .add(call(method, path.getKey(), call)));
      }
      return groups.entrySet().stream()
          .map(group -> new Group(group.getKey(), List.copyOf(group.getValue())))
          .toList();
    }

    private Call call(String method, String path, JsonNode call) {
      var parameters =
          call.path("parameters")
              .valueStream()
              .map(one ->
                  new Parameter(
                      one.path("name").asString(),
                      one.path("in").asString(),
                      one.path("required").asBoolean(false),
                      kind(one.path("schema"))))
              .toList();
      var answers =
          fields(call.path("responses")).entrySet().stream()
              .map(answer -> new Answer(answer.getKey(), content(answer.getValue())))
              .toList();
      return new Call(
          method.toUpperCase(Locale.ROOT),
          path,
          parameters,
          content(call.path("requestBody")),
          answers);
    }

    private @Nullable Kind content(JsonNode body) {
      return body.path("content")
          .valueStream()
          .findFirst()
          .map(one -> kind(one.path("schema")))
          .orElse(null);
    }

    List<Shape> shapes(JsonNode schemas) {
      return new TreeMap<>(fields(schemas))
          .entrySet().stream()
              .map(schema ->
                  new Shape(
                      schema.getKey(),
                      fields(schema.getValue().path("properties")).entrySet().stream()
                          .map(field -> new Field(field.getKey(), kind(field.getValue())))
                          .toList()))
              .toList();
    }

    private Kind kind(JsonNode schema) {
      if (schema.has("$ref")) {
        var name = schema.get("$ref").asString().replaceFirst(".*/", "");
        return new Kind("", name, name);
      }
      if (schema.has("items")) {
        return after("web.api.list", kind(schema.get("items")));
      }
      if (schema.path("additionalProperties").isObject()) {
        return after("web.api.map", kind(schema.get("additionalProperties")));
      }
      return new Kind("", plain(schema), null);
    }

    private Kind after(String key, Kind of) {
      return new Kind((frame.text(key) + " " + of.before()).strip() + " ", of.name(), of.shape());
    }

    private static String plain(JsonNode schema) {
      if (schema.has("enum")) {
        return String.join(", ", schema.get("enum").valueStream().map(JsonNode::asString).toList());
      }
      var type = schema.path("type");
      var name =
          type.isArray()
              ? String.join(
                  ", ",
                  type.valueStream()
                      .map(JsonNode::asString)
                      .filter(one -> !one.equals("null"))
                      .toList())
              : type.asString("object");
      return schema.has("format") ? name + " (" + schema.get("format").asString() + ")" : name;
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
      var fields = new java.util.LinkedHashMap<String, JsonNode>();
      object.propertyStream().forEach(field -> fields.put(field.getKey(), field.getValue()));
      return fields;
    }
  }
}
