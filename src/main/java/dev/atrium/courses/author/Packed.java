package dev.atrium.courses.author;

import dev.atrium.courses.LessonKind;
import dev.atrium.courses.author.CourseFile.PackedCaption;
import dev.atrium.courses.author.CourseFile.PackedLesson;
import dev.atrium.courses.author.CourseFile.PackedSection;
import dev.atrium.courses.author.CourseFile.PackedTeacher;
import dev.atrium.courses.author.CourseFile.PackedUnlock;
import dev.atrium.courses.quiz.QuizFile;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A course as its file has it, and back: pure but for the captions that are read from the ZIP. */
final class Packed {
    private static final String FIELD = "zip";

    /** Lesson to the path of its file. */
    private final Map<UUID, String> files = new LinkedHashMap<>();

    private final Map<String, String> captions = new LinkedHashMap<>();
    private final Map<UUID, Integer> numbers = new HashMap<>();

    /** Path to text. */
    Map<String, String> captions() {
        return captions;
    }

    Map<UUID, String> files() {
        return files;
    }

    /**
     * @param names lesson to what its file is called; those without one are missing
     * @param cover what the picture is called; null where there is none
     */
    CourseFile file(Whole whole, Map<UUID, String> names, @Nullable String cover) {
        for (var part : whole.parts()) for (var piece : part.pieces()) numbers.put(piece.key(), numbers.size() + 1);
        var course = whole.course();
        return new CourseFile(
                CourseFile.FORMAT,
                course.title(),
                course.slug(),
                course.summary(),
                course.description(),
                course.minutes(),
                course.anchor().word(),
                course.advances(),
                course.instructors().stream()
                        .map(one -> new PackedTeacher(one.name(), one.about()))
                        .toList(),
                cover == null ? null : path(0, cover),
                whole.parts().stream()
                        .map(part -> new PackedSection(
                                part.title(),
                                unlock(part.opening()),
                                part.pieces().stream()
                                        .map(piece -> lesson(piece, names))
                                        .toList()))
                        .toList());
    }

    /** Where a file lies: its number keeps names apart. */
    static String path(int number, String name) {
        var plain = name.replaceAll("[/\\\\\\p{Cntrl}]", "_");
        int most = Math.min(plain.length(), 150);
        // Never through the middle of a character.
        if (most < plain.length() && Character.isLowSurrogate(plain.charAt(most))) most--;
        return "files/%03d-%s".formatted(number, plain.substring(0, most));
    }

    private PackedUnlock unlock(Opening opening) {
        // What waits for a lesson that is gone waits for nothing.
        boolean gone = opening.word().equals("after_lesson") && opening.lesson() == null;
        var lesson = opening.lesson();
        return new PackedUnlock(
                gone ? Opening.NOW.word() : opening.word(),
                lesson == null ? null : numbers.get(lesson),
                opening.days(),
                opening.at());
    }

    private PackedLesson lesson(Whole.Piece piece, Map<UUID, String> names) {
        var draft = piece.draft();
        var name = names.get(piece.key());
        int number = numbers.getOrDefault(piece.key(), 0);
        var path = name == null ? null : path(number, name);
        if (path != null) files.put(piece.key(), path);
        return new PackedLesson(
                draft.title(),
                draft.kind().word(),
                draft.published(),
                draft.required(),
                draft.body(),
                draft.embed(),
                draft.seconds(),
                draft.meetsAt(),
                draft.meetsMinutes(),
                draft.meetsLink(),
                draft.replay(),
                draft.completion().word(),
                draft.completionSeconds(),
                unlock(draft.opening()),
                draft.comments(),
                path,
                name,
                piece.captions().stream().map(one -> caption(number, one)).toList(),
                piece.quiz() == null ? null : QuizFile.of(piece.quiz()),
                PackedTerms.packed(piece.terms()));
    }

    private PackedCaption caption(int number, Whole.Caption caption) {
        var path = "captions/%03d-%s.vtt".formatted(number, caption.language());
        captions.put(path, caption.vtt());
        return new PackedCaption(caption.language(), caption.label(), path);
    }

    /** A course that was read, and which file becomes which lesson's. */
    record Read(
            Whole whole,
            Map<UUID, PackedLesson> files,
            @Nullable String cover) {}

