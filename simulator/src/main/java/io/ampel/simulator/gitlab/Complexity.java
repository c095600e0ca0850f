package io.ampel.simulator.gitlab;

import graphql.introspection.Introspection;
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
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How complex a query is by GitLab's rules: one for each field, one more where it must ask the git
 * server, a fixed weight for a few; lists that are looked up count their whole content one percent
 * more for each element they may have, unless their elements are named.
 */
record Complexity(int score, int depth) {
  private static final Map<String, Integer> FIXED =
      Map.of(
          "MergeRequest.assignees", 5,
          "MergeRequest.labels", 5,
          "MergeRequest.mergedAt", 5,
          "MergeRequest.closedAt", 5,
          "MergeRequest.participants", 15,
          "MergeRequest.reviewers", 5,
          "MergeRequest.subscribed", 5);

  private static final Set<String> GIT =
      Set.of(
          "CiJob.canPlayJob",
          "DetailedStatus.action",
          "DetailedStatus.label",
          "MergeRequest.approvalsLeft",
          "MergeRequest.approvalsRequired",
          "MergeRequest.availableAutoMergeStrategies",
          "MergeRequest.commits",
          "MergeRequest.defaultMergeCommitMessage",
          "MergeRequest.defaultSquashCommitMessage",
          "MergeRequest.detailedMergeStatus",
          "MergeRequest.diffHeadSha",
          "MergeRequest.diffStats",
          "MergeRequest.diffStatsSummary",
          "MergeRequest.divergedFromTargetBranch",
          "MergeRequest.mergeable",
          "MergeRequest.mergeableDiscussionsState",
          "MergeRequest.rebaseInProgress",
          "MergeRequest.shouldBeRebased",
          "MergeRequest.sourceBranchExists",
          "MergeRequest.sourceBranchProtected",
          "MergeRequest.targetBranchExists",
          "MergeRequestPermissions.canMerge",
          "MergeRequestPermissions.cherryPickOnCurrentMergeRequest",
          "MergeRequestPermissions.pushToSourceBranch",
          "MergeRequestPermissions.removeSourceBranch",
          "MergeRequestPermissions.revertOnCurrentMergeRequest",
          "UserMergeRequestInteraction.canMerge");

  private static final Set<String> LOOKED_UP =
      Set.of(
          "CurrentUser.assignedMergeRequests",
          "CurrentUser.authoredMergeRequests",
          "CurrentUser.reviewRequestedMergeRequests",
          "Group.mergeRequests",
          "Group.projects",
          "MergeRequest.notes",
          "MergeRequest.pipelines",
          "MergeRequest.userDiscussionsCount",
          "MergeRequest.userNotesCount",
          "Pipeline.jobs",
          "Pipeline.stages",
          "Project.mergeRequest",
          "Project.mergeRequests",
          "Project.pipeline",
          "Query.group",
          "Query.mergeRequest",
          "Query.project",
          "Query.projects",
          "Query.user");

  static Complexity of(
      GraphQLSchema schema,
      Document document,
      @Nullable String operation,
      Map<String, ?> variables) {
    var counter = new Counter(schema, document, variables);
    var score = 0;
    var depth = 0;
    for (var each : document.getDefinitionsOfType(OperationDefinition.class)) {
      if (operation == null || operation.equals(each.getName())) {
        var root =
            each.getOperation() == OperationDefinition.Operation.MUTATION
                ? schema.getMutationType()
                : schema.getQueryType();
        score += counter.count(each.getSelectionSet(), root);
        depth = Math.max(depth, counter.depth(each.getSelectionSet()));
      }
    }
    return new Complexity(score, depth);
  }

  private static final class Counter {
    private final GraphQLSchema schema;
    private final Document document;
    private final Map<String, ?> variables;

    Counter(GraphQLSchema schema, Document document, Map<String, ?> variables) {
      this.schema = schema;
      this.document = document;
      this.variables = variables;
    }

    int depth(@Nullable SelectionSet selections) {
      var deepest = 0;
      if (selections != null) {
        for (Selection<?> each : selections.getSelections()) {
          deepest = Math.max(deepest, depth(each));
        }
      }
      return deepest;
    }

