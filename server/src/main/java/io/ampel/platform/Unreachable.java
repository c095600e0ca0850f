package io.ampel.platform;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** A call got no answer that one could read. The kind says why; nothing in it is secret. */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why there was no answer. */
  public enum Kind {
    HOST_NOT_FOUND,
    CONNECTION_REFUSED,
    CERTIFICATE_NOT_TRUSTED,
    /** The other side does not speak TLS, or none that both know. */
    TLS_FAILED,
    TIMED_OUT,
    /** The address is one that Ampel never asks, or not the one that the account belongs to. */
    ADDRESS_FORBIDDEN,
    CUT_OFF,
    TOO_LARGE,
    PLAIN_HTTP_FORBIDDEN
  }

  private final Kind kind;
  private final String host;

  Unreachable(Kind kind, URI uri, @Nullable Throwable cause) {
    super(kind + " " + origin(uri) + (cause == null ? "" : ": " + cause.getMessage()), cause);
    this.kind = kind;
    this.host = String.valueOf(uri.getHost());
  }

  public Kind kind() {
    return kind;
  }

  public String host() {
    return host;
  }

  /** Whether the other side may have acted on the call although it did not answer. */
  public boolean mayHaveArrived() {
    return switch (kind) {
      case TIMED_OUT, CUT_OFF, TOO_LARGE -> true;
      case HOST_NOT_FOUND,
          CONNECTION_REFUSED,
          CERTIFICATE_NOT_TRUSTED,
          TLS_FAILED,
          ADDRESS_FORBIDDEN,
          PLAIN_HTTP_FORBIDDEN ->
          false;
    };
  }

  static Unreachable because(IOException failure, URI uri) {
    return new Unreachable(kind(failure), uri, failure);
  }

  private static Kind kind(IOException failure) {
    return switch (failure) {
      case OutboundAddresses.Forbidden _ -> Kind.ADDRESS_FORBIDDEN;
      case AnswerBody.TooLarge _ -> Kind.TOO_LARGE;
      case UnknownHostException _ -> Kind.HOST_NOT_FOUND;
      case SocketTimeoutException _ -> Kind.TIMED_OUT;
      case InterruptedIOException _ -> Kind.TIMED_OUT;
      case ConnectException _ -> Kind.CONNECTION_REFUSED;
      case NoRouteToHostException _ -> Kind.CONNECTION_REFUSED;
      case SSLPeerUnverifiedException _ -> Kind.CERTIFICATE_NOT_TRUSTED;
      case SSLException tls ->
          isAboutCertificate(tls) ? Kind.CERTIFICATE_NOT_TRUSTED : Kind.TLS_FAILED;
      default -> Kind.CUT_OFF;
    };
  }

  private static boolean isAboutCertificate(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) return true;
    }
    return false;
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
