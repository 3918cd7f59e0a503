package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.List;

/** What is said in the demo's groups. */
final class DemoPostStore {
    /** Written by the member of that place in the group's list, the owner being the first; nobody, where there are fewer. */
    private static final String POST = """
            INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, state, created_at, published_at,
                              pinned_at)
            SELECT $1, $2, g.id, c.id, m.contact_id, m.full_name, $6, $7, 'published', t.at, t.at, CASE WHEN $8 THEN t.at END
              FROM community_group g
              JOIN channel c ON c.tenant_id = g.tenant_id AND c.group_id = g.id AND c.name = $4
              CROSS JOIN LATERAL (SELECT m.contact_id, p.full_name FROM membership m
                                    JOIN contact p ON p.tenant_id = m.tenant_id AND p.id = m.contact_id
                                   WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.status = 'active'
                                   ORDER BY m.role <> 'owner', md5(p.full_name) OFFSET $5 LIMIT 1) m
              CROSS JOIN (SELECT now() - make_interval(mins => $9) AS at) t
             WHERE g.tenant_id = $1 AND g.slug = $3
            """;

    /**
     * @param who place in the group's list of members, 0 for its owner;
     * @param hours how long ago
     */
    private record Said(String group, String channel, int who, double hours, String title, String body) {}

    private static final String PHOTO = "product-photographers";
    private static final String INSIDE = "studio-insiders";
    private static final String WED = "weddings-2026";
    private static final String BOARD = "advisory-circle";

