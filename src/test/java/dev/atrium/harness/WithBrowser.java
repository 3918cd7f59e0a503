package dev.atrium.harness;

import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Tests that look at the portal: skipped without a browser, and all of a run share one {@link Portal}. */
public final class WithBrowser implements BeforeAllCallback, ParameterResolver {
    private static final Namespace RUN = Namespace.create(WithBrowser.class);

    /** All people of the journeys sit behind one address, which no real portal would see. */
    private static final Map<String, String> ROOM = Map.of(
            "limits.codes-per-ip-per-hour", "1000",
            "limits.sign-in-per-ip-per-minute", "1000",
            "pseudo-languages", "true");

    @Override
    public void beforeAll(ExtensionContext context) {
        Browser.require();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(Portal.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(RUN).computeIfAbsent(Portal.class, x -> Portal.start(ROOM), Portal.class);
    }
}
