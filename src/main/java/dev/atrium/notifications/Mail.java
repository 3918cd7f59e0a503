package dev.atrium.notifications;

import dev.atrium.kernel.Email;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One mail to one person.
 *
 * @param kind which templates ({@code mail/<kind>.html}, {@code mail/<kind>.txt}) and subject ({@code mail.<kind>.subject})
 * @param subject what fills the subject's sentence
 * @param model what fills the templates
 */
public record Mail(String kind, Email to, Locale language, List<Object> subject, Map<String, Object> model) {}
