package io.ampel.sync;

/**
 * How often the repositories that one account reads are looked at. The interval grows with the
 * square root of the time for which nothing has happened in a repository: three minutes of rest
 * make half a minute, three hours four minutes, a week half an hour. Where changes come by chance,
 * as often as that time suggests, this is how a given number of looks finds them soonest.
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

  /** Seconds between looks at least where webhooks tell of changes. */
  private static final int TOLD = 300;

  /** The interval, squared, for each second of rest. */
  static final int GROWTH = 5;

  /** How often a repository is really looked at within what was promised, on average. */
  static final double LOOKS = Math.log(LATEST / EARLIEST) / (LATEST - EARLIEST);

  /**
   * What is wanted of a repository, as SQL over its row {@code k} and what is new of it in {@code
   * n}. Checks that run for hours without anything happening are forgotten ones. Where a webhook
   * told of what last changed, looks only have to notice when it falls silent.
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
           when n.told then least(:ceiling, greatest(:floor, %d,
                      sqrt(%d * extract(epoch from greatest(now() - n.changed_at, '0')))))
           else least(:ceiling, greatest(:least,
                      sqrt(%d * extract(epoch from greatest(now() - n.changed_at, '0')))))
      end\
      """
          .formatted(TOLD, GROWTH, GROWTH);
}
