package io.ampel.simulator.gitlab;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import java.util.Locale;

/** A scalar that is written as it is: times and global ids are texts already. */
final class PlainScalar implements Coercing<Object, Object> {
  @Override
  public Object serialize(Object result, GraphQLContext context, Locale locale) {
    return result;
  }

  @Override
  public Object parseValue(Object input, GraphQLContext context, Locale locale) {
    return input;
  }

  @Override
  public Object parseLiteral(
      Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
    return switch (input) {
      case StringValue text -> String.valueOf(text.getValue());
      case IntValue number -> String.valueOf(number.getValue());
      default -> throw new CoercingParseLiteralException("a text is needed");
    };
  }

  @Override
  public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
    return StringValue.of(String.valueOf(input));
  }
}
