package io.ampel.search;

import io.ampel.pullrequest.PullRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What somebody looks for. Where no state is named, open pull requests are meant.
 *
 * @param terms all must hold; those of one axis are already joined to one
 * @param order empty where none was asked for
 */
public record Search(List<Term> terms, Optional<Sort> order) {
  public static final Search ALL = new Search(List.of(), Optional.empty());

  public Search {
    terms = List.copyOf(terms);
  }

  /**
   * Reads the query language.
   *
   * @throws QueryMistake that points at what cannot be read
   */
  public static Search parse(String query) {
    return new QueryLanguage(query).parse();
  }

  /** Further terms: those of an axis that is already there widen it, all others narrow. */
  public Search and(Term... more) {
    var joined = new ArrayList<>(terms);
    Arrays.stream(more).forEach(term -> join(joined, term));
    return new Search(joined, order);
  }

  public Search by(Sort sort) {
    return new Search(terms, Optional.of(sort));
  }

  private static void join(List<Term> terms, Term term) {
    for (var i = 0; i < terms.size(); i++) {
      if (terms.get(i).widens(term)) {
        terms.set(i, either(terms.get(i), term));
        return;
      }
    }
    terms.add(term);
  }

  private static Term either(Term one, Term other) {
    var terms = new ArrayList<Term>(one instanceof Term.Any(var before) ? before : List.of(one));
    if (!terms.contains(other)) {
      terms.add(other);
    }
    return terms.size() == 1 ? terms.getFirst() : new Term.Any(terms);
  }

  /** The same search over all lights, which is what lamps count. */
  public Search withoutLights() {
    return new Search(
        terms.stream().filter(term -> !about(term, Term.Light.class)).toList(), order);
  }

  /** The same search over what was merged. */
  public Search merged() {
    return new Search(
            withoutLights().terms.stream().filter(term -> !about(term, Term.State.class)).toList(),
            order)
        .and(new Term.State(PullRequest.State.MERGED));
  }

  public boolean choosesLight() {
    return terms.stream().anyMatch(term -> about(term, Term.Light.class));
  }

  public boolean choosesState() {
    return terms.stream().anyMatch(term -> about(term, Term.State.class));
  }

  /** Nothing but open pull requests can be found. */
  public boolean isOpenOnly() {
    Predicate<Term> open = term -> term.equals(new Term.State(PullRequest.State.OPEN));
    return !choosesState() || terms.stream().anyMatch(open);
  }

  /** Nothing is asked for beyond the lights and that it is open. */
  public boolean isEverythingOpen() {
    return isOpenOnly()
        && withoutLights().terms.stream().allMatch(term -> about(term, Term.State.class));
  }

  /** As asked for; otherwise who waits longest comes first, and of the ended the latest. */
  public Sort sort() {
    return isOpenOnly()
        ? order.orElse(Sort.WAITING)
        : order.filter(sort -> sort.by() != Sort.By.WAITING).orElse(Sort.UPDATED);
  }

  private static boolean about(Term term, Class<? extends Term> type) {
    var bare = term.bare();
    return bare instanceof Term.Any(var terms)
        ? terms.stream().anyMatch(one -> about(one, type))
        : type.isInstance(bare);
  }
}
