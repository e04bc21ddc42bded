package io.odradek.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final Scrape SCRAPE = Scrape.of("""
            # HELP rebalance_total of all
            rebalance_total{client_id="consumer-1"} 2.0
            rebalance_total{client_id="consumer-2"} 3.0
            rebalance_total_more{client_id="consumer-1"} 100.0
            memory{area="heap",id="old"} 1.5E7
            memory{area="heap",id="young"} 1.0
            memory{area="nonheap"} 7.0
            ready 1.0
            """);

    @Test
    void addsTheSeriesOfAMetricUp() {
        assertThat(SCRAPE.sum("rebalance_total", "")).isEqualTo(5);
        assertThat(SCRAPE.sum("memory", "area=\"heap\"")).isEqualTo(15_000_001);
        assertThat(SCRAPE.sum("ready", "")).isEqualTo(1);
        assertThat(SCRAPE.sum("absent", "")).isZero();
    }
}