    private int depth(Selection<?> selection) {
      return switch (selection) {
        case Field field -> 1 + depth(field.getSelectionSet());
        case InlineFragment fragment -> depth(fragment.getSelectionSet());
        case FragmentSpread spread -> {
          var fragment = fragment(spread);
          yield fragment == null ? 0 : depth(fragment.getSelectionSet());
        }
        default -> 0;
      };
    }

    private @Nullable FragmentDefinition fragment(FragmentSpread spread) {
      return document.getDefinitionsOfType(FragmentDefinition.class).stream()
          .filter(each -> each.getName().equals(spread.getName()))
          .findFirst()
          .orElse(null);
    }

    int count(@Nullable SelectionSet selections, @Nullable GraphQLCompositeType parent) {
      var sum = 0;
      if (selections != null && parent != null) {
        for (Selection<?> each : selections.getSelections()) {
          sum += count(each, parent);
        }
      }
      return sum;
    }

    private int count(Selection<?> selection, GraphQLCompositeType parent) {
      return switch (selection) {
        case Field field -> field(field, parent);
        case InlineFragment fragment -> {
          var condition = fragment.getTypeCondition();
          var type = condition == null ? parent : composite(condition.getName());
          yield count(fragment.getSelectionSet(), type);
        }
        case FragmentSpread spread -> {
          var fragment = fragment(spread);
          yield fragment == null
              ? 0
              : count(fragment.getSelectionSet(), composite(fragment.getTypeCondition().getName()));
        }
        default -> 0;
      };
    }

    private @Nullable GraphQLCompositeType composite(String name) {
      return schema.getType(name) instanceof GraphQLCompositeType type ? type : null;
    }

    private int field(Field field, GraphQLCompositeType parent) {
      GraphQLFieldDefinition known;
      try {
        known = Introspection.getFieldDef(schema, parent, field.getName());
      } catch (RuntimeException _) {
        // It does not exist; the refusal for that comes later.
        return 1;
      }
      var type = GraphQLTypeUtil.unwrapAll(known.getType());
      var inside =
          count(field.getSelectionSet(), type instanceof GraphQLCompositeType some ? some : null);
      return own(parent.getName() + "." + field.getName(), field, known, type, inside);
    }

    private int own(
        String name, Field field, GraphQLFieldDefinition known, GraphQLNamedType type, int inside) {
      var git = GIT.contains(name) ? 1 : 0;
      var fixed = FIXED.get(name);
      if (fixed != null) {
        return fixed + inside;
      }
      if (!LOOKED_UP.contains(name)) {
        return 1 + git + inside;
      }
      var whole = inside + 1 + git + extra(name, field, known);
      var list = type.getName().endsWith("Connection");
      return list && !given(field, "iids") && !given(field, "iid")
          ? (int) (whole + whole * limit(field) * 0.01)
          : whole;
    }

    private int extra(String name, Field field, GraphQLFieldDefinition known) {
      var sort = known.getArgument("sort");
      var sorted = given(field, "sort") || sort != null && sort.hasSetDefaultValue();
      return (sorted ? 1 : 0)
          + (given(field, "search") ? 5 : 0)
          + (name.equals("MergeRequest.pipelines") && given(field, "sha") ? 2 : 0)
          + (name.equals("MergeRequest.pipelines") && given(field, "ref") ? 2 : 0)
          + (name.equals("Group.projects") ? 10 : 0);
    }

    private boolean given(Field field, String argument) {
      return switch (value(field, argument)) {
        case null -> false;
        case VariableReference variable -> variables.get(variable.getName()) != null;
        case graphql.language.NullValue _ -> false;
        default -> true;
      };
    }

    private int limit(Field field) {
      return Math.min(number(field, "first"), number(field, "last"));
    }

    private int number(Field field, String argument) {
      var number =
          switch (value(field, argument)) {
            case IntValue literal -> literal.getValue().intValue();
            case VariableReference variable ->
                variables.get(variable.getName()) instanceof Number some ? some.intValue() : 100;
            case null -> 100;
            default -> 100;
          };
      return Math.min(number, 100);
    }

    private static @Nullable Value<?> value(Field field, String name) {
      return field.getArguments().stream()
          .filter(each -> each.getName().equals(name))
          .findFirst()
          .map(graphql.language.Argument::getValue)
          .orElse(null);
    }
  }
}
