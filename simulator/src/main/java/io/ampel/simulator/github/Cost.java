package io.ampel.simulator.github;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Points by GitHub's published formula: the requests that would fill every connection, divided by a
 * hundred, at least one; and the nodes that could come back.
 */
record Cost(int points, long nodes) {

  static Cost of(Document document, @Nullable String operation, Map<String, ?> variables) {
    var counter = new Counter(document, variables);
    document.getDefinitionsOfType(OperationDefinition.class).stream()
        .filter(each -> operation == null || operation.equals(each.getName()))
        .forEach(each -> counter.count(each.getSelectionSet(), 1));
    return new Cost((int) Math.max(1, Math.round(counter.requests / 100.0)), counter.nodes);
  }

  private static final class Counter {
    private final Document document;
    private final Map<String, ?> variables;
    private long requests;
    private long nodes;

    Counter(Document document, Map<String, ?> variables) {
      this.document = document;
      this.variables = variables;
    }

    void count(@Nullable SelectionSet selections, long parents) {
      if (selections == null) {
        return;
      }
      for (Selection<?> each : selections.getSelections()) {
        switch (each) {
          case Field field -> field(field, parents);
          case InlineFragment fragment -> count(fragment.getSelectionSet(), parents);
          case FragmentSpread spread -> spread(spread, parents);
          default -> {}
        }
      }
    }

    private void spread(FragmentSpread spread, long parents) {
      document.getDefinitionsOfType(FragmentDefinition.class).stream()
          .filter(each -> each.getName().equals(spread.getName()))
          .forEach(each -> count(each.getSelectionSet(), parents));
    }

    private void field(Field field, long parents) {
      var ids = field.getName().equals("nodes") ? list(field, "ids") : 0;
      var limit = Math.max(number(field, "first"), number(field, "last"));
      if (ids > 0) {
        nodes += ids;
        count(field.getSelectionSet(), parents * ids);
      } else if (limit > 0) {
        requests += parents;
        nodes += parents * limit;
        count(field.getSelectionSet(), parents * limit);
      } else {
        count(field.getSelectionSet(), parents);
      }
    }

    private long number(Field field, String name) {
      return switch (value(field, name)) {
        case IntValue literal -> literal.getValue().longValue();
        case VariableReference variable ->
            variables.get(variable.getName()) instanceof Number number ? number.longValue() : 0;
        case null -> 0;
        default -> 0;
      };
    }

    private long list(Field field, String name) {
      return switch (value(field, name)) {
        case ArrayValue literal -> literal.getValues().size();
        case VariableReference variable ->
            variables.get(variable.getName()) instanceof Collection<?> several ? several.size() : 1;
        case null -> 0;
        default -> 1;
      };
    }

    private static @Nullable Value<?> value(Field field, String name) {
      for (Argument each : field.getArguments()) {
        if (each.getName().equals(name)) {
          return each.getValue();
        }
      }
      return null;
    }
  }
}
