package dev.atrium.journeys;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class ImportJourneyTest {
    @Test
    void staff_bring_their_people_correct_what_is_wrong_and_take_it_back(Portal portal) {
        portal.staff("Iggy Import", "iggy@staff.example", "owner", Portal.ACME);
        try (var window =
                Browser.open(portal, "console.localhost", Screen.DESK_LIGHT).as(portal.asStaff("iggy@staff.example"))) {
            window.go("/t/acme/imports").headed("Import contacts").look("journey-imports");
            window.page()
                    .locator("summary", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Paste rows"))
                    .click();
            window.page()
                    .locator("textarea[name=rows]")
                    .fill(
                            "Name,E-mail,Tags,Password\nJoy Journey,joy@journey.example,Imported,secret\nNo Address,nobody,,secret\n");
            window.press("Read the file");
            window.reads("What does each column mean?")
                    .reads("Looks like passwords")
                    .look("journey-import-columns")
                    .axe();
            window.press("Try every row");
            window.page().locator("#wrong").waitFor();
            window.reads("No Address").look("journey-import-checked").axe();
            window.press("Import these contacts");
            window.page().locator("#undo").waitFor();
            window.reads("This is what happened").look("journey-import-done");
            window.go("/t/acme/contacts?q=joy").reads("Joy Journey");
            window.page().goBack();
            window.press("Take it back");
            window.page().locator("h2:has-text('Taken back')").waitFor();
            // The heading stands there while it is still being taken back.
            for (int i = 0;
                    i < 400 && portal.count("SELECT count(*) FROM contact WHERE email = 'joy@journey.example'") > 0;
                    i++) Portal.pause(25);
            window.go("/t/acme/contacts?q=joy").reads("Nobody fits this search.");
        }
    }
}
