/**
 * Quizzes: what a lesson asks, and what people answer. What is right stands apart from what is asked, in the tables and in memory,
 * and leaves the server for nobody who has not submitted. Tables: quiz, quiz_question, quiz_attempt, quiz_grant.
 */
@NullMarked
package dev.atrium.courses.quiz;

import org.jspecify.annotations.NullMarked;
