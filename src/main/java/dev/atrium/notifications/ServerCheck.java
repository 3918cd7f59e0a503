package dev.atrium.notifications;

import dev.atrium.notifications.SmtpFailure.Step;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tries a business' mail server for good: connects, signs in, hands a mail over, and tells of each step what was answered. */
final class ServerCheck {
    /** Sooner than a browser gives up. */
    private static final long SECONDS = 25;

    /**
     * A step of the way.
     *
     * @param state done, failed, or not tried
     */
    record Seen(Step step, String state, String answer) {}

    /** What was found. */
    record Result(List<Seen> steps, Optional<String> fault) {
        boolean good() {
            return fault.isEmpty();
        }
    }

    private ServerCheck() {}

    static Future<Result> run(OwnServers servers, SmtpDialogue.Access access, String from, String to, String data) {
        var seen = new ArrayList<Seen>();
        SmtpDialogue.Listener told = (step, answer) -> seen.add(new Seen(step, "done", answer));
        return servers.open(access, told)
                .compose(dialogue -> dialogue.send(from, to, data).onComplete(x -> dialogue.close()))
                .timeout(SECONDS, TimeUnit.SECONDS)
                .map(x -> new Result(List.copyOf(seen), Optional.empty()))
                .recover(failure -> Future.succeededFuture(stopped(access, seen, failure)));
    }

    /** Where it stopped, why, and what was therefore not tried. */
    private static Result stopped(SmtpDialogue.Access access, List<Seen> seen, Throwable failure) {
        var steps = new ArrayList<>(seen);
        var words = SmtpAnswers.words(failure);
        var failed = failure instanceof SmtpFailure known
                ? known.step()
                : steps.isEmpty() ? Step.LOOKUP : steps.getLast().step();
        steps.add(new Seen(failed, "failed", words));
        Arrays.stream(Step.values())
                .filter(step -> steps.stream().noneMatch(one -> one.step() == step))
                .filter(step -> step != Step.SIGN_IN || !access.user().isEmpty())
                .forEach(step -> steps.add(new Seen(step, "open", "")));
        return new Result(steps, Optional.of(words));
    }
}
