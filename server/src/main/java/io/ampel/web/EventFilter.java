package io.ampel.web;

import java.util.function.Predicate;

/** Says who may hear of events of one topic. Events of a topic without a filter reach nobody. */
public interface EventFilter {

  String topic();

  /** Asked once per event; the answer is then put to every viewer who listens. */
  Predicate<Viewer> audience(String id);
}
