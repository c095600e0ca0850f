package io.ampel.simulator.github;

import io.ampel.simulator.Owner;
import io.ampel.simulator.Repository;
import io.ampel.simulator.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The web hooks of a world, those of repositories and those of organizations. */
final class Hooks {
  private final List<Hook> all = new CopyOnWriteArrayList<>();

  static Hooks of(World world) {
    return world.extra(Hooks.class, Hooks::new);
  }

  /**
   * @param place a repository or an organization
   * @param lastStatus what the last delivery was answered with, null for none yet, 0 for nothing
   */
  record Hook(
      long id,
      Object place,
      String url,
      String contentType,
      @Nullable String secret,
      Set<String> events,
      boolean active,
      @Nullable Integer lastStatus) {

    boolean hears(Repository repository) {
      return place instanceof Owner owner
          ? repository.owner().equals(owner)
          : place.equals(repository);
    }

    boolean wants(String event) {
      return active && (event.equals("ping") || events.contains("*") || events.contains(event));
    }

    Hook answered(int status) {
      return new Hook(id, place, url, contentType, secret, events, active, status);
    }
  }

  List<Hook> at(Object place) {
    return all.stream().filter(each -> each.place().equals(place)).toList();
  }

  List<Hook> hearing(Repository repository, String event) {
    return all.stream().filter(each -> each.hears(repository) && each.wants(event)).toList();
  }

  Optional<Hook> find(Object place, long id) {
    return at(place).stream().filter(each -> each.id() == id).findFirst();
  }

  void add(Hook hook) {
    all.add(hook);
  }

  /** Puts it in the place of what has the same id, if that is still there. */
  void replace(Hook hook) {
    all.replaceAll(each -> each.id() == hook.id() ? hook : each);
  }

  void answered(long id, int status) {
    all.replaceAll(each -> each.id() == id ? each.answered(status) : each);
  }

  boolean remove(Object place, long id) {
    return all.removeIf(each -> each.place().equals(place) && each.id() == id);
  }
}
