package io.pexen.sample;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.pexen.Sched;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page in a real browser. */
@Tag("browser")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(180)
class DigestPageTest {

    private static final Pattern RUN_ENDED = Pattern.compile("^Run \\d+: .* 0 failed");
    private static final LocatorAssertions.HasCountOptions EVENTUALLY =
            new LocatorAssertions.HasCountOptions().setTimeout(60_000);

    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void startBrowser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        playwright = Playwright.create();
        browser = playwright.chromium().launch(Chromium.onPath());
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
        playwright.close();
    }

    @Test
    void runsAgainAtThePressOfTheButton(@LocalServerPort int port, @Qualifier("nightly") @Autowired Sched nightly) {
        try (Page page = browser.newPage()) {
            List<String> errors = new ArrayList<>();
            page.onPageError(errors::add);
            page.navigate("http://localhost:" + port + "/");

            Locator button = page.locator("#run");
            Locator status = page.locator("#status");
            Locator results = page.locator("#results li");
            assertThat(status).hasText(RUN_ENDED);
            String first = status.textContent();

            // Counts lines as they are added: the list must grow line by line, from none to all.
            page.evaluate("""
                    () => {
                      window.counts = [];
                      const list = document.getElementById('results');
                      new MutationObserver(() => window.counts.push(list.children.length)).observe(list, {childList: true});
                    }
                    """);
            button.click();

            assertThat(status).not().hasText(first);
            assertThat(status).hasText(RUN_ENDED);
            assertThat(results).hasCount(nightly.tasks().size(), EVENTUALLY);
            assertThat(page.locator("#results .SUCCEEDED"))
                    .hasCount(nightly.tasks().size());
            assertThat(button).isEnabled();
            assertThat(((List<?>) page.evaluate("() => window.counts")).size()).isGreaterThan(3);
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void drawsAChartForEachReport(@LocalServerPort int port) {
        try (Page page = browser.newPage()) {
            page.navigate("http://localhost:" + port + "/");
            assertThat(page.locator(".card svg")).hasCount(7, EVENTUALLY);
            assertThat(page.locator("[data-report=by-year] svg .damaged")).hasCount(13);
            assertThat(page.locator("[data-report=by-phase] svg text").first()).hasText("Approach");
            assertThat(page.locator("#tiles")).containsText("10,000");

            page.getByText("cost", new Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            assertThat(page.locator("[data-report=by-year] svg .damaged")).hasCount(0);
            assertThat(page.locator("[data-report=by-phase] svg")).containsText("$16.8M");
        }
    }
}
