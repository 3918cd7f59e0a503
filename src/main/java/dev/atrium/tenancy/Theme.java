package dev.atrium.tenancy;

/** The tenant's colours as one small stylesheet; the fingerprint is its name, so no cache ever shows an old one. */
public record Theme(String css, String fingerprint) {}
