package io.ampel.simulator;

/** The program that runs a check: the provider's own pipelines or a third party. */
public record CheckApp(long id, String slug, String name) {
  public static final CheckApp ACTIONS = new CheckApp(15368, "github-actions", "GitHub Actions");
  public static final CheckApp SCANNER = new CheckApp(12526, "sonarqubecloud", "SonarQube Cloud");
  public static final CheckApp COVERAGE = new CheckApp(254, "codecov", "Codecov");

  static CheckApp of(String slug) {
    return switch (slug) {
      case "github-actions" -> ACTIONS;
      case "sonarqubecloud" -> SCANNER;
      case "codecov" -> COVERAGE;
      default -> new CheckApp(20_000 + Math.floorMod(slug.hashCode(), 100_000), slug, slug);
    };
  }
}
