package io.ampel.simulator.github;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeRuntimeWiring;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** GitHub's GraphQL: real queries executed against the part of its schema that is spoken here. */
final class GraphQl {
  /** Fields that older Enterprise Servers do not have. */
  static final Map<String, Set<String>> NOT_ON_ENTERPRISE =
      Map.of(
          "PullRequest", Set.of("isMergeQueueEnabled", "isInMergeQueue", "mergeQueueEntry"),
          "Mutation", Set.of("enqueuePullRequest", "dequeuePullRequest"),
          "StatusCheckRollupContextConnection",
              Set.of(
                  "checkRunCount",
                  "checkRunCountsByState",
                  "statusContextCount",
                  "statusContextCountsByState"));

  private final GraphQL engine;
  private final Map<String, PreparsedDocumentEntry> parsed = new ConcurrentHashMap<>();

  private GraphQl(GraphQLSchema schema) {
    this.engine =
        GraphQL.newGraphQL(schema)
            .preparsedDocumentProvider((input, parse) ->
                java.util.concurrent.CompletableFuture.completedFuture(parsed(input, parse)))
            .build();
  }

  private PreparsedDocumentEntry parsed(
      ExecutionInput input,
      java.util.function.Function<ExecutionInput, PreparsedDocumentEntry> parse) {
    if (parsed.size() > 500) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(input.getQuery(), _ -> parse.apply(input));
  }

  /** Building a schema takes a while and it never changes, so all simulators share one. */
  private static final class Shared {
    static final GraphQl DOT_COM = new GraphQl(schema(Map.of()));
  }

  private static final class SharedEnterprise {
    static final GraphQl ENTERPRISE = new GraphQl(schema(NOT_ON_ENTERPRISE));
  }

  static GraphQl dotCom() {
    return Shared.DOT_COM;
  }

  static GraphQl enterprise() {
    return SharedEnterprise.ENTERPRISE;
  }

  static String sdl() {
    try (var in = Objects.requireNonNull(GraphQl.class.getResourceAsStream("schema.graphqls"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GraphQLSchema schema(Map<String, Set<String>> absent) {
    var registry = new SchemaParser().parse(sdl());
    absent.forEach((type, fields) -> drop(registry, type, fields));
    return new SchemaGenerator().makeExecutableSchema(registry, wiring(registry));
  }

  private static void drop(TypeDefinitionRegistry registry, String type, Set<String> fields) {
    var whole = registry.getType(type, ObjectTypeDefinition.class).orElseThrow();
    List<FieldDefinition> kept =
        whole.getFieldDefinitions().stream()
            .filter(each -> !fields.contains(each.getName()))
            .toList();
    registry.remove(whole);
    registry.add(whole.transform(builder -> builder.fieldDefinitions(kept)));
  }

  static RuntimeWiring wiring(TypeDefinitionRegistry registry) {
    var wiring = RuntimeWiring.newRuntimeWiring().strictMode(false);
    for (var name : List.of("DateTime", "URI", "GitObjectID", "BigInt")) {
      wiring.scalar(GraphQLScalarType.newScalar().name(name).coercing(new PlainScalar()).build());
    }
    for (var name :
        List.of(
            "Node",
            "Actor",
            "RepositoryOwner",
            "GitObject",
            "RequirableByPullRequest",
            "RequestedReviewer",
            "PullRequestTimelineItems",
            "StatusCheckRollupContext")) {
      wiring.type(
          TypeRuntimeWiring.newTypeWiring(name)
              .typeResolver(env ->
                  env.getSchema()
                      .getObjectType(TypeNames.of(Objects.requireNonNull(env.<Object>getObject()))))
              .build());
    }
    fetchers(registry)
        .forEach((type, fields) ->
            wiring.type(
                TypeRuntimeWiring.newTypeWiring(type)
                    .dataFetchers(new LinkedHashMap<>(fields))
                    .build()));
    return wiring.build();
  }

  static Map<String, Map<String, graphql.schema.DataFetcher<?>>> fetchers(
      TypeDefinitionRegistry registry) {
    var all = new LinkedHashMap<>(GraphQlTypes.all());
    all.put("Query", GraphQlQueries.queries());
    all.put("Mutation", GraphQlMutations.mutations());
    for (var type : registry.getTypes(ObjectTypeDefinition.class)) {
      if (type.getName().endsWith("Connection") && !all.containsKey(type.getName())) {
        all.put(type.getName(), GraphQlQueries.connection());
      }
      if (type.getName().endsWith("Payload")) {
        all.put(type.getName(), GraphQlMutations.payload());
      }
    }
    all.put("PullRequestEdge", GraphQlQueries.edge());
    all.put("PageInfo", GraphQlQueries.pageInfo());
    all.put("RateLimit", GraphQlQueries.rateLimit());
    return all;
  }

  /** What the query would cost; a query that cannot be read costs the least there is. */
  static Cost cost(String query, @Nullable String operation, Map<String, ?> variables) {
    try {
      return Cost.of(Parser.parse(query), operation, variables);
    } catch (InvalidSyntaxException _) {
      return new Cost(1, 0);
    }
  }

  Map<String, @Nullable Object> execute(
      String query, @Nullable String operation, Map<String, Object> variables, Asking asking) {
    var input =
        ExecutionInput.newExecutionInput(query)
            .operationName(operation)
            .variables(variables)
            .graphQLContext(Map.of(Asking.class, asking))
            .build();
    return said(engine.execute(input));
  }

  private static Map<String, @Nullable Object> said(ExecutionResult result) {
    var said = new LinkedHashMap<String, @Nullable Object>();
    if (result.isDataPresent()) {
      said.put("data", result.getData());
    }
    if (!result.getErrors().isEmpty()) {
      var errors = new ArrayList<Map<String, Object>>();
      result.getErrors().forEach(each -> errors.add(words(each)));
      said.put("errors", errors);
    }
    return said;
  }

  private static Map<String, Object> words(GraphQLError error) {
    return error instanceof ValidationError invalid ? validation(invalid) : error.toSpecification();
  }

  /**
   * A field that does not exist is told by its type and name, as clients of older servers rely on.
   */
  private static Map<String, Object> validation(ValidationError error) {
    var said = new LinkedHashMap<String, Object>();
    var path = Objects.requireNonNullElse(error.getQueryPath(), List.<String>of());
    said.put("path", List.copyOf(path));
    var locations =
        Objects.requireNonNullElse(
            error.getLocations(), List.<graphql.language.SourceLocation>of());
    said.put(
        "locations",
        locations.stream()
            .map(each -> Map.of("line", each.getLine(), "column", each.getColumn()))
            .toList());
    var message = error.getMessage();
    if (error.getValidationErrorType() == ValidationErrorType.FieldUndefined) {
      var names =
          message.replaceAll("(?s).*Field '([^']+)' in type '([^']+)'.*", "$1 $2").split(" ");
      said.put(
          "extensions",
          Map.of("code", "undefinedField", "typeName", names[1], "fieldName", names[0]));
      message = "Field '%s' doesn't exist on type '%s'".formatted(names[0], names[1]);
    }
    said.put("message", message);
    return said;
  }
}
