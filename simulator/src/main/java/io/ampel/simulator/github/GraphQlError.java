package io.ampel.simulator.github;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.execution.DataFetcherResult;
import graphql.language.SourceLocation;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An error as GitHub writes it: the type beside path and message, not among the extensions. */
final class GraphQlError implements GraphQLError {
  private static final long serialVersionUID = 1;

  private final String type;
  private final String message;
  private final transient List<Object> path;
  private final transient List<SourceLocation> locations;
  private final transient Map<String, Object> extensions;

  GraphQlError(
      String type,
      String message,
      List<Object> path,
      List<SourceLocation> locations,
      Map<String, Object> extensions) {
    this.type = type;
    this.message = message;
    this.path = List.copyOf(path);
    this.locations = List.copyOf(locations);
    this.extensions = Map.copyOf(extensions);
  }

  /** Null for this field, and the reason among the errors. */
  static DataFetcherResult<Object> at(DataFetchingEnvironment env, String type, String message) {
    return at(env, type, message, env.getExecutionStepInfo().getPath().toList(), Map.of());
  }

  static DataFetcherResult<Object> at(
      DataFetchingEnvironment env,
      String type,
      String message,
      List<Object> path,
      Map<String, Object> extensions) {
    var location = env.getField().getSourceLocation();
    var error =
        new GraphQlError(
            type, message, path, location == null ? List.of() : List.of(location), extensions);
    return DataFetcherResult.<Object>newResult().error(error).build();
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public List<SourceLocation> getLocations() {
    return locations;
  }

  @Override
  public ErrorClassification getErrorType() {
    return ErrorType.DataFetchingException;
  }

  @Override
  public List<Object> getPath() {
    return path;
  }

  @Override
  public Map<String, Object> toSpecification() {
    var said = new LinkedHashMap<String, Object>();
    said.put("type", type);
    if (!path.isEmpty()) {
      said.put("path", path);
    }
    if (!extensions.isEmpty()) {
      said.put("extensions", extensions);
    }
    if (!locations.isEmpty()) {
      said.put(
          "locations",
          locations.stream()
              .map(each -> Map.of("line", each.getLine(), "column", each.getColumn()))
              .toList());
    }
    said.put("message", message);
    return said;
  }
}
