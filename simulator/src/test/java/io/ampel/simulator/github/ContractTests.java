package io.ampel.simulator.github;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import io.ampel.simulator.Asker;
import io.ampel.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Held against what GitHub publishes, so that the simulator cannot drift into what we wish were
 * true.
 */
class ContractTests {

  @Test
  void everyRestAnswerIsAsPublished() throws IOException {
    var openApi = OpenApi.read();
    try (var simulator = Simulator.start(0);
        var asker = new Asker(simulator)) {
      simulator.demoWorld();
      var wrong = new LinkedHashMap<String, List<String>>();
      for (var each : ContractCalls.of(simulator)) {
        asker.with(each.token());
        var said =
            each.method().equals("GET")
                ? asker.get(each.path())
                : asker.call(each.method(), each.path(), each.body());
        assertThat(said.status())
            .as(each.method() + " " + each.path() + " " + said.text())
            .isEqualTo(each.status());
        if (each.status() != 204) {
          var found = openApi.wrong(each.method(), each.template(), each.status(), said.json());
          if (!found.isEmpty()) {
            wrong.put(
                each.method() + " " + each.template() + " " + each.status(),
                found.stream().limit(12).toList());
          }
        }
      }
      assertThat(wrong).as("answers that are not as published").isEmpty();
    }
  }

  @Test
  void everyNameInOurSchemaIsGitHubs() throws IOException {
    var ours = new SchemaParser().parse(GraphQl.sdl());
    var theirs = lenient();
    var wrong = new ArrayList<String>();
    for (var type : ours.getTypes(graphql.language.ObjectTypeDefinition.class)) {
      fields(type.getName(), type.getFieldDefinitions(), theirs.objects(), wrong);
    }
    for (var type : ours.getTypes(graphql.language.InterfaceTypeDefinition.class)) {
      fields(type.getName(), type.getFieldDefinitions(), theirs.objects(), wrong);
    }
    for (var type : ours.getTypes(graphql.language.EnumTypeDefinition.class)) {
      var names =
          type.getEnumValueDefinitions().stream()
              .map(graphql.language.EnumValueDefinition::getName)
              .toList();
      if (!theirs.enums().getOrDefault(type.getName(), List.of()).equals(names)) {
        wrong.add("enum " + type.getName());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** GitHub's schema by name; its file repeats one field, so it is read without being checked. */
  private record Theirs(
      Map<String, Map<String, graphql.language.FieldDefinition>> objects,
      Map<String, List<String>> enums,
      graphql.language.Document document) {}

  private static Theirs lenient() throws IOException {
    var text = Files.readString(Published.graphqlSchema());
    var options =
        graphql.parser.ParserOptions.newParserOptions()
            .maxTokens(Integer.MAX_VALUE)
            .maxCharacters(Integer.MAX_VALUE)
            .maxWhitespaceTokens(Integer.MAX_VALUE)
            .build();
    var document =
        graphql.parser.Parser.parse(
            graphql.parser.ParserEnvironment.newParserEnvironment()
                .document(text)
                .parserOptions(options)
                .build());
    var objects = new LinkedHashMap<String, Map<String, graphql.language.FieldDefinition>>();
    var enums = new LinkedHashMap<String, List<String>>();
    for (var definition : document.getDefinitions()) {
      switch (definition) {
        case graphql.language.ObjectTypeDefinition type ->
            put(objects, type.getName(), type.getFieldDefinitions());
        case graphql.language.InterfaceTypeDefinition type ->
            put(objects, type.getName(), type.getFieldDefinitions());
        case graphql.language.EnumTypeDefinition type ->
            enums.put(
                type.getName(),
                type.getEnumValueDefinitions().stream()
                    .map(graphql.language.EnumValueDefinition::getName)
                    .toList());
        default -> {}
      }
    }
    return new Theirs(objects, enums, document);
  }

  private static void put(
      Map<String, Map<String, graphql.language.FieldDefinition>> objects,
      String name,
      List<graphql.language.FieldDefinition> fields) {
    var byName = new LinkedHashMap<String, graphql.language.FieldDefinition>();
    fields.forEach(each -> byName.put(each.getName(), each));
    objects.put(name, byName);
  }

  private static void fields(
      String type,
      List<graphql.language.FieldDefinition> ours,
      Map<String, Map<String, graphql.language.FieldDefinition>> theirs,
      List<String> wrong) {
    for (var field : ours) {
      var their = theirs.getOrDefault(type, Map.of()).get(field.getName());
      if (their == null) {
        wrong.add(type + "." + field.getName());
      } else {
        alike(type, field, their, wrong);
      }
    }
  }

  private static void alike(
      String type,
      graphql.language.FieldDefinition ours,
      graphql.language.FieldDefinition theirs,
      List<String> wrong) {
    if (!shown(ours.getType()).equals(shown(theirs.getType()))) {
      wrong.add(type + "." + ours.getName() + ": " + shown(ours.getType()));
    }
    for (var argument : ours.getInputValueDefinitions()) {
      var same =
          theirs.getInputValueDefinitions().stream()
              .anyMatch(each ->
                  each.getName().equals(argument.getName())
                      && shown(each.getType()).equals(shown(argument.getType())));
      if (!same) {
        wrong.add(type + "." + ours.getName() + "(" + argument.getName() + ")");
      }
    }
  }

  private static String shown(graphql.language.Type<?> type) {
    return graphql.language.AstPrinter.printAst(type);
  }

  @Test
  void theQueriesThatAmpelAsksFitGitHubsSchema() throws IOException {
    var registry = new TypeDefinitionRegistry();
    var seen = new java.util.HashSet<String>();
    for (var definition : lenient().document().getDefinitions()) {
      if (definition instanceof graphql.language.SDLDefinition<?> sdl
          && seen.add(
              String.valueOf(
                  definition instanceof graphql.language.NamedNode<?> named
                      ? named.getName()
                      : definition))) {
        registry.add(once(sdl));
      }
    }
    var wiring = graphql.schema.idl.RuntimeWiring.MOCKED_WIRING;
    var options = graphql.schema.idl.SchemaGenerator.Options.defaultOptions();
    var schema =
        graphql.schema.GraphQLSchema.newSchema(
                new graphql.schema.idl.SchemaGenerator()
                    .makeExecutableSchema(options, registry, wiring))
            .build();
    for (var name : List.of("probe", "detail", "checks")) {
      var errors =
          new graphql.validation.Validator()
              .validateDocument(
                  schema, graphql.parser.Parser.parse(Queries.read(name)), java.util.Locale.ROOT);
      assertThat(errors).as(name).isEmpty();
    }
  }

  /** A type without fields of the same name twice. */
  private static graphql.language.SDLDefinition<?> once(
      graphql.language.SDLDefinition<?> definition) {
    if (definition instanceof graphql.language.ObjectTypeDefinition type) {
      var names = new java.util.HashSet<String>();
      var fields =
          type.getFieldDefinitions().stream().filter(each -> names.add(each.getName())).toList();
      return type.transform(builder -> builder.fieldDefinitions(fields));
    }
    return definition;
  }
}