    private static final List<Said> SAID = List.of(
            new Said(PHOTO, "Announcements", 0, 900, "Welcome to the group", """
                    Hello everybody! This is a place for those who photograph what they sell.

                    - **Show your work**: one picture, and one thing you would like to know
                    - **Ask us**: light, lenses, prices
                    - **Lounge**: whatever comes to mind

                    One rule: say what you see, and be kind."""),
            new Said(
                    PHOTO,
                    "Announcements",
                    0,
                    410,
                    "Open studio on the first Thursday",
                    "Doors open at 18:00. Bring *one* object that is hard to photograph: glass, chrome, black velvet. We light it together."),
            new Said(
                    PHOTO,
                    "Announcements",
                    0,
                    52,
                    "New: prints on cotton paper",
                    "From next week on we print on 310 g cotton paper.\n\n| Size | Price |\n|---|---|\n| A4 | 18 € |\n| A3 | 29 € |\n| A2 | 52 € |"),
            new Said(
                    PHOTO,
                    "Show your work",
                    1,
                    700,
                    "Olive oil against the light",
                    "Third try. The green only came once I put a white card *behind* the bottle. What do you think of the shadow on the left?"),
            new Said(
                    PHOTO,
                    "Show your work",
                    2,
                    640,
                    "Forty mugs in one afternoon",
                    "Same table, same lamp, same lens. It took 20 minutes to set up and 90 seconds per mug. Batch work is underrated."),
            new Said(
                    PHOTO,
                    "Show your work",
                    3,
                    520,
                    "",
                    "Does anybody else shoot jewellery on slate? I love how calm it is, my customers find it *too dark*."),
            new Said(
                    PHOTO,
                    "Show your work",
                    4,
                    380,
                    "First picture with a reflector I made myself",
                    "> You need no studio, you need a window and a sheet of styrofoam.\n\nTrue. It cost me 4 €."),
            new Said(
                    PHOTO,
                    "Show your work",
                    5,
                    300,
                    "Bread, before and after",
                    "The only difference is that I moved the lamp from the front to the side. Crust needs side light, full stop."),
            new Said(
                    PHOTO,
                    "Show your work",
                    1,
                    190,
                    "",
                    "New label, new pictures. Tell me which of the two you would click on."),
            new Said(
                    PHOTO,
                    "Show your work",
                    6,
                    96,
                    "Phone only",
                    "All of this week's shop pictures are from my phone. Settings: `ISO 50`, `1/60`, tripod, two-second timer."),
            new Said(
                    PHOTO,
                    "Show your work",
                    7,
                    30,
                    "Wool",
                    "How do you get the softness of wool across? Mine looks like felt."),
            new Said(
                    PHOTO,
                    "Show your work",
                    2,
                    5,
                    "Autumn set is done",
                    "Thank you for all the comments last week. The **diffuser** made the difference."),
            new Said(
                    PHOTO,
                    "Ask us",
                    3,
                    660,
                    "Which grey for a white product?",
                    "My white soap disappears on white and looks dirty on grey. Where do you meet in the middle?"),
            new Said(
                    PHOTO,
                    "Ask us",
                    4,
                    470,
                    "Lens for small things",
                    "Is a macro lens worth it for buttons and beads, or is cropping enough?"),
            new Said(
                    PHOTO,
                    "Ask us",
                    5,
                    350,
                    "How long do you keep raw files?",
                    "I have 2 TB of raw files of products that I no longer sell. Do you throw them away?"),
            new Said(
                    PHOTO,
                    "Ask us",
                    6,
                    240,
                    "Flicker",
                    "My LED panel flickers in videos at `1/120`. Is it the panel or the shutter?"),
            new Said(
                    PHOTO,
                    "Ask us",
                    8,
                    120,
                    "Who owns the pictures?",
                    "If the studio takes the pictures, may I use them on a marketplace too, or only in my own shop?"),
            new Said(
                    PHOTO,
                    "Ask us",
                    1,
                    48,
                    "Price for 60 pictures",
                    "What would you expect to pay for 60 cut-outs with a soft shadow?"),
            new Said(
                    PHOTO,
                    "Ask us",
                    9,
                    9,
                    "Colour card",
                    "Do you photograph a colour card with every set? Once a day?"),
            new Said(PHOTO, "Lounge", 2, 200, "", "Coffee machine at the studio is fixed ☕"),
            new Said(PHOTO, "Lounge", 3, 199.8, "", "Finally. I had started to bring my own."),
            new Said(PHOTO, "Lounge", 0, 199.5, "", "Noted :-) There is cake on Thursday as an apology."),
            new Said(PHOTO, "Lounge", 5, 74, "", "Anybody going to the fair in Porto?"),
            new Said(PHOTO, "Lounge", 1, 73.5, "", "Me! Stand 14, come by."),
            new Said(PHOTO, "Lounge", 4, 73.2, "", "On Saturday only."),
            new Said(PHOTO, "Lounge", 6, 26, "", "It snows. Everything outside is a reflector today."),
            new Said(PHOTO, "Lounge", 2, 25.5, "", "Best sentence of the week."),
            new Said(PHOTO, "Lounge", 7, 3, "", "Who has a spare 60 cm softbox for a day?"),
            new Said(PHOTO, "Lounge", 1, 2.6, "", "I do. Pick it up any time after two."),
            new Said(
                    PHOTO,
                    "Print room",
                    0,
                    150,
                    "Paper samples are here",
                    "Six papers, all with the same picture. They lie on the long table until Friday."),
            new Said(
                    INSIDE,
                    "News",
                    0,
                    260,
                    "What we try this winter",
                    "Short films of a product, eight seconds, without sound. You see them first, and you may say no."),
            new Said(
                    INSIDE,
                    "Ideas",
                    1,
                    230,
                    "Subscriptions?",
                    "Four shoots a year for a fixed price. I would sign today."),
            new Said(
                    INSIDE,
                    "Ideas",
                    2,
                    160,
                    "A shared props room",
                    "We all buy the same linen cloth twice. Why not share it?"),
            new Said(
                    INSIDE,
                    "Ideas",
                    3,
                    60,
                    "",
                    "Could the portal remind me of *last year's* shoot? I always forget what we did."),
            new Said(
                    WED,
                    "Planning",
                    0,
                    500,
                    "The list",
                    "1. Date\n2. Place\n3. Light at that hour\n4. Everything else\n\nWrite yours below."),
            new Said(
                    WED,
                    "Planning",
                    1,
                    340,
                    "14 June, quinta near Sintra",
                    "Ceremony at 17:30. Is that too early for soft light?"),
            new Said(WED, "Coffee", 2, 40, "", "Three weeks to go and I dream of seating plans."),
            new Said(
                    BOARD,
                    "Briefings",
                    0,
                    330,
                    "Week 46",
                    "Rates stay where they are. Two of you asked about holding structures: I answer in *Questions* so that all can read it."),
            new Said(
                    BOARD,
                    "Round table",
                    1,
                    140,
                    "Handing over",
                    "How did you tell your team that your daughter takes over? I keep putting it off."),
            new Said(
                    BOARD,
                    "Questions",
                    2,
                    70,
                    "Foreign dividends",
                    "Is the tax treaty with Spain worth the paperwork for small amounts?"),
            new Said(
                    BOARD,
                    "Questions",
                    1,
                    20,
                    "Private pension of a partner",
                    "Does it count toward the threshold if it is paid out in one sum?"));

    private final Tx tx;

    DemoPostStore(Tx tx) {
        this.tx = tx;
    }

    /** Says all that the tenant's groups have room for. */
    Future<Void> say() {
        Future<?> said = Future.succeededFuture();
        for (var one : SAID) {
            said = said.compose(x -> tx.run(
                    POST,
                    tx.tenant(),
                    Ids.next(),
                    one.group(),
                    one.channel(),
                    (long) one.who(),
                    one.title(),
                    one.body(),
                    one.title().startsWith("Welcome"),
                    (int) (one.hours() * 60)));
        }
        return said.mapEmpty();
    }
}
