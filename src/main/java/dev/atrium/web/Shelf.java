package dev.atrium.web;

import java.util.List;

/** The navigation of a tenant's console pages; the console knows it, and rooms with pages of their own are given it. */
public interface Shelf {
    List<?> of(Request request);
}
