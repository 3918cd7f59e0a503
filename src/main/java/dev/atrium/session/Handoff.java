package dev.atrium.session;

import java.util.UUID;

/** What a hand-off to the portal is bound to: who of staff asked in which browser, as whom they want to look, and why. */
public record Handoff(UUID staff, String staffName, UUID staffSession, UUID account, String userAgent, String reason) {}
