package io.zaaky.embedding.onnx;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds a message in the part of Protocol Buffers' binary format that ONNX needs. Values are
 * referenced, not copied, until the bytes are requested, because weights are large.
 *
 * <p>Source: protobuf.dev, "Encoding".
 */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final List<ByteBuffer> parts = new ArrayList<>();
    private int size;

    /** The strings and messages in a message that was read, by field; numbers are omitted. */
    record Fields(Map<Integer, List<ByteBuffer>> values) {
        List<ByteBuffer> all(int field) {
            return values.getOrDefault(field, List.of());
        }

        /** The first text, or an empty one. */
        String text(int field) {
            List<String> texts = texts(field);
            return texts.isEmpty() ? "" : texts.getFirst();
        }

        List<String> texts(int field) {
            return all(field).stream()
                    .map(text -> StandardCharsets.UTF_8.decode(text.duplicate()).toString())
                    .toList();
        }
    }

    static Fields read(ByteBuffer message) throws IOException {
        Map<Integer, List<ByteBuffer>> fields = new TreeMap<>();
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (in.hasRemaining()) {
                int key = (int) varint(in);
                switch (key & 7) {
                    case VARINT -> varint(in);
                    case FIXED64 -> in.getLong();
                    case FIXED32 -> in.getInt();
                    case BYTES -> {
                        int length = (int) varint(in);
                        fields.computeIfAbsent(key >>> 3, field -> new ArrayList<>())
                                .add(in.slice(in.position(), length));
                        in.position(in.position() + length);
                    }
                    default -> throw new IOException("not Protocol Buffers: type " + (key & 7));
                }
            }
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw new IOException("not Protocol Buffers, or cut off", e);
        }
        return new Fields(fields);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    Protobuf number(int field, long value) {
        return key(field, VARINT).varint(value);
    }

    Protobuf real(int field, float value) {
        return key(field, FIXED32)
                .add(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip());
    }

    Protobuf text(int field, String value) {
        return bytes(field, StandardCharsets.UTF_8.encode(value));
    }

    Protobuf bytes(int field, ByteBuffer value) {
        return key(field, BYTES).varint(value.remaining()).add(value);
    }

    Protobuf message(int field, Protobuf value) {
        key(field, BYTES).varint(value.size);
        value.parts.forEach(this::add);
        return this;
    }

    /**
     * Writes into off-heap memory that lives as long as the arena and that native code can read.
     */
    ByteBuffer write(Arena arena) {
        ByteBuffer out = arena.allocate(size).asByteBuffer();
        parts.forEach(part -> out.put(part.duplicate()));
        return out.flip();
    }

    private Protobuf key(int field, int type) {
        return varint(((long) field << 3) | type);
    }

    private Protobuf varint(long value) {
        ByteBuffer out = ByteBuffer.allocate(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        return add(out.put((byte) rest).flip());
    }

    private Protobuf add(ByteBuffer part) {
        parts.add(part);
        size += part.remaining();
        return this;
    }
}
