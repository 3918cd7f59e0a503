package dev.atrium.web;

import java.io.Writer;

/** Collects a page. Unlike the writers of the JDK it neither locks nor copies what it appends. */
final class PageWriter extends Writer {
    private final StringBuilder out;

    PageWriter(int capacity) {
        this.out = new StringBuilder(capacity);
    }

    @Override
    public void write(char[] text, int offset, int length) {
        out.append(text, offset, length);
    }

    @Override
    public void write(String text) {
        out.append(text);
    }

    @Override
    public void write(int character) {
        out.append((char) character);
    }

    @Override
    public Writer append(CharSequence text) {
        out.append(text);
        return this;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return out.toString();
    }
}
