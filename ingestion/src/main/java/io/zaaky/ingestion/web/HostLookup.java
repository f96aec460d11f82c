package io.zaaky.ingestion.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks for the addresses of a name. */
@FunctionalInterface
public interface HostLookup {

    /** The machine's own. It can be neither timed nor interrupted. */
    HostLookup SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /** All addresses of a name, at least one. */
    List<InetAddress> addresses(String name) throws UnknownHostException;
}
