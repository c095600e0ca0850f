package io.ampel.provider;

import io.ampel.platform.AmpelProperties;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Instances;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * The instance of each provider that is meant where nobody names one. Whoever sets up Ampel may put
 * another address in its place, and by doing so approves it.
 */
@Component
class DefaultInstances implements SmartInitializingSingleton {
  private static final Map<Provider, String> USUAL =
      Map.of(
          Provider.GITHUB, "https://github.com",
          Provider.GITLAB, "https://gitlab.com",
          Provider.BITBUCKET, "https://bitbucket.org");

  private final Instances instances;
  private final Map<Provider, BaseUrl> addresses = new EnumMap<>(Provider.class);

  DefaultInstances(Instances instances, AmpelProperties properties) {
    this.instances = instances;
    addresses.put(Provider.GITHUB, address(Provider.GITHUB, properties.githubUrl()));
    addresses.put(Provider.GITLAB, address(Provider.GITLAB, properties.gitlabUrl()));
    addresses.put(Provider.BITBUCKET, address(Provider.BITBUCKET, properties.bitbucketUrl()));
  }

  private static BaseUrl address(Provider provider, @Nullable URI configured) {
    return BaseUrl.of(configured == null ? usual(provider) : configured.toString());
  }

  private static String usual(Provider provider) {
    return Objects.requireNonNull(USUAL.get(provider));
  }

  @Override
  public void afterSingletonsInstantiated() {
    addresses.forEach((provider, url) -> {
      forgetReplaced(provider, url);
      if (!isKnown(url)) approve(provider, url);
    });
  }

  private Instance approve(Provider provider, BaseUrl url) {
    return instances.approve(provider, url.address(), url.name(), url.isPlainHttp(), null);
  }

  private boolean isKnown(BaseUrl url) {
    return instances
        .at(url.address())
        .filter(known -> known.plainHttp() == url.isPlainHttp())
        .isPresent();
  }

  /** The usual instance is of no use where another stands in its place, unless it was used. */
  private void forgetReplaced(Provider provider, BaseUrl url) {
    var usual = URI.create(usual(provider));
    if (!usual.equals(url.address()))
      instances.at(usual).map(Instance::id).ifPresent(instances::remove);
  }

  BaseUrl address(Provider provider) {
    return Objects.requireNonNull(addresses.get(provider));
  }

  Instance of(Provider provider) {
    var url = address(provider);
    return instances.at(url.address()).orElseGet(() -> approve(provider, url));
  }
}
