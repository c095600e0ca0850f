package io.ampel.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an installation is told from outside, as {@code AMPEL_…} variables or {@code ampel.…}
 * properties.
 *
 * @param version what this build calls itself
 * @param home the folder of this installation; {@link Home} is where it is used
 * @param encryptionKey 32 bytes in base64, or a ring {@code id:base64,id:base64}
 * @param publicUrl the address under which people reach Ampel, when a proxy stands before it
 * @param trustedProxies addresses whose X-Forwarded headers count
 * @param allowLoopback whether instances may be on this machine
 * @param jiraUrl the site whose issues the titles and branches of Bitbucket name, null for none
 * @param caFile certificates in PEM form that are trusted beside the usual ones
 * @param demo whether this is the demonstration, which keeps to a folder of its own
 */
@ConfigurationProperties("ampel")
public record AmpelProperties(
    @DefaultValue("0") String version,
    @DefaultValue("~/.ampel") Path home,
    @Nullable String encryptionKey,
    @Nullable String adminEmail,
    @Nullable String adminPassword,
    @Nullable URI publicUrl,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("false") boolean allowLoopback,
    @Nullable URI githubUrl,
    @Nullable URI gitlabUrl,
    @Nullable URI bitbucketUrl,
    @Nullable URI jiraUrl,
    @Nullable Path caFile,
    @DefaultValue("false") boolean demo) {

  /** Masked: this record holds the key and a password. */
  @Override
  public String toString() {
    return "AmpelProperties[home=%s, publicUrl=%s, demo=%s]".formatted(home, publicUrl, demo);
  }
}
