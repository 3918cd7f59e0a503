package dev.atrium.web;

import java.util.Collection;
import java.util.List;

/**
 * The keys that are made of a word at run time. No other place joins a key from parts, so each member can be asked for at
 * start ({@link Messages#require}) instead of being missed on the one page that needs it.
 */
public enum Family {
    /** The sentence of a problem, by its code. */
    ERROR("error.", ""),
    /** The title of a problem that is a page, by its code. */
    ERROR_TITLE("error.", ".title"),
    /** What an HTTP status means, by its number. */
    STATUS("status.", ""),
    /** What an action left for the next page, by the word in the cookie. */
    FLASH("flash.", ""),
    /** An app's name, by its key. */
    APP("app.", ""),
    /** A field that a tenant may require, by its name. */
    PROFILE_FIELD("profile.field.", ""),
    /** A kind of custom field. */
    FIELD_TYPE("fields.type.", ""),
    /** A mail's subject, by its kind. */
    MAIL_SUBJECT("mail.", ".subject"),
    /** The line that mail programs show beside the subject, by its kind. */
    MAIL_PREHEADER("mail.", ".preheader"),
    /** How long ago, by the unit; counted. */
    DATE_AGO("date.", "-ago"),
    /** In how long, by the unit; counted. */
    DATE_AHEAD("date.in-", ""),
    /** What a key may do, by its scope with a hyphen for the colon. */
    SCOPE("scope.", ""),
    /** A place of the person's own settings. */
    ACCOUNT_NAV("account.", ".nav"),
    /** What places of the person's own settings have in common. */
    ACCOUNT_GROUP("account.group.", ""),
    /** A part of the person's own history. */
    ACTIVITY_PART("account.activity.part.", ""),
    /** Who may see or reach a person, by question and answer. */
    SOCIAL("account.communities.", ""),
    /** What that answer means. */
    SOCIAL_LEAD("account.communities.", ".lead"),
    /** A field or picture of the branding. */
    BRANDING_FIELD("branding.field.", ""),
    /** What it is for, and what is taken. */
    BRANDING_HINT("branding.hint.", ""),
    /** One of several looks: corners, faces, day or night. */
    BRANDING_CHOICE("branding.choice.", ""),
    /** Which two colours meet that cannot be read. */
    CONTRAST("branding.contrast.", ""),
    /** Why a rule of a business's own style sheet is left out. */
    CSS_REASON("css.reason.", ""),
    /** A place of a tenant's console. */
    CONSOLE_NAV("console.nav.", ""),
    /** What places of a tenant's console have in common. */
    CONSOLE_GROUP("console.group.", ""),
    /** How a custom domain stands, by its state. */
    DOMAIN_STATE("domain.state.", ""),
    /** What that means and what to do. */
    DOMAIN_STATE_LEAD("domain.state.", ".lead"),
    /** What is wrong with the DNS of a domain. */
    DOMAIN_FAULT("domain.fault.", ""),
    /** What is said of a record that receivers of mails look up, by a word. */
    SENDER_DNS("sender-dns.said.", ""),
    /** What an operator did, by the action. */
    OPERATOR_ACT("operator.act.", ""),
    /** A place of the operators' desk. */
    OPERATOR_NAV("operator.nav.", ""),
    /** How a link to one thing stands. */
    LINK_STATE("links.state.", ""),
    /** How a link by which staff let a client in stands. */
    SIGN_IN_LINK_STATE("signin.links.state.", ""),
    /** How certificates look: their layout, and which way the sheet lies. */
    CERTIFICATE_CHOICE("certificates.choice.", ""),
    /** How a meeting of a group stands: cancelled, running, full. */
    EVENT_STATE("events.state.", ""),
    /** What somebody answered: yes, maybe, no, waiting. */
    EVENT_STANDING("events.standing.", ""),
    /** What can be answered: yes, wait, maybe, no. */
    EVENT_CHOICE("events.choice.", ""),
    /** Over the names of those who answered alike. */
    EVENT_PEOPLE("events.people.", ""),
    /** How often a meeting takes place, by week or month; counted. */
    EVENT_EVERY("events.every.", ""),
    /** Whether it takes place more than once. */
    EVENT_REPEAT("events.repeat.", ""),
    /** On which day of a month it takes place again. */
    EVENT_MONTHLY("events.monthly.", ""),
    /** How a series ends. */
    EVENT_ENDS("events.ends.", ""),
    /** What work in the background is for, by its kind. */
    JOB("job.", ""),
    /** Who follows the log of facts, by the reader's name. */
    FACT_READER("fact-reader.", ""),
    /** How an announcement stands: draft, later, now. */
    ANNOUNCEMENT_STATE("announcements.state.", ""),
    /** When an announcement is to appear. */
    ANNOUNCEMENT_TIMING("announcements.timing.", ""),
    /** How an invitation stands, by its state. */
    INVITATION_STATE("invitations.state.", ""),
    /** What becomes of a line of a list of people, by the verdict. */
    INVITATION_VERDICT("invitations.verdict.", ""),
    /** What a fact says, by its kind. */
    FACT("fact.", ""),
    /** What an icon of a link shows, by its id. */
    NAV_LINK_ICON("nav-links.icon.", ""),
    /** A kind of groups that an audience is made of. */
    AUDIENCE("audience.", ""),
    /** How one notification arrives in one channel, by the channel. */
    CHOICE_CELL("account.notifications.cell.", ""),
    /** A part of the house that tells people something. */
    AREA("area.", ""),
    /** A group of notification types. */
    GROUP("group.", ""),
    /** A notification type, by its key. */
    TYPE("type.", ""),
    /** When a notification of a type comes, by its key. */
    TYPE_LEAD("type.", ".lead"),
    /** The line of the bell, by the type's key. */
    BELL("bell.", ""),
    /** The first sentence of a mail, by its kind. */
    MAIL_LEAD("mail.", ".lead"),
    /** What a mail's button says, by its kind. */
    MAIL_BUTTON("mail.", ".button"),
    /** How far a conversation with a mail server came. */
    SMTP_STEP("smtp-step.", ""),
    /** Why a conversation with a mail server ended where the server did not say. */
    SMTP_FAULT("smtp-fault.", ""),
    /** What became of a mail. */
    MAIL_STATE("mail-state.", ""),
    /** A way in which people are told. */
    CHANNEL("channel.", ""),
    /** How often somebody is told. */
    PACE("pace.", ""),
    /** What the business decided about a notification type. */
    RULE("rule.", ""),
    /** What a variable means, by its name. */
    VARIABLE("variable.", ""),
    /** Of which kind a variable is. */
    VARIABLE_KIND("variable-kind.", ""),
    /** What becomes of rows when their person is erased. */
    DATA_FATE("data.fate.", ""),
    /** Why rows of a table stay, by the table. */
    DATA_KEPT("data.kept.", ""),
    /** What a table is called for people. */
    DATA_TABLE("data.table.", ""),
    /** What staff are called in a tenant, by the word of the role. */
    ROLE("role.", ""),
    /** What a role may do. */
    ROLE_LEAD("role.", ".lead"),
    /** How an invitation to a team stands. */
    TEAM_INVITATION("team.invitation.", ""),
    /** What somebody of staff did with their own account, by the action. */
    STAFF_ACT("console.activity.", ""),
    /** A sentence of the audit log, by the action. */
    AUDIT_ACT("audit.act.", ""),
    /** What actions of the audit log have in common, by the part before the dot. */
    AUDIT_GROUP("audit.group.", ""),
    /** Who did it where nobody is named, by the kind. */
    AUDIT_ACTOR("audit.actor.", ""),
    /** Why staff have somebody erased. */
    ERASE_REASON("erase.reason.", ""),
    /** How an invitation stands, as a rule of a segment says it. */
    SEGMENT_INVITED("segments.invited.", ""),
    /** How a rule of a segment compares. */
    SEGMENT_OP("segments.op.", ""),
    /** What is done to everybody on a list. */
    BULK("contacts.bulk.", ""),
    /** A part of a contact's timeline. */
    TIMELINE_PART("timeline.part.", ""),
    /** How an import stands. */
    IMPORT_STATE("imports.state.", ""),
    /** What a column of an imported file can mean. */
    IMPORT_TARGET("imports.target.", ""),
    /** What becomes, or became, of a row of an imported file. */
    IMPORT_VERDICT("imports.verdict.", ""),
    /** What becomes of rows whose person is known. */
    IMPORT_POLICY("imports.policy.", ""),
    /** What stands beside the apps: a link, a page, a frame. */
    NAV_KIND("nav-links.kind.", ""),
    /** What a portal may use so much of, by the kind. */
    LIMIT("limit.", ""),
    /** A step of the guided setup. */
    SETUP_STEP("setup.step.", ""),
    /** What the step is good for. */
    SETUP_STEP_LEAD("setup.step.", ".lead"),
    /** How a step stands. */
    SETUP_STATE("setup.state.", ""),
    /** What a starter template says, by its key and the text's. */
    STARTER("starter.", ""),
    /** What a part of a starter template puts into the portal. */
    STARTER_PART("starters.part.", ""),
    /** What a webhook tells of, by the event. */
    WEBHOOK_EVENT("webhook.event.", ""),
    /** What events of webhooks happen to, by the kind of thing. */
    WEBHOOK_GROUP("webhook.group.", ""),
    /** What became of a message of a webhook. */
    WEBHOOK_STATE("webhooks.state.", ""),
    /** How an endpoint of webhooks stands. */
    WEBHOOK_CONDITION("webhooks.condition.", ""),
    /** Why no answer came to a webhook. */
    WEBHOOK_FAILURE("webhooks.failure.", ""),
    /** How a post stands that is not published. */
    POST_STATE("posts.state.", ""),
    /** What people feel about a post or comment. */
    REACTION("reaction.", ""),
    /** A page of every group, as the bar of its pages lists it. */
    COMMUNITY_TAB("communities.tab.", ""),
    /** Who may find a group: public, private or secret. */
    COMMUNITY_SEEN("communities.seen.", ""),
    /** What somebody is in a group. */
    COMMUNITY_ROLE("communities.role.", ""),
    /** How often a group is told in one mail. */
    DIGEST_PACE("digest.pace.", ""),
    /** What a group tells somebody. */
    NOTIFY("notify.posts.", ""),
    /** Since when points count on a board. */
    POINTS_WINDOW("points.window.", ""),
    /** Why something is shown to those who moderate. */
    MODERATION_REASON("moderation.reason.", ""),
    /** What waits for those who moderate. */
    MODERATION_WHAT("moderation.what.", ""),
    /** For how long somebody is muted. */
    MODERATION_LENGTH("moderation.length.", ""),
    /** What that means. */
    COMMUNITY_SEEN_LEAD("communities.seen.", ".lead"),
    /** A page on which a group is run. */
    COMMUNITY_PART("communities.part.", ""),
    /** How long somebody may write nothing. */
    COMMUNITY_MUTE("communities.mute.", ""),
    /** A kind of channel. */
    COMMUNITY_CHANNEL("communities.channel.", ""),
    /** Who may begin a post in a channel. */
    COMMUNITY_POLICY("communities.policy.", ""),
    /** A page of a course on the console. */
    COURSE_TAB("courses.desk.tab.", ""),
    /** Whether a course is a draft, published or archived. */
    COURSE_STATE("courses.desk.state.", ""),
    /** From when days of unlocking count. */
    COURSE_ANCHOR("courses.desk.anchor.", ""),
    /** What a lesson is made of, as authors read it. */
    COURSE_KIND("courses.desk.kind.", ""),
    /** What completes a lesson, as authors choose it. */
    COURSE_COMPLETION("courses.desk.completion.", ""),
    /** When a section or lesson opens, as authors choose it. */
    COURSE_UNLOCK("courses.desk.unlock.", ""),
    /** What a lesson lacks. */
    COURSE_GAP("courses.desk.gap.", ""),
    /** How a question of a quiz is answered. */
    QUIZ_KIND("quiz.kind.", ""),
    /** What that means. */
    QUIZ_KIND_LEAD("quiz.kind.", ".lead"),
    /** Which attempt at a quiz counts. */
    QUIZ_KEEPS("quiz.keeps.", ""),
    /** Where work that was handed in stands. */
    HAND_IN_STATE("assignment.state.", ""),
    /** What that means for its learner. */
    HAND_IN_LEAD("assignment.state.", ".lead"),
    /** Until when work is to be handed in, as authors choose it. */
    ASSIGNMENT_DUE("assignment.due.", ""),
    /** A word of the styleguide. */
    STYLEGUIDE("styleguide.", "");

    private final String before;
    private final String after;

    Family(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /** The key of one member. */
    public String key(Object member) {
        return before + member + after;
    }

    /** The keys of several. */
    public List<String> keys(Collection<?> members) {
        return members.stream().map(this::key).toList();
    }
}
