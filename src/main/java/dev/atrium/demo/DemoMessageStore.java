package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** What the demo's people wrote to one another and to the business, a few hours ago. */
final class DemoMessageStore {
    private static final String CONVERSATION = """
            INSERT INTO conversation (tenant_id, id, kind, title, assigned_to)
            VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN (SELECT s.id FROM sys_staff_here() s WHERE s.full_name = 'Sam Support' LIMIT 1) END)
            """;
    private static final String PARTICIPANT = """
            INSERT INTO participant (tenant_id, conversation_id, contact_id, owner)
            SELECT $1, $2, c.id, $4 FROM contact c WHERE c.tenant_id = $1 AND c.email = $3 ORDER BY c.created_at, c.id LIMIT 1
            """;
    private static final String MESSAGE = """
            WITH head AS (
              UPDATE conversation v SET last_seq = v.last_seq + 1, last_at = now() - make_interval(mins => $6),
                     waiting_since = CASE WHEN v.kind = 'business' AND $3 <> '' THEN now() - make_interval(mins => $6) END,
                     team_seq = CASE WHEN $3 = '' THEN v.last_seq + 1 ELSE v.team_seq END
               WHERE v.tenant_id = $1 AND v.id = $2 RETURNING v.last_seq)
            INSERT INTO message (tenant_id, id, conversation_id, seq, author_id, staff_id, of_team, author_name, body, sent_at)
            SELECT $1, $5, $2, h.last_seq, c.id, s.id, $3 = '', coalesce(c.full_name, s.full_name, ''), $4,
                   now() - make_interval(mins => $6)
              FROM head h
              LEFT JOIN LATERAL (SELECT x.id, x.full_name FROM contact x WHERE x.tenant_id = $1 AND x.email = $3
                                  ORDER BY x.created_at, x.id LIMIT 1) c ON true
              LEFT JOIN LATERAL (SELECT y.id, y.full_name FROM sys_staff_here() y WHERE $3 = '' AND y.full_name = 'Sam Support' LIMIT 1) s
                ON true
            """;
    private static final String READ = """
            UPDATE participant p SET read_seq = v.last_seq - $3 FROM conversation v
             WHERE p.tenant_id = $1 AND p.conversation_id = $2 AND v.tenant_id = $1 AND v.id = $2
            """;

    /** @param who the address of whoever said it; empty where the business did */
    private record Line(String who, String text, int minutesAgo) {}

    private static final String ANA = "ana@example.com";
    private static final String BEN = "ben@example.com";
    private static final String CHIARA = "chiara@example.com";
    private static final String LUCIA = "lucia@example.com";
    private static final String SAMIR = "samir@example.com";

    private final Tx tx;

    DemoMessageStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> fill() {
        return thread(
                        ANA,
                        true,
                        List.of(
                                new Line(ANA, "Hello! Are the pictures of last week ready?", 300),
                                new Line(
                                        "",
                                        "Hello Ana, nearly. We send you a selection on Friday: https://acme.example/selection",
                                        290),
                                new Line(ANA, "Lovely. Could number 12 be a little warmer?", 95),
                                new Line("", "Of course, it is on the list.", 90)))
                .compose(x -> thread(
                        LUCIA,
                        false,
                        List.of(
                                new Line(LUCIA, "Buenos días, ¿puedo cambiar la cita del martes?", 200),
                                new Line("", "Claro, Lucía. ¿Le viene bien el jueves a las diez?", 180),
                                new Line(LUCIA, "Perfecto, gracias.", 40))))
                .compose(x -> thread(
                        SAMIR, false, List.of(new Line(SAMIR, "مرحبًا، هل وصلتكم الملفات التي أرسلتها أمس؟", 25))))
                .compose(x -> chat(
                        "direct",
                        "",
                        List.of(ANA, BEN),
                        List.of(
                                new Line(BEN, "Were you at the fair on Saturday?", 1500),
                                new Line(ANA, "Yes! Hall 3 was full of lights. I took far too many pictures.", 1490),
                                new Line(BEN, "Show me some tomorrow?", 15))))
                .compose(x -> chat(
                        "group",
                        "Spring exhibition",
                        List.of(ANA, BEN, CHIARA),
                        List.of(
                                new Line(CHIARA, "I booked the room for the 14th.", 700),
                                new Line(BEN, "Great. Who brings the frames?", 690),
                                new Line(ANA, "I have twelve left over, in oak.", 600),
                                new Line(CHIARA, "Perfect, then we need only eight more.", 10))));
    }

    private Future<Void> thread(String client, boolean assigned, List<Line> lines) {
        return said("business", "", List.of(client), assigned, lines, 0);
    }

    private Future<Void> chat(String kind, String title, List<String> people, List<Line> lines) {
        return said(kind, title, people, false, lines, 1);
    }

    private Future<Void> said(
            String kind, String title, List<String> people, boolean assigned, List<Line> lines, int unread) {
        var id = Ids.next();
        var done = tx.run(CONVERSATION, tx.tenant(), id, kind, title, assigned);
        for (int i = 0; i < people.size(); i++) {
            var who = people.get(i);
            boolean owner = i == 0 && kind.equals("group");
            done = done.compose(x -> tx.run(PARTICIPANT, tx.tenant(), id, who, owner));
        }
        for (var line : lines) done = done.compose(x -> say(id, line));
        return done.compose(x -> tx.run(READ, tx.tenant(), id, (long) unread)).mapEmpty();
    }

    private Future<Integer> say(UUID conversation, Line line) {
        return tx.run(MESSAGE, tx.tenant(), conversation, line.who(), line.text(), Ids.next(), line.minutesAgo());
    }
}
