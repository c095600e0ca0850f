package io.ampel.provider.github;

import static org.junit.jupiter.api.Assumptions.abort;

import graphql.language.Document;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.parser.MultiSourceReader;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** GitHub's own GraphQL schema, as it is published; tests that need it are skipped without npm. */
final class PublishedSchema {
  private static final String PACKAGE = "@octokit/graphql-schema@15.26.1";
  private static @Nullable GraphQLSchema schema;

  private PublishedSchema() {}

  static synchronized GraphQLSchema get() {
    var known = schema;
    if (known == null) {
      known = parsed(text());
      schema = known;
    }
    return known;
  }

  static Stream<String> values(String enumeration) {
    var type = (GraphQLEnumType) get().getType(enumeration);
    if (type == null) {
      throw new IllegalArgumentException("no " + enumeration + " in " + PACKAGE);
    }
    return type.getValues().stream().map(value -> value.getName());
  }

  private static GraphQLSchema parsed(String text) {
    var large =
        ParserOptions.newParserOptions()
            .maxTokens(2_000_000)
            .maxCharacters(10_000_000)
            .maxWhitespaceTokens(5_000_000)
            .build();
    var document =
        Parser.parse(
            ParserEnvironment.newParserEnvironment()
                .document(MultiSourceReader.newMultiSourceReader().string(text, "github").build())
                .parserOptions(large)
                .build());
    return UnExecutableSchemaGenerator.makeUnExecutableSchema(
        new SchemaParser().buildRegistry(document.transform(PublishedSchema::withoutTwins)));
  }

  /** The published file declares fields of one type twice, which graphql-java does not forgive. */
  private static void withoutTwins(Document.Builder document) {
    var definitions = document.build().getDefinitions();
    document.definitions(
        definitions.stream()
            .map(definition ->
                definition instanceof ObjectTypeDefinition type ? withoutTwins(type) : definition)
            .toList());
  }

  private static ObjectTypeDefinition withoutTwins(ObjectTypeDefinition type) {
    var fields = new LinkedHashMap<String, FieldDefinition>();
    type.getFieldDefinitions().forEach(field -> fields.put(field.getName(), field));
    return type.transform(same -> same.fieldDefinitions(List.copyOf(fields.values())));
  }

  private static String text() {
    try {
      var folder = Files.createTempDirectory("published-schema");
      var packed = packed(folder);
      try (var in = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(packed)))) {
        for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          if (entry.getName().equals("package/schema.graphql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        }
      }
      throw new IllegalStateException("no schema.graphql in " + PACKAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path packed(Path folder) throws IOException {
    try {
      var npm =
          new ProcessBuilder("npm", "pack", "--silent", PACKAGE)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      if (npm.waitFor(60, TimeUnit.SECONDS) && npm.exitValue() == 0) {
        try (var files = Files.list(folder)) {
          return files.filter(file -> file.toString().endsWith(".tgz")).findFirst().orElseThrow();
        }
      }
      npm.destroyForcibly();
    } catch (IOException e) {
      // No npm: said below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return abort("skipped: npm cannot give " + PACKAGE);
  }
}
