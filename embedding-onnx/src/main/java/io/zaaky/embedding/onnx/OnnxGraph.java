package io.zaaky.embedding.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds an ONNX model: operators over the outputs of other operators, which are named in the order
 * in which they are added.
 *
 * <p>Source: onnx.proto of the ONNX project, for the numbers of fields and types.
 */
final class OnnxGraph {
    private static final String STANDARD = "";

    /** ONNX Runtime's own operators, including the fused ones. */
    private static final String RUNTIME = "com.microsoft";

    private static final int FORMAT = 8;
    private static final int STANDARD_VERSION = 17;
    private static final int RUNTIME_VERSION = 1;
    private static final int TYPE_FLOAT = 1;
    private static final int TYPE_LONG = 7;

    private final Protobuf graph = new Protobuf().text(2, "sentence");
    private int values;

    /** Adds a standard operator with one output, and returns the name of the output. */
    String standard(String operator, List<String> inputs, Protobuf... attributes) {
        return add(STANDARD, operator, inputs, 1, attributes).getFirst();
    }

    List<String> standard(int outputs, String operator, List<String> inputs) {
        return add(STANDARD, operator, inputs, outputs);
    }

    /** Adds one of ONNX Runtime's own operators. */
    String fused(String operator, List<String> inputs, Protobuf... attributes) {
        return add(RUNTIME, operator, inputs, 1, attributes).getFirst();
    }

    private List<String> add(
            String domain,
            String operator,
            List<String> inputs,
            int outputs,
            Protobuf... attributes) {
        var node = new Protobuf().text(4, operator).text(7, domain);
        inputs.forEach(input -> node.text(1, input));
        List<String> names = Stream.generate(this::name).limit(outputs).toList();
        names.forEach(output -> node.text(2, output));
        for (Protobuf attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
        return names;
    }

    /** Adds a constant row of whole numbers. */
    String constant(long... numbers) {
        String name = name();
        ByteBuffer raw =
                ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(numbers);
        graph.message(
                5,
                new Protobuf()
                        .number(1, numbers.length)
                        .number(2, TYPE_LONG)
                        .text(8, name)
                        .bytes(9, raw));
        return name;
    }

    /** Adds a tensor from another model, with its name. */
    void weight(ByteBuffer tensor) {
        graph.bytes(5, tensor);
    }

    /** Declares an input: a row of whole numbers of any length. */
    void input(String name) {
        var shape = new Protobuf().message(1, new Protobuf().text(2, "length"));
        graph.message(11, value(name, new Protobuf().number(1, TYPE_LONG).message(2, shape)));
    }

    Protobuf model(String output) {
        graph.message(12, value(output, new Protobuf().number(1, TYPE_FLOAT)));
        return new Protobuf()
                .number(1, FORMAT)
                .message(8, version(STANDARD, STANDARD_VERSION))
                .message(8, version(RUNTIME, RUNTIME_VERSION))
                .message(7, graph);
    }

    static Protobuf attribute(String name, long value) {
        return new Protobuf().text(1, name).number(3, value).number(20, 2);
    }

    static Protobuf attribute(String name, float value) {
        return new Protobuf().text(1, name).real(2, value).number(20, 1);
    }

    static Protobuf attribute(String name, long[] values) {
        var attribute = new Protobuf().text(1, name).number(20, 7);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute;
    }

    private static Protobuf value(String name, Protobuf tensor) {
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    private static Protobuf version(String domain, int version) {
        return new Protobuf().text(1, domain).number(2, version);
    }

    private String name() {
        return "v" + values++;
    }
}
