package io.ampel.platform;

import java.util.List;

/** A room that has figures in the database; it is asked every few seconds at most. */
public interface FigureSource {
  List<Figure> figures();
}
