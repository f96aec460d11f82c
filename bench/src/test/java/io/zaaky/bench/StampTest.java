package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StampTest {
    @Test
    void whatIsWrittenIsRead() {
        byte[] bytes = "data: \" @0000000000000000\"".getBytes(US_ASCII);
        int mark = Stamp.find(bytes, 0, bytes.length);
        Stamp.write(bytes, mark, 0xbeef, 0x123456789abcL);
        assertEquals(0xbeef, Stamp.number(bytes, mark));
        assertEquals(0x123456789abcL, Stamp.moment(bytes, mark));
        assertEquals(-1, Stamp.find(bytes, mark + 1, bytes.length));
    }

    @Test
    void aPercentileIsAValueThatWasMeasured() {
        var samples = new Samples(0);
        for (int i = 100; i >= 1; i--) {
            samples.add(i);
        }
        assertEquals(50, samples.percentile(0.5));
        assertEquals(99, samples.percentile(0.99));
        assertEquals(100, samples.max());
    }
}
