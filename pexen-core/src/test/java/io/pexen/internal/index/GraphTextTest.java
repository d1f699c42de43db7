package io.pexen.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.task.Task;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("A graph as text")
class GraphTextTest {

    private static IndexedGraph graph(String id, String key) {
        return IndexedGraph.of(List.of(
                Task.named(id).provides(key).runs(() -> {}),
                Task.named("end").requires(key, id).runs(() -> {})));
    }

    @Test
    @DisplayName("leaves ordinary ids and keys as they are")
    void plain() {
        IndexedGraph graph = graph("nightly.load-all", "übersicht_1/a");

        assertThat(graph.toMermaid()).isEqualTo("""
                        flowchart LR
                          t0["nightly.load-all"]
                          t1["end"]
                          t0 --> t1
                          t0 -->|"übersicht_1/a"| t1
                        """);
        assertThat(graph.toDot()).isEqualTo("""
                        digraph pexen {
                          rankdir=LR;
                          node [shape=box];
                          t0 [label="nightly.load-all"];
                          t1 [label="end"];
                          t0 -> t1;
                          t0 -> t1 [label="übersicht_1/a"];
                        }
                        """);
    }

    @Test
    @DisplayName("writes what Mermaid gives a meaning to as entity codes")
    void mermaid() {
        assertThat(graph("a\"]<b>&#;\\`:", "%%{init: {}}%%").toMermaid())
                .contains("t0[\"a#34;#93;#60;b#62;#38;#35;#59;#92;#96;#58;\"]\n")
                .contains("|\"#37;#37;#123;init#58; #123;#125;#125;#37;#37;\"|");
        assertThat(graph("😀", "ﬂ°°60¶ß").toMermaid()).contains("\"#128512;\"", "\"ﬂ#176;#176;60#182;ß\"");
    }

    @Test
    @DisplayName("escapes what Graphviz gives a meaning to within quotes")
    void dot() {
        assertThat(graph("a\\\"\\N", "<b>&amp;").toDot())
                .contains("t0 [label=\"a\\\\\\\"\\\\N\"];\n")
                .contains("[label=\"&lt;b&gt;&amp;amp;\"];\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"]\n  t9[\"b",
                "a\r\nclick t0 call alert()",
                "a\rb",
                "\\",
                "a\\\"; t9 [label=\"b",
                "%%{init: {'securityLevel': 'loose'}}%%",
                "---\nconfig:\n---",
                "<img src=x onerror=alert(1)>",
                "style x:#y;",
                "a\u2028b\u0000c\u0085d",
                "`md` $$x$$"
            })
    @DisplayName("has as many lines as without hostile ids and keys, and none of their marks")
    void hostile(String text) {
        IndexedGraph graph = graph("x" + text, "y" + text);

        assertThat(graph.toMermaid().split("\\R", -1)).hasSize(6);
        assertThat(graph.toMermaid().lines().skip(1))
                .allSatisfy(
                        line -> assertThat(line.replaceAll("#\\d+;", ""))
                                .matches(
                                        "  t\\d(\\[\"[^\"<>&#;%{}\\\\`\\[\\]\\p{Cntrl}]*\"]| -->(\\|\"[^\"<>&#;%{}\\\\`|\\p{Cntrl}]*\"\\|)? t\\d)"));
        assertThat(graph.toDot().split("\\R", -1)).hasSize(9);
        assertThat(graph.toDot().lines().skip(3).limit(4))
                .allSatisfy(line -> assertThat(line)
                        .matches("  t\\d( -> t\\d)?( \\[label=\"([^\"<>\\\\\\p{Cntrl}]|\\\\\\\\|\\\\\")*\"])?;"));
    }
}
