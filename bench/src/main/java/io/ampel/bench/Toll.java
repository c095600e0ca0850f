package io.ampel.bench;

/**
 * What something took: of the provider, of the database, of the processors.
 *
 * @param statements of SQL
 */
record Toll(Asked asked, long statements, Effort effort) {
  Toll since(Toll before) {
    return new Toll(
        asked.since(before.asked), statements - before.statements, effort.since(before.effort));
  }
}
