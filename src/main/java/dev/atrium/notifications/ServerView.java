package dev.atrium.notifications;

import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A business' mail server in the words of whoever reads the console. */
final class ServerView {
    /** What is wrong with the server, and what waits for it. */
    record Trouble(
            String fault,
            int failures,
            @Nullable Instant since,
            @Nullable Instant until,
            long waiting) {}

    /** A step of a test. */
    record Tried(String name, String state, String answer) {}

    private ServerView() {}

    /** What every page of mail says while the business' own server fails. */
    static void trouble(Map<String, Object> model, Request request, MailSettings settings, long waiting) {
        var circuit = settings.circuit();
        model.put("settings", "/t/" + request.seat().slug() + "/notifications");
        if (!settings.server().on() || !circuit.failing()) return;
        model.put(
                "trouble",
                new Trouble(
                        said(request, circuit.fault()),
                        circuit.failures(),
                        circuit.since(),
                        circuit.restsUntil(),
                        waiting));
    }

    /** What a server said, as it said it; where none said anything, a sentence of ours. */
    static String said(Request request, String fault) {
        return SmtpFailure.FAULTS.contains(fault) ? request.say(Family.SMTP_FAULT.key(fault)) : fault;
    }

    static List<Tried> steps(Request request, ServerCheck.Result result) {
        return result.steps().stream()
                .map(seen -> new Tried(
                        request.say(Family.SMTP_STEP.key(seen.step().word())),
                        seen.state(),
                        said(request, seen.answer())))
                .toList();
    }
}
