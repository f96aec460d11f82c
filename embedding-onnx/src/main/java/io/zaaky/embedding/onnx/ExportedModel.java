package io.zaaky.embedding.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts that are read from a quantised model exported by PyTorch and ONNX Runtime's quantiser.
 *
 * @param tensors the weights by name, unchanged
 * @param products the names of the weights of quantised multiplications, by the multiplication's
 *     name; without the suffixes that distinguish the numbers from their scale and zero point
 */
record ExportedModel(Map<String, ByteBuffer> tensors, Map<String, String> products) {
    static final String NUMBERS = "_quantized";

    static ExportedModel read(byte[] model) throws IOException {
        Map<String, ByteBuffer> tensors = new HashMap<>();
        Map<String, String> products = new HashMap<>();
        for (ByteBuffer bytes : Protobuf.read(ByteBuffer.wrap(model)).all(7)) {
            Protobuf.Fields graph = Protobuf.read(bytes);
            for (ByteBuffer tensor : graph.all(5)) {
                tensors.put(Protobuf.read(tensor).text(8), tensor);
            }
            for (ByteBuffer operator : graph.all(1)) {
                Protobuf.Fields node = Protobuf.read(operator);
                List<String> inputs = node.texts(1);
                if (node.text(4).equals("MatMulInteger") && inputs.size() > 1) {
                    products.put(node.text(3), inputs.get(1).replace(NUMBERS, ""));
                }
            }
        }
        return new ExportedModel(tensors, products);
    }

    ByteBuffer tensor(String name) throws IOException {
        ByteBuffer tensor = tensors.get(name);
        if (tensor == null) {
            throw new IOException("the model has no weights " + name);
        }
        return tensor;
    }

    int layers() throws IOException {
        int layers = 0;
        while (products.containsKey(productName(layers, "output/dense"))) {
            layers++;
        }
        if (layers == 0) {
            throw new IOException("the model has no quantised layers");
        }
        return layers;
    }

    /** The name of the weights of a multiplication in a layer. */
    String product(int layer, String part) throws IOException {
        String name = products.get(productName(layer, part));
        if (name == null) {
            throw new IOException("the model's layer " + layer + " has no quantised " + part);
        }
        return name;
    }

    private static String productName(int layer, String part) {
        return "/encoder/layer." + layer + "/" + part + "/MatMul_quant";
    }
}
