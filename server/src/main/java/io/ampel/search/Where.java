package io.ampel.search;

import static java.util.stream.Collectors.joining;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A search as a condition on {@code pull_request p} and on {@code visible v}, the repositories that
 * {@code :viewer} sees: {@code v.repository_id, v.full_name, v.instance_id, v.provider}. The
 * statement around it joins sight.
 */
public record Where(String sql, Map<String, Object> parameters) {

  /** Somebody waits for one of the accounts of {@code :viewer}. */
  private static final String MY_TURN =
      """
      exists (select 1
              from   turn             t
              join   provider_account a on a.identity_login = t.name
              where  t.pull_request_id = p.id
              and    t.role <> 'TEAM'
              and    a.person_id = :viewer
              and    a.instance_id = v.instance_id)\
      """;

  public static Where of(Search search, Instant now) {
    var writer = new Writer(now);
    var terms = search.terms().stream().map(writer::sql);
    var open = Stream.of("p.state = 'OPEN'").filter(_ -> !search.choosesState());
    return new Where(Stream.concat(open, terms).collect(joining("\nand    ")), writer.parameters);
  }

  private record Writer(Instant now, Map<String, Object> parameters) {
    Writer(Instant now) {
      this(now, new LinkedHashMap<>());
    }

    String sql(Term term) {
      return switch (term) {
        case Term.Light(var light) -> "p.light = '" + light + "'";
        case Term.State(var state) -> "p.state = '" + state + "'";
        case Term.Draft _ -> "p.draft";
        case Term.Turn(var whose) -> turn(whose);
        case Term.Named(var field, var pattern) -> named(field, pattern);
        case Term.From(var provider) -> "v.provider = '" + provider + "'";
        case Term.Checks(var outcome) -> checks(outcome);
        case Term.Reviewed(var decision) -> reviewed(decision);
        case Term.Since(var clock, var longer, var time) ->
            column(clock) + (longer ? " < " : " > ") + bind(Timestamp.from(now.minus(time)));
        case Term.Size(var larger, var lines) ->
            "p.additions + p.deletions" + (larger ? " > " : " < ") + bind(lines);
        case Term.ByBot _ -> "p.author_kind = 'BOT'";
        case Term.Text(var words) -> text(words);
        // Unknown is not true: what has no light is not of the other lights either.
        case Term.Not(var inner) -> "(" + sql(inner) + ") is not true";
        case Term.Any(var terms) ->
            terms.stream().map(this::sql).collect(joining(" or ", "(", ")"));
      };
    }

    private static String turn(Term.Whose whose) {
      return switch (whose) {
        case ME -> MY_TURN;
        case AUTHOR -> turnOf("'AUTHOR', 'MERGER'");
        case REVIEWER -> turnOf("'REVIEWER', 'TEAM'");
        case NOBODY -> "not exists (select 1 from turn t where t.pull_request_id = p.id)";
      };
    }

    private static String me(String compared) {
      return """
      exists (select 1
              from   provider_account a
              where  a.person_id = :viewer
              and    a.instance_id = v.instance_id
              and    a.identity_login %s)\
      """
          .formatted(compared);
    }

    private static String turnOf(String roles) {
      return "exists (select 1 from turn t where t.pull_request_id = p.id and t.role in (%s))"
          .formatted(roles);
    }

    private String named(Term.Field field, String pattern) {
      if (pattern.equalsIgnoreCase("me")
          && (field == Term.Field.AUTHOR || field == Term.Field.REVIEWER)) {
        return me(field == Term.Field.AUTHOR ? "= p.author" : "= any (p.reviewer_names)");
      }
      return switch (field) {
        case AUTHOR -> "p.author ilike " + bind(like(pattern));
        case REVIEWER -> inArray("p.reviewer_names", pattern);
        case REPOSITORY ->
            "v.full_name ilike " + bind(like(pattern.contains("/") ? pattern : "*/" + pattern));
        case LABEL -> inArray("p.label_names", pattern);
        case BASE -> "p.target_branch ilike " + bind(like(pattern));
        case HEAD -> "p.source_branch ilike " + bind(like(pattern));
      };
    }

    private String inArray(String array, String pattern) {
      return "exists (select 1 from unnest(%s) n where n ilike %s)"
          .formatted(array, bind(like(pattern)));
    }

    private static String checks(Term.Outcome outcome) {
      return switch (outcome) {
        case PASSED -> "(p.checks_total > 0 and p.checks_passed = p.checks_total)";
        case FAILED -> "p.checks_failed > 0";
        case RUNNING -> "p.checks_running > 0";
        case NONE -> "p.checks_total = 0";
      };
    }

    private static String reviewed(Term.Decision decision) {
      return switch (decision) {
        case APPROVED ->
            "(p.review_decision = 'APPROVED' or (%s and not %s))"
                .formatted(verdict("APPROVED"), verdict("CHANGES_REQUESTED"));
        case REQUIRED -> "p.review_decision = 'REVIEW_REQUIRED'";
        case CHANGES -> verdict("CHANGES_REQUESTED");
      };
    }

    private static String verdict(String verdict) {
      return "p.reviewers @> '[{\"verdict\": \"%s\"}]'".formatted(verdict);
    }

    private static String column(Term.Clock clock) {
      return switch (clock) {
        case OPENED -> "p.created_at";
        case WAITING -> "p.waiting_since";
      };
    }

    /** Bodies are looked into only for words long enough to be found by the index. */
    private String text(String words) {
      var pattern = bind(like("*" + words + "*"));
      var body =
          """
          union  all
          select d.pull_request_id
          from   pull_request_detail d
          where  (d.facts ->> 'body') ilike %s
          """
              .formatted(pattern);
      var number = words.startsWith("#") ? words.substring(1) : words;
      var isNumber = number.matches("\\d{1,9}");
      return """
      (p.id in (select x.id
                from   pull_request x
                where  (x.title || ' ' || x.author || ' ' || x.source_branch) ilike %1$s
                %2$s)
       or v.full_name ilike %1$s%3$s)
      """
          .formatted(
              pattern,
              words.length() < 3 ? "" : body,
              isNumber ? " or p.number = " + bind(Integer.valueOf(number)) : "");
    }

    private String bind(Object value) {
      var name = "q" + parameters.size();
      parameters.put(name, value);
      return ":" + name;
    }

    private static String like(String pattern) {
      return pattern
          .replace("\\", "\\\\")
          .replace("%", "\\%")
          .replace("_", "\\_")
          .replace('*', '%');
    }
  }
}
