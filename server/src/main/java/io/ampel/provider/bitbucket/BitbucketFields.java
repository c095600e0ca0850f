package io.ampel.provider.bitbucket;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which fields are asked for: lists leave out some that the light needs and send much else. */
final class BitbucketFields {
  private static final List<String> OF_A_PERSON =
      List.of("uuid", "nickname", "display_name", "type", "links.avatar.href");
  private static final List<String> OF_A_REPOSITORY =
      List.of(
          "uuid",
          "full_name",
          "is_private",
          "mainbranch.name",
          "parent.uuid",
          "project.key",
          "links.html.href");

  static final String PULL_REQUEST = String.join(",", ofAPullRequest());
  static final String PULL_REQUESTS = list(ofAPullRequest());
  static final String REPOSITORY = String.join(",", OF_A_REPOSITORY);
  static final String REPOSITORIES = list(OF_A_REPOSITORY) + ",size";
  static final String STATUSES =
      list(List.of("key", "name", "state", "url", "commit.hash", "created_on", "updated_on"));
  static final String COMMENTS =
      list(
          List.of(
              "id",
              "content.raw",
              "user",
              "deleted",
              "pending",
              "inline.path",
              "parent.id",
              "resolution.type",
              "created_on",
              "links.html.href"));
  static final String FILES = list(List.of("status", "lines_added", "lines_removed"));
  static final String PATHS = "values.path";
  static final String HASHES = "next,values.hash";
  static final String RESTRICTIONS =
      list(
          List.of(
              "kind",
              "branch_match_kind",
              "pattern",
              "branch_type",
              "value",
              "users.uuid",
              "users.nickname",
              "groups.name",
              "groups.slug"));
  static final String ENDINGS = list(List.of("update.state", "update.date"));

  private BitbucketFields() {}

  private static List<String> ofAPullRequest() {
    return Stream.of(
            Stream.of("id", "title", "summary.raw", "state", "draft", "queued"),
            of("author", OF_A_PERSON),
            side("source"),
            side("destination"),
            Stream.of(
                "destination.branch.merge_strategies",
                "destination.branch.default_merge_strategy",
                "comment_count",
                "task_count"),
            of("reviewers", OF_A_PERSON),
            of("participants.user", OF_A_PERSON),
            Stream.of(
                "participants.role",
                "participants.state",
                "participants.participated_on",
                "merge_commit.hash",
                "created_on",
                "updated_on",
                "links.html.href",
                "links.diffstat.href"))
        .flatMap(fields -> fields)
        .toList();
  }

  private static Stream<String> side(String name) {
    return of(
        name,
        List.of(
            "branch.name",
            "commit.hash",
            "repository.uuid",
            "repository.full_name",
            "repository.links.html.href"));
  }

  private static Stream<String> of(String name, List<String> fields) {
    return fields.stream().map(field -> name + "." + field);
  }

  private static String list(List<String> fields) {
    return fields.stream().map(field -> "values." + field).collect(Collectors.joining(","))
        + ",next";
  }
}
