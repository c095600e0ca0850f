package io.ampel.sync;

/**
 * How often the repositories that one account reads are looked at. A repository is wanted every
 * hundredth of the time for which nothing has happened in it: what changed three hours ago is then
 * found out within two minutes, what rested for two days within half an hour.
 *
 * @param least seconds between two looks that the provider likes at least, for what nobody looks at
 * @param floor seconds where somebody looks, checks run or something is under way
 * @param ceiling seconds for the quietest
 * @param stretch at least one: what the budget makes of all of these
 * @param longest seconds, however small the budget
 */
record Cadence(long least, long floor, long ceiling, double stretch, long longest) {
  /** After which part of what was promised the next look is due, somewhere between the two. */
  static final double EARLIEST = 0.75;

  static final double LATEST = 0.9;

  /** How often a repository is really looked at within what was promised, on average. */
  static final double LOOKS = Math.log(LATEST / EARLIEST) / (LATEST - EARLIEST);

  /**
   * What is wanted of a repository, as SQL over its row {@code k} and the new {@code changed_at} in
   * {@code n}. Checks that run for hours without anything happening are forgotten ones.
   */
  static final String WANTED =
      """
      case when k.attended_until > now() then :floor
           when n.changed_at > now() - interval '2 hours'
                and exists (select
                            from   pull_request p
                            where  p.repository_id  = k.repository_id
                            and    p.state          = 'OPEN'
                            and    p.checks_running > 0) then :floor
           else least(:ceiling, greatest(:least, extract(epoch from now() - n.changed_at) / 100))
      end\
      """;
}