    /** @throws Problem of the field {@code zip} that says which lesson is wrong, and in what */
    static Read read(Unpacked zip) throws IOException {
        var file = zip.course();
        var keys = new ArrayList<UUID>();
        for (var section : file.sections()) section.lessons().forEach(lesson -> keys.add(Ids.next()));
        if (keys.size() > OutlineStore.MOST_LESSONS)
            throw Problem.invalid(FIELD, "lessons-many", OutlineStore.MOST_LESSONS);
        if (file.sections().size() > OutlineStore.MOST_SECTIONS)
            throw Problem.invalid(FIELD, "sections-many", OutlineStore.MOST_SECTIONS);
        var course = part(0, () -> course(file));
        var files = new LinkedHashMap<UUID, PackedLesson>();
        var parts = new ArrayList<Whole.Part>();
        int n = 0;
        for (var section : file.sections()) {
            var pieces = new ArrayList<Whole.Piece>();
            for (var lesson : section.lessons()) {
                var key = keys.get(n++);
                pieces.add(piece(zip, n, key, lesson, keys));
                if (lesson.file() != null) files.put(key, lesson);
            }
            int at = Math.max(1, n);
            parts.add(new Whole.Part(title(at, section), part(at, () -> opening(section.opens(), keys)), pieces));
        }
        files.values().forEach(lesson -> zip.require(String.valueOf(lesson.file())));
        if (file.cover() != null) zip.require(file.cover());
        return new Read(new Whole(course, null, parts), files, file.cover());
    }

    private interface Step<T> {
        T make();
    }

    /** What is wrong with a part, said as something of the file; lesson 0 is the course itself. */
    private static <T> T part(int lesson, Step<T> step) {
        try {
            return step.make();
        } catch (Problem e) {
            if (e.fields().isEmpty() || e.fields().containsKey(FIELD)) throw e;
            var field = e.fields().keySet().stream().sorted().findFirst().orElse("");
            throw lesson == 0
                    ? Problem.invalid(FIELD, "course-zip-json", field)
                    : Problem.invalid(FIELD, "course-zip-lesson", lesson, field);
        }
    }

    private static CourseDraft course(CourseFile file) {
        return CourseDraft.of(
                new Wrong(),
                file.slug(),
                file.title(),
                file.summary(),
                file.description(),
                file.minutes(),
                file.anchor(),
                file.advances(),
                file.instructors().stream()
                        .map(one -> new CourseDraft.Taught(one.name(), one.about(), null))
                        .toList());
    }

    private static String title(int lesson, PackedSection section) {
        return part(lesson, () -> {
            var wrong = new Wrong();
            var title = wrong.line("title", section.title(), CourseDraft.TITLE, true);
            wrong.end();
            return title;
        });
    }

    private static Opening opening(PackedUnlock said, List<UUID> keys) {
        var wrong = new Wrong();
        var number = said.lesson();
        boolean known = number == null || (number >= 1 && number <= keys.size());
        if (!known) wrong.say("lesson", "choice-invalid");
        var opening = Opening.of(
                said.unlock(), number == null || !known ? null : keys.get(number - 1), said.days(), said.at(), wrong);
        wrong.end();
        return opening;
    }

    private static Whole.Piece piece(Unpacked zip, int n, UUID key, PackedLesson said, List<UUID> keys)
            throws IOException {
        var draft = part(n, () -> {
            var wrong = new Wrong();
            var kind = OutlineRoutes.kind(wrong, said.kind());
            return LessonDraft.of(
                    wrong,
                    said.title(),
                    kind,
                    said.published(),
                    said.required(),
                    said.body(),
                    said.file() == null ? said.embed() : "",
                    said.seconds(),
                    said.meets_at(),
                    said.meets_minutes(),
                    said.meets_link(),
                    said.replay(),
                    said.completion(),
                    said.completion_seconds(),
                    opening(said.opens(), keys),
                    said.comments());
        });
        var captions = new ArrayList<Whole.Caption>();
        if (said.captions().size() > CaptionStore.MOST)
            throw Problem.invalid(FIELD, "captions-languages", CaptionStore.MOST);
        for (var one : said.captions()) {
            var text = zip.text(one.file(), Vtt.MOST_BYTES);
            captions.add(part(n, () -> caption(one, text)));
        }
        var quiz = said.quiz();
        var terms =
                part(n, () -> PackedTerms.read(said.assignment(), draft.kind())).orElse(null);
        return new Whole.Piece(
                key,
                draft,
                null,
                captions,
                quiz == null || draft.kind() != LessonKind.QUIZ ? null : part(n, quiz::whole),
                terms);
    }

    private static Whole.Caption caption(PackedCaption said, String text) {
        var wrong = new Wrong();
        var language = LessonRoutes.language(wrong, said.language());
        var label = wrong.line("label", said.label(), 60, true);
        wrong.end();
        return new Whole.Caption(language, label, Vtt.of(text));
    }
}
