package io.zaaky.ingestion.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the addresses of a host name. */
@FunctionalInterface
public interface HostLookup {

    /** The machine's own lookup. It has no timeout and cannot be interrupted. */
    HostLookup SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /** All addresses of a name, at least one. */
    List<InetAddress> addresses(String name) throws UnknownHostException;
}
