package io.ampel.web;

import java.util.List;

/** A room that may have something to say on every page. Asked on each, so it keeps its answer. */
public interface BannerSource {
  List<Banner> banners(Viewer viewer);
}
