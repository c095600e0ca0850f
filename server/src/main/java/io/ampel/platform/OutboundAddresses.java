package io.ampel.platform;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a host up and refuses addresses that no provider has. It is asked at every connection, so
 * that a name cannot first show one address and then another.
 */
final class OutboundAddresses implements DnsResolver {
  /** Where clouds tell a machine its own secrets, beside the link-local ones. */
  private static final List<byte[]> METADATA =
      List.of(
          literal("100.100.100.200"),
          literal("168.63.129.16"),
          literal("192.0.0.192"),
          literal("fd00:ec2::254"),
          literal("fd20:ce::254"));

  private final boolean loopbackAllowed;
  private final Set<String> exempt;

  /**
   * @param exempt hosts that the administrator named, the proxies
   */
  OutboundAddresses(boolean loopbackAllowed, Set<String> exempt) {
    this.loopbackAllowed = loopbackAllowed;
    this.exempt = Set.copyOf(exempt);
  }

  /** A host was found, at an address that is never asked. */
  static final class Forbidden extends UnknownHostException {
    private static final long serialVersionUID = 1;

    Forbidden(String host) {
      super(host + " is at an address that Ampel does not ask");
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var addresses = InetAddress.getAllByName(host);
    if (!exempt.contains(host)) check(host, addresses);
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** For a host that a proxy will look up: what we can see of it must not be forbidden either. */
  void checkBehindProxy(String host) throws Forbidden {
    try {
      check(host, InetAddress.getAllByName(host));
    } catch (Forbidden e) {
      throw e;
    } catch (UnknownHostException e) {
      // Only the proxy knows it, as is usual where there is one.
      return;
    }
  }

  private void check(String host, InetAddress[] addresses) throws Forbidden {
    if (host.indexOf(':') >= 0 && !(addresses[0] instanceof Inet6Address))
      throw new Forbidden(host);
    for (var address : addresses) {
      if (isForbidden(address)) throw new Forbidden(host);
    }
  }

  boolean isForbidden(InetAddress address) {
    if (address.isLoopbackAddress()) return !loopbackAllowed;
    return address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || METADATA.stream().anyMatch(metadata -> Arrays.equals(metadata, address.getAddress()))
        || (address instanceof Inet4Address && isReserved(address.getAddress()))
        || (address instanceof Inet6Address && carriesForbidden(address.getAddress()));
  }

  /** "This network" and everything from 240.0.0.0 on. */
  private static boolean isReserved(byte[] address) {
    return address[0] == 0 || Byte.toUnsignedInt(address[0]) >= 240;
  }

  /** IPv6 has several ways to write an IPv4 address, and each leads there. */
  private boolean carriesForbidden(byte[] address) {
    if (startsWith(address, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) return true;
    if (startsWith(address, 0x20, 0x02)) return isForbidden(carried(address, 2));
    if (startsWith(address, 0x20, 0x01, 0, 0)) return true;
    if (startsWith(address, 0, 0x64, 0xff, 0x9b)) return isForbidden(carried(address, 12));
    return false;
  }

  private static boolean startsWith(byte[] address, int... prefix) {
    for (var i = 0; i < prefix.length; i++) {
      if (Byte.toUnsignedInt(address[i]) != prefix[i]) return false;
    }
    return true;
  }

  private static InetAddress carried(byte[] address, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] literal(String address) {
    return InetAddress.ofLiteral(address).getAddress();
  }
}
