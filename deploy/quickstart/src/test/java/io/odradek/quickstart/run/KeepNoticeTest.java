package io.odradek.quickstart.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeepNoticeTest {
    @Test
    void quotesWhatAShellWouldTakeApart() {
        assertThat(KeepNotice.quoted("target/quickstart/sample.png")).isEqualTo("target/quickstart/sample.png");
        assertThat(KeepNotice.quoted("/my runs/it's/sample.png")).isEqualTo("'/my runs/it'\\''s/sample.png'");
    }
}
