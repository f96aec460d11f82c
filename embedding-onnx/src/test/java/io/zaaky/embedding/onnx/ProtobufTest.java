package io.zaaky.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProtobufTest {

    @Test
    void theExamplesOfTheSpecificationAreWritten() {
        assertArrayEquals(bytes(0x08, 0x96, 0x01), new Protobuf().number(1, 150).toByteArray());
        assertArrayEquals(
                bytes(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67),
                new Protobuf().text(2, "testing").toByteArray());
        assertArrayEquals(
                bytes(0x1a, 0x03, 0x08, 0x96, 0x01),
                new Protobuf().message(3, new Protobuf().number(1, 150)).toByteArray());
    }

    @Test
    void aNegativeNumberHasTenBytes() {
        assertArrayEquals(
                bytes(0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
                new Protobuf().number(1, -2).toByteArray());
    }

    @Test
    void textsAreReadInTheirOrderAndNumbersPassedOver() throws Exception {
        byte[] message =
                new Protobuf()
                        .text(16, "a".repeat(200))
                        .number(2, 1L << 40)
                        .real(3, 1.5f)
                        .text(16, "b")
                        .toByteArray();
        Protobuf.Fields fields = Protobuf.read(ByteBuffer.wrap(message));
        assertEquals(List.of("a".repeat(200), "b"), fields.texts(16));
        assertEquals(Set.of(16), fields.values().keySet());
        assertEquals("", fields.text(2));
    }

    @Test
    void whatIsWrittenTwiceIsTheSameTwice() {
        var message = new Protobuf().text(1, "once");
        assertArrayEquals(message.toByteArray(), message.toByteArray());
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

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
