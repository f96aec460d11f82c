package io.zaaky.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProtobufTest {

    @Test
    void theExamplesOfTheSpecificationAreWritten() {
        assertArrayEquals(bytes(0x08, 0x96, 0x01), bytes(new Protobuf().number(1, 150)));
        assertArrayEquals(
                bytes(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67),
                bytes(new Protobuf().text(2, "testing")));
        assertArrayEquals(
                bytes(0x1a, 0x03, 0x08, 0x96, 0x01),
                bytes(new Protobuf().message(3, new Protobuf().number(1, 150))));
    }

    @Test
    void aNegativeNumberHasTenBytes() {
        assertArrayEquals(
                bytes(0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
                bytes(new Protobuf().number(1, -2)));
    }

    @Test
    void textsAreReadInTheirOrderAndNumbersPassedOver() throws Exception {
        byte[] message =
                bytes(
                        new Protobuf()
                                .text(16, "a".repeat(200))
                                .number(2, 1L << 40)
                                .real(3, 1.5f)
                                .text(16, "b"));
        Protobuf.Fields fields = Protobuf.read(ByteBuffer.wrap(message));
        assertEquals(List.of("a".repeat(200), "b"), fields.texts(16));
        assertEquals(Set.of(16), fields.values().keySet());
        assertEquals("", fields.text(2));
    }

    @Test
    void whatIsWrittenTwiceIsTheSameTwice() {
        var message = new Protobuf().text(1, "once");
        assertArrayEquals(bytes(message), bytes(message));
    }

    @Test
    void aMessageThatIsCutOffIsRefused() {
        byte[] cut = bytes(0x12, 0x07, 0x74, 0x65);
        assertThrows(IOException.class, () -> Protobuf.read(ByteBuffer.wrap(cut)));
        byte[] key = bytes(0x08);
        assertThrows(IOException.class, () -> Protobuf.read(ByteBuffer.wrap(key)));
    }

    @Test
    void aTypeThatDoesNotExistIsRefused() {
        byte[] group = bytes(0x0b);
        assertThrows(IOException.class, () -> Protobuf.read(ByteBuffer.wrap(group)));
    }

    static byte[] bytes(Protobuf message) {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer written = message.write(arena);
            byte[] bytes = new byte[written.remaining()];
            written.get(bytes);
            return bytes;
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
