package dev.atrium.harness;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A name server that really answers, over UDP and TCP, whatever a test has put into it. */
public final class StubDns implements AutoCloseable {
    private static final int UDP_BYTES = 512;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger overTcp = new AtomicInteger();
    private final AtomicLong ttl = new AtomicLong(300);

    public StubDns() {
        try {
            var loopback = InetAddress.getLoopbackAddress();
            ServerSocket server = null;
            DatagramSocket socket = null;
            // One number for both kinds of port.
            for (int tries = 0; socket == null; tries++) {
                server = new ServerSocket(0, 50, loopback);
                try {
                    socket = new DatagramSocket(server.getLocalPort(), loopback);
                } catch (IOException taken) {
                    server.close();
                    if (tries > 20) throw taken;
                }
            }
            tcp = server;
            udp = socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::datagrams);
        Thread.ofVirtual().start(this::connections);
    }

    /** As a resolver's address in the configuration. */
    public String address() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    public int answeredOverTcp() {
        return overTcp.get();
    }

    /** Seconds that all later records live. */
    public StubDns ttl(long seconds) {
        ttl.set(seconds);
        return this;
    }

    public StubDns zone(String zone) {
        return add(
                zone,
                new SOARecord(
                        name(zone),
                        DClass.IN,
                        300,
                        name("ns." + zone),
                        name("hostmaster." + zone),
                        1,
                        300,
                        300,
                        300,
                        60));
    }

    public StubDns a(String name, String address) {
        try {
            return add(name, new ARecord(name(name), DClass.IN, ttl.get(), InetAddress.getByName(address)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public StubDns aaaa(String name, String address) {
        try {
            return add(name, new AAAARecord(name(name), DClass.IN, ttl.get(), InetAddress.getByName(address)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public StubDns cname(String name, String target) {
        return add(name, new CNAMERecord(name(name), DClass.IN, ttl.get(), name(target)));
    }

    public StubDns txt(String name, String text) {
        return add(name, new TXTRecord(name(name), DClass.IN, ttl.get(), text));
    }

    public StubDns caa(String name, int flags, String tag, String value) {
        return add(name, new CAARecord(name(name), DClass.IN, ttl.get(), flags, tag, value));
    }

    /** Nothing stands at the name any more. */
    public StubDns clear(String name) {
        records.remove(key(name));
        broken.remove(key(name));
        silent.remove(key(name));
        return this;
    }

    /** Questions about the name are answered by SERVFAIL. */
    public StubDns broken(String name) {
        broken.add(key(name));
        return this;
    }

    /** Questions about the name are not answered at all. */
    public StubDns silent(String name) {
        silent.add(key(name));
        return this;
    }

    private StubDns add(String name, Record record) {
        records.computeIfAbsent(key(name), x -> new CopyOnWriteArrayList<>()).add(record);
        return this;
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text + ".");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void datagrams() {
        var buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                var wire = new byte[packet.getLength()];
                System.arraycopy(packet.getData(), 0, wire, 0, wire.length);
                var answer = answer(new Message(wire));
                if (answer == null) continue;
                var bytes = answer.toWire(UDP_BYTES);
                udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (udp.isClosed()) return;
            }
        }
    }

    private void connections() {
        while (!tcp.isClosed()) {
            try {
                var socket = tcp.accept();
                Thread.ofVirtual().start(() -> connection(socket));
            } catch (IOException e) {
                if (tcp.isClosed()) return;
            }
        }
    }

    private void connection(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                var wire = new byte[in.readUnsignedShort()];
                in.readFully(wire);
                var answer = answer(new Message(wire));
                if (answer == null) return;
                overTcp.incrementAndGet();
                var bytes = answer.toWire();
                out.writeShort(bytes.length);
                out.write(bytes);
                out.flush();
            }
        } catch (IOException closed) {
            // The other side has what it wanted.
        }
    }

    private Message answer(Message question) {
        var asked = question.getQuestion();
        var name = asked.getName().toString(true).toLowerCase(Locale.ROOT);
        if (silent.contains(name)) return null;
        var answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RD);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(asked, Section.QUESTION);
        if (broken.contains(name)) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        var found = follow(name, asked.getType());
        found.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (found.isEmpty()) {
            if (!records.containsKey(name)) answer.getHeader().setRcode(Rcode.NXDOMAIN);
            soa(name).forEach(record -> answer.addRecord(record, Section.AUTHORITY));
        }
        return answer;
    }

    /** Records of the type, and those that a CNAME leads to; where both stand at one name, as broken servers have it, both. */
    private List<Record> follow(String name, int type) {
        var found = new ArrayList<Record>();
        var at = name;
        for (int steps = 0; steps < 8; steps++) {
            var here = records.getOrDefault(at, List.of());
            here.stream().filter(record -> record.getType() == type).forEach(found::add);
            if (type == Type.CNAME || here.stream().anyMatch(record -> record.getType() == type)) return found;
            var alias = here.stream()
                    .filter(CNAMERecord.class::isInstance)
                    .map(CNAMERecord.class::cast)
                    .findFirst();
            if (alias.isEmpty()) return found;
            found.add(alias.get());
            at = alias.get().getTarget().toString(true).toLowerCase(Locale.ROOT);
        }
        return found;
    }

    private List<Record> soa(String name) {
        for (var at = name; at.contains("."); at = at.substring(at.indexOf('.') + 1)) {
            var soa = records.getOrDefault(at, List.of()).stream()
                    .filter(SOARecord.class::isInstance)
                    .toList();
            if (!soa.isEmpty()) return soa;
        }
        return List.of();
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
