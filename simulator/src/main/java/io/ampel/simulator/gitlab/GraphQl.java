package io.ampel.simulator.gitlab;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.DataFetcher;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** GitLab's GraphQL: real queries executed against the part of its schema that is spoken here. */
final class GraphQl {
  /** Building a schema takes a while; equal editions share one. */
  private static final Map<Set<String>, GraphQl> BUILT = new ConcurrentHashMap<>();

  private static final List<String> SCALARS =
      List.of(
          "Time",
          "Date",
          "Duration",
          "BigInt",
          "GlobalID",
          "UserID",
          "JobID",
          "CiStageID",
          "CiPipelineID",
          "DiscussionID",
          "NoteID",
          "LabelID",
          "MergeRequestID",
          "ProjectID",
          "MergeTrainsCarID");

  private final GraphQLSchema schema;
  private final GraphQL engine;
  private final Map<String, PreparsedDocumentEntry> parsed = new ConcurrentHashMap<>();

  private GraphQl(GraphQLSchema schema) {
    this.schema = schema;
    this.engine =
        GraphQL.newGraphQL(schema)
            .preparsedDocumentProvider(
                (input, parse) -> CompletableFuture.completedFuture(parsed(input, parse)))
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

  /** The schema as this instance has it. */
  static GraphQl of(Instance instance) {
    return BUILT.computeIfAbsent(
        Set.copyOf(Editions.missing(instance)), each -> new GraphQl(schema(each)));
  }

  static String sdl() {
    try (var in = Objects.requireNonNull(GraphQl.class.getResourceAsStream("schema.graphqls"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GraphQLSchema schema(Set<String> missing) {
    var registry = new SchemaParser().parse(sdl());
    missing.forEach(each -> drop(registry, each));
    return new SchemaGenerator().makeExecutableSchema(registry, wiring(registry));
  }

  private static void drop(TypeDefinitionRegistry registry, String field) {
    var dot = field.indexOf('.');
    var name = field.substring(dot + 1);
    var whole = registry.getType(field.substring(0, dot), ObjectTypeDefinition.class).orElseThrow();
    List<FieldDefinition> kept =
        whole.getFieldDefinitions().stream().filter(each -> !each.getName().equals(name)).toList();
    registry.remove(whole);
    registry.add(whole.transform(builder -> builder.fieldDefinitions(kept)));
  }

  private static RuntimeWiring wiring(TypeDefinitionRegistry registry) {
    var wiring = RuntimeWiring.newRuntimeWiring().strictMode(false);
    for (var name : SCALARS) {
      wiring.scalar(GraphQLScalarType.newScalar().name(name).coercing(new PlainScalar()).build());
    }
    wiring.type(
        TypeRuntimeWiring.newTypeWiring("User")
            .typeResolver(env -> env.getSchema().getObjectType("UserCore"))
            .build());
    wiring.type(
        TypeRuntimeWiring.newTypeWiring("PipelineInterface")
            .typeResolver(env -> env.getSchema().getObjectType("Pipeline"))
            .build());
    fetchers(registry)
        .forEach((type, fields) ->
            wiring.type(
                TypeRuntimeWiring.newTypeWiring(type)
                    .dataFetchers(new LinkedHashMap<>(fields))
                    .build()));
    return wiring.build();
  }

  static Map<String, Map<String, DataFetcher<?>>> fetchers(TypeDefinitionRegistry registry) {
    var all = new LinkedHashMap<>(GraphQlTypes.all());
    all.put("Query", GraphQlQueries.queries());
    all.put("Mutation", GraphQlMutations.mutations());
    for (var type : registry.getTypes(ObjectTypeDefinition.class)) {
      if (type.getName().endsWith("Connection")) {
        all.put(type.getName(), GraphQlQueries.connection());
      }
      if (type.getName().endsWith("Edge")) {
        all.put(type.getName(), GraphQlQueries.edge());
      }
      if (type.getName().endsWith("Payload")) {
        all.put(type.getName(), GraphQlMutations.payload());
      }
    }
    all.put("PageInfo", GraphQlQueries.pageInfo());
    return all;
  }

  /** How complex this is; what cannot be read is not complex. */
  Complexity complexity(String query, @Nullable String operation, Map<String, ?> variables) {
    try {
      return Complexity.of(schema, Parser.parse(query), operation, variables);
    } catch (InvalidSyntaxException _) {
      return new Complexity(0, 0);
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
    return said(engine.execute(input), name(query));
  }

  /** How the path of an error begins, for example {@code query Overview}. */
  private static String name(String query) {
    var found =
        java.util.regex.Pattern.compile("^\\s*(query|mutation)(?:\\s+(\\w+))?").matcher(query);
    if (!found.find()) {
      return "query";
    }
    return found.group(2) == null ? found.group(1) : found.group(1) + " " + found.group(2);
  }

  private static Map<String, @Nullable Object> said(ExecutionResult result, String operation) {
    var said = new LinkedHashMap<String, @Nullable Object>();
    if (result.isDataPresent()) {
      said.put("data", result.getData());
    }
    if (!result.getErrors().isEmpty()) {
      var errors = new ArrayList<Map<String, Object>>();
      result.getErrors().forEach(each -> errors.add(words(each, operation)));
      said.put("errors", errors);
    }
    return said;
  }

  private static Map<String, Object> words(GraphQLError error, String operation) {
    return error instanceof ValidationError invalid ? validation(invalid, operation) : plain(error);
  }

  /** Without what only our engine would tell. */
  private static Map<String, Object> plain(GraphQLError error) {
    var said = new LinkedHashMap<>(error.toSpecification());
    said.remove("extensions");
    return said;
  }

  /** A field that does not exist is told by its type and name. */
  private static Map<String, Object> validation(ValidationError error, String operation) {
    var said = new LinkedHashMap<String, Object>();
    var path = new ArrayList<Object>();
    path.add(operation);
    path.addAll(Objects.requireNonNullElse(error.getQueryPath(), List.<String>of()));
    var message = error.getMessage();
    var extensions = new LinkedHashMap<String, Object>();
    if (error.getValidationErrorType() == ValidationErrorType.FieldUndefined) {
      var names =
          message.replaceAll("(?s).*Field '([^']+)' in type '([^']+)'.*", "$1 $2").split(" ");
      message = "Field '%s' doesn't exist on type '%s'".formatted(names[0], names[1]);
      extensions.put("code", "undefinedField");
      extensions.put("typeName", names[1]);
      extensions.put("fieldName", names[0]);
    } else if (error.getValidationErrorType() == ValidationErrorType.UnknownArgument) {
      var argument = message.replaceAll("(?s).*argument '([^']+)'.*", "$1");
      var field = path.getLast();
      message = "Field '%s' doesn't accept argument '%s'".formatted(field, argument);
      extensions.put("code", "argumentNotAccepted");
      extensions.put("name", field);
      extensions.put("typeName", "Field");
      extensions.put("argumentName", argument);
    }
    said.put("message", message);
    var locations =
        Objects.requireNonNullElse(
            error.getLocations(), List.<graphql.language.SourceLocation>of());
    said.put(
        "locations",
        locations.stream()
            .map(each -> Map.of("line", each.getLine(), "column", each.getColumn()))
            .toList());
    said.put("path", path);
    if (!extensions.isEmpty()) {
      said.put("extensions", extensions);
    }
    return said;
  }
}
