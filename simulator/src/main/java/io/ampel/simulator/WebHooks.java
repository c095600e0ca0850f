package io.ampel.simulator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The web hooks of a world, those of repositories and those of organizations. */
public final class WebHooks {
  private final List<Hook> all = new CopyOnWriteArrayList<>();

  public static WebHooks of(World world) {
    return world.extra(WebHooks.class, WebHooks::new);
  }

  /**
   * @param place a repository or an organization
   * @param lastStatus what the last delivery was answered with, null for none yet, 0 for nothing
   */
  public record Hook(
      long id,
      Object place,
      String url,
      String contentType,
      @Nullable String secret,
      Set<String> events,
      boolean active,
      @Nullable Integer lastStatus) {

    public boolean hears(Repository repository) {
      return place instanceof Owner owner
          ? repository.owner().equals(owner)
          : place.equals(repository);
    }

    public boolean wants(String event) {
      return active && (event.equals("ping") || events.contains("*") || events.contains(event));
    }

    public Hook answered(int status) {
      return new Hook(id, place, url, contentType, secret, events, active, status);
    }
  }

  public List<Hook> at(Object place) {
    return all.stream().filter(each -> each.place().equals(place)).toList();
  }

  public List<Hook> hearing(Repository repository, String event) {
    return all.stream().filter(each -> each.hears(repository) && each.wants(event)).toList();
  }

  public Optional<Hook> find(Object place, long id) {
    return at(place).stream().filter(each -> each.id() == id).findFirst();
  }

  public void add(Hook hook) {
    all.add(hook);
  }

  /** Puts it in the place of what has the same id, if that is still there. */
  public void replace(Hook hook) {
    all.replaceAll(each -> each.id() == hook.id() ? hook : each);
  }

  public void answered(long id, int status) {
    all.replaceAll(each -> each.id() == id ? each.answered(status) : each);
  }

  public boolean remove(Object place, long id) {
    return all.removeIf(each -> each.place().equals(place) && each.id() == id);
  }
}
