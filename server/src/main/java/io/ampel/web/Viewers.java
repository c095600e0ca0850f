package io.ampel.web;

import java.util.Optional;

/** Tells the frame who is looking. The room that signs people in provides the one bean of it. */
public interface Viewers {
  Optional<Viewer> current();
}
