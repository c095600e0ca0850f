package io.ampel.simulator.gitlab;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.execution.DataFetcherResult;
import graphql.language.SourceLocation;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An error as GitLab writes it: a message, where it was asked, and the path. */
final class GraphQlError implements GraphQLError {
  private static final long serialVersionUID = 1;
  static final String UNAVAILABLE =
      "The resource that you are attempting to access does not exist or you don't have permission to perform this action";
  static final String NOT_FOR_GRANULAR =
      "Access denied: This operation doesn't support fine-grained personal access tokens";

  private final String message;
  private final transient List<Object> path;
  private final transient List<SourceLocation> locations;

  private GraphQlError(String message, List<Object> path, List<SourceLocation> locations) {
    this.message = message;
    this.path = path;
    this.locations = locations;
  }

  /** Null for this field, and the reason among the errors. */
  static DataFetcherResult<Object> at(DataFetchingEnvironment env, String message) {
    var location = env.getField().getSourceLocation();
    var error =
        new GraphQlError(
            message,
            env.getExecutionStepInfo().getPath().toList(),
            location == null ? List.of() : List.of(location));
    return DataFetcherResult.<Object>newResult().error(error).build();
  }

  static DataFetcherResult<Object> unavailable(DataFetchingEnvironment env) {
    return at(env, UNAVAILABLE);
  }

  static DataFetcherResult<Object> ungranted(DataFetchingEnvironment env, String permission) {
    return at(
        env,
        "Access denied: Your fine-grained personal access token lacks the required permissions: ["
            + permission
            + "].");
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
    said.put("message", message);
    said.put(
        "locations",
        locations.stream()
            .map(each -> Map.of("line", each.getLine(), "column", each.getColumn()))
            .toList());
    said.put("path", path);
    return said;
  }
}
