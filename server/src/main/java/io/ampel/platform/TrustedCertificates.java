package io.ampel.platform;

import static io.ampel.platform.StartRefused.Because.FAILED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are trusted: those that Java knows, and those in a file of one's own. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  static SSLContext context(@Nullable Path caFile) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(caFile).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new StartRefused(
          FAILED, "The certificates in " + caFile + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static TrustManagerFactory managers(@Nullable Path caFile)
      throws GeneralSecurityException, IOException {
    var usual = factory(null);
    if (caFile == null) return usual;
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var number = 0;
    for (var manager : usual.getTrustManagers()) {
      for (var issuer : ((X509TrustManager) manager).getAcceptedIssuers()) {
        store.setCertificateEntry("usual-" + number++, issuer);
      }
    }
    addOwn(store, caFile);
    return factory(store);
  }

  private static void addOwn(KeyStore store, Path caFile)
      throws GeneralSecurityException, IOException {
    try (var in = Files.newInputStream(caFile)) {
      var own = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (own.isEmpty()) throw new IOException("there is none in it");
      var number = 0;
      for (var certificate : own) store.setCertificateEntry("own-" + number++, certificate);
    }
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
