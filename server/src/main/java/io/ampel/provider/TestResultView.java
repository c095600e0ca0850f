package io.ampel.provider;

import io.ampel.provider.Capabilities.Capability;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Frame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a test of a token says, ready to read.
 *
 * @param note whether it was or may be saved, null where that is clear
 * @param tone of the lamps: ready, waiting or blocked
 * @param notes what is to be known of the capabilities
 */
public record TestResultView(
    Frame frame,
    String provider,
    String tone,
    String title,
    @Nullable String note,
    @Nullable String initials,
    @Nullable String avatar,
    List<Fact> facts,
    List<Ability> abilities,
    List<String> notes,
    @Nullable AccountProblemView problem,
    List<AccountProblemView> warnings,
    List<String> hints,
    List<TokenPages.Link> pages) {

  /** One thing the provider told. */
  public record Fact(String label, String text) {}

  /**
   * One row of the capability table.
   *
   * @param state in lower case, for the look
   * @param missing what to grant, empty for nothing
   */
  public record Ability(String label, String state, String word, String missing) {
    boolean lacks() {
      return state.equals("no") && !missing.isEmpty();
    }
  }

  /** What became of the token besides the test. */
  enum Fate {
    TESTED,
    STORED,
    NOT_SAVED
  }

  static TestResultView of(
      Frame frame,
      Provider provider,
      Diagnosis diagnosis,
      Fate fate,
      @Nullable Instant expiresTyped,
      List<TokenPages.Link> pages) {
    var told = diagnosis.introduction();
    var problem = diagnosis.problem();
    var name = ProviderName.of(provider);
    var abilities =
        told == null ? List.<Ability>of() : abilities(frame, provider, told.capabilities());
    return new TestResultView(
        frame,
        name,
        tone(diagnosis),
        title(frame, diagnosis, provider),
        note(frame, diagnosis, fate),
        told == null ? null : initials(told.identity().login()),
        told == null ? null : told.identity().avatar(),
        told == null ? List.of() : facts(frame, provider, told, expiresTyped),
        abilities,
        notes(frame, provider, abilities),
        problem == null ? null : AccountProblemView.of(frame.texts(), problem, provider),
        AccountProblemView.of(frame.texts(), diagnosis.warnings(), provider),
        diagnosis.ok() ? List.of() : hints(frame, diagnosis),
        pages);
  }

  private static String tone(Diagnosis diagnosis) {
    if (!diagnosis.ok()) return diagnosis.introduction() == null ? "blocked" : "waiting";
    return diagnosis.warnings().isEmpty() ? "ready" : "waiting";
  }

  private static String title(Frame frame, Diagnosis diagnosis, Provider provider) {
    var problem = diagnosis.problem();
    if (problem != null) {
      return AccountProblemView.of(frame.texts(), problem, provider).title();
    }
    return frame.text("account.result.ok");
  }

  private static @Nullable String note(Frame frame, Diagnosis diagnosis, Fate fate) {
    return switch (fate) {
      case STORED -> null;
      case NOT_SAVED -> frame.text("account.result.kept");
      case TESTED -> {
        if (diagnosis.ok()) yield frame.text("account.result.works");
        yield diagnosis.canBeKept(true) ? frame.text("account.result.keepable") : null;
      }
    };
  }

  private static List<Fact> facts(
      Frame frame, Provider provider, Introduction told, @Nullable Instant expiresTyped) {
    var facts = new ArrayList<Fact>();
    var end = told.expiresAt() == null ? expiresTyped : told.expiresAt();
    var identity = told.identity();
    facts.add(
        new Fact(
            frame.text("account.fact.identity"),
            identity.name() == null
                ? identity.login()
                : identity.login() + " · " + identity.name()));
    facts.add(
        new Fact(
            frame.text("account.fact.kind"),
            AccountCard.kind(frame, provider, told.tokenKind(), told.owner())));
    facts.add(
        new Fact(frame.text("account.fact.expiry"), AccountCard.expiry(frame, provider, end)));
    facts.add(
        new Fact(
            frame.text("account.fact.repositories"),
            frame.text("account.fact.repositories.text", told.repositoriesVisible())));
    if (!told.scopes().isEmpty()) {
      facts.add(new Fact(frame.text("account.fact.scopes"), String.join(", ", told.scopes())));
    }
    ProviderAccount.tightest(told.budgets())
        .ifPresent(budget ->
            facts.add(
                new Fact(frame.text("account.fact.budget"), AccountCard.budget(frame, budget))));
    return facts;
  }

  private static List<Ability> abilities(Frame frame, Provider provider, Capabilities can) {
    return List.of(
        ability(frame, provider, "readLights", can.readLights()),
        ability(frame, provider, "readChecks", can.readChecks()),
        ability(frame, provider, "comment", can.comment()),
        ability(frame, provider, "approve", can.approve()),
        ability(frame, provider, "merge", can.merge()),
        ability(frame, provider, "rerun", can.rerun()),
        ability(frame, provider, "webhooks", can.webhooks()));
  }

  /** Why some of it is not known, and where what is missing can be granted. */
  private static List<String> notes(Frame frame, Provider provider, List<Ability> abilities) {
    var notes = new ArrayList<String>();
    if (abilities.stream().anyMatch(ability -> ability.state().equals("unknown"))) {
      notes.add(frame.text("account.can.unknown.hint." + provider));
    }
    if (abilities.stream().anyMatch(Ability::lacks)) {
      notes.add(frame.text("account.can.where." + provider));
    }
    return notes;
  }

  private static Ability ability(Frame frame, Provider provider, String key, Capability can) {
    var missing = String.join(", ", can.missing());
    var words =
        switch (can.state()) {
          case YES -> missing.isEmpty() ? "" : frame.text("account.can.more", missing);
          case NO ->
              missing.isEmpty()
                  ? frame.text("account.can.never", ProviderName.of(provider))
                  : grant(frame, provider, missing);
          case UNKNOWN -> missing.isEmpty() ? "" : frame.text("account.can.needs", missing);
        };
    return new Ability(
        frame.text("account.can." + key),
        can.state().name().toLowerCase(Locale.ROOT),
        frame.text("account.can." + can.state()),
        words);
  }

  private static String grant(Frame frame, Provider provider, String missing) {
    var all = frame.text("account.can.grant", missing);
    return frame.texts().orElse("account.can.grant." + provider, all, missing);
  }

  private static List<String> hints(Frame frame, Diagnosis diagnosis) {
    return diagnosis.hints().stream().map(hint -> frame.text(hint.key())).toList();
  }

  static String initials(String login) {
    return login.isEmpty()
        ? "?"
        : login.substring(0, login.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
  }
}
