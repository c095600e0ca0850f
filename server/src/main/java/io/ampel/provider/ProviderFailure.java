package io.ampel.provider;

/** A provider could not be asked; whether it did something is not known. */
public class ProviderFailure extends RuntimeException {
  private final transient AccountProblem problem;

  public ProviderFailure(AccountProblem problem) {
    super(problem.code() + (problem.detail() == null ? "" : ": " + problem.detail()));
    this.problem = problem;
  }

  public AccountProblem problem() {
    return problem;
  }
}
