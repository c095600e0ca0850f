package io.ampel.simulator.github;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * GitHub's published OpenAPI: the schema of one answer of one endpoint, cut out with all it refers
 * to.
 */
final class OpenApi {
  private final JsonNode document;
  private final Map<String, Schema> schemas = new HashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(Dialects.getOpenApi30());

  private OpenApi(JsonNode document) {
    this.document = document;
  }

  static OpenApi read() throws IOException {
    return new OpenApi(
        JsonMapper.builder().build().readTree(Files.readAllBytes(Published.openApi())));
  }

  /** What is wrong with this answer; an undocumented status is wrong too. */
  List<String> wrong(String method, String path, int status, JsonNode answer) {
    var response =
        document
            .path("paths")
            .path(path)
            .path(method.toLowerCase(java.util.Locale.ROOT))
            .path("responses")
            .path(String.valueOf(status));
    if (response.isMissingNode()) {
      return List.of("not documented: " + method + " " + path + " " + status);
    }
    var whole = resolved(response);
    var schema = whole.path("content").path("application/json").path("schema");
    if (schema.isMissingNode()) {
      return List.of();
    }
    var compiled =
        schemas.computeIfAbsent(method + path + status, _ -> registry.getSchema(alone(schema)));
    return compiled.validate(answer).stream()
        .map(each -> each.getInstanceLocation() + " " + each.getMessage())
        .distinct()
        .toList();
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
  }

  private JsonNode alone(JsonNode schema) {
    var needed = new LinkedHashSet<String>();
    collect(schema, needed);
    var alone = JsonMapper.builder().build().createObjectNode();
    alone.putArray("allOf").add(schema);
    var components = alone.putObject("components").putObject("schemas");
    needed.forEach(
        each -> components.set(each, document.path("components").path("schemas").path(each)));
    return cleaned(alone);
  }

  private void collect(JsonNode node, Set<String> needed) {
    if (node.path("$ref").isString()) {
      var name = node.path("$ref").asString().replace("#/components/schemas/", "");
      if (needed.add(name)) {
        collect(document.path("components").path("schemas").path(name), needed);
      }
    }
    node.forEach(each -> collect(each, needed));
  }

  /** Examples may hold anything, also things that look like schemas. */
  private static ObjectNode cleaned(ObjectNode node) {
    var copy = node.deepCopy();
    drop(copy);
    return copy;
  }

  private static void drop(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(List.of("example", "examples", "discriminator"));
    }
    node.forEach(OpenApi::drop);
  }
}
