package dev.atrium.contacts;

/** One entry of a select. */
public record Option(String id, String label, boolean selected) {}
