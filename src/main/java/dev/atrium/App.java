package dev.atrium;

/** Starts the portal. */
public final class App {
    private App() {}

    public static void main(String[] args) {
        System.out.println("atrium " + Runtime.version());
    }
}
