package io.odradek.streamer.contract;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes a graph of served operators, of bounded size, whose memory cannot depend on what an image shows.
 *
 * <p>Each value is followed from the image on: may its numbers depend on pixels? Where such a value would decide how
 * large another one is, the graph is refused. So a call of the model costs the same for all batches of one size, and what
 * was seen at admission holds for every image. Not thread-safe: one for each file.
 */
final class GraphCheck {
    /** Ten times the largest classifiers that are in use; the runtime takes time by the square of some of these. */
    private static final int MAX_NODES = 20_000;

    private static final int MAX_TENSORS = 40_000;
    private static final int MAX_ENDS = 2_000;
    private static final int MAX_NAME = 1_000;
    /** The branches of an If in a branch of an If. */
    private static final int MAX_DEPTH = 3;

    private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx");

    /** The values that a node can use, and whether they depend on pixels. */
    private record Scope(@Nullable Scope outer, Map<String, Boolean> values) {
        /** Null when there is no such value. */
        @Nullable
        Boolean variesByPixels(String name) {
            Boolean own = values.get(name);
            return (own != null || outer == null) ? own : outer.variesByPixels(name);
        }

        void add(String name, boolean varies) throws RefusedException {
            if (name.length() > MAX_NAME) {
                throw refused("the graph has a name of " + name.length() + " characters, allowed: " + MAX_NAME);
            }
            if (variesByPixels(name) != null) {
                throw refused("the graph gives two values the name \"" + name + "\"");
            }
            values.put(name, varies);
        }
    }

    private int nodes;
    private int tensors;

    private GraphCheck() {}

    /** Passes a graph. */
    static void check(GraphProto graph) throws RefusedException {
        boolean unused = new GraphCheck().varies(graph, null, 0);
    }

    /** Whether the graph's outputs depend on pixels. */
    private boolean varies(GraphProto graph, @Nullable Scope outer, int depth) throws RefusedException {
        if (depth > MAX_DEPTH) {
            throw refused("the graph has branches in branches, more than " + MAX_DEPTH + " deep");
        }
        if (graph.getSparseInitializerCount() > 0) {
            throw refused("the graph has sparse tensors, which are not served");
        }
        Scope scope = new Scope(outer, new HashMap<>());
        for (TensorProto tensor : graph.getInitializerList()) {
            check(tensor);
            scope.add(tensor.getName(), false);
        }
        for (ValueInfoProto input : graph.getInputList()) {
            // Initializers of old files are inputs too.
            if (!scope.values().containsKey(input.getName())) {
                scope.add(input.getName(), true);
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            check(node, scope, depth);
        }
        boolean varies = false;
        for (ValueInfoProto output : graph.getOutputList()) {
            varies |= varies(output.getName(), scope);
        }
        return varies;
    }

    private void check(NodeProto node, Scope scope, int depth) throws RefusedException {
        String operator = node.getOpType();
        if (!STANDARD_DOMAINS.contains(node.getDomain())) {
            throw refused("the graph uses an operator outside the ONNX standard, which is not served");
        }
        Operators.check(operator);
        nodes++;
        if (nodes > MAX_NODES) {
            throw refused("the graph has more than " + MAX_NODES + " operators");
        }
        if (node.getInputCount() > MAX_ENDS || node.getOutputCount() > MAX_ENDS) {
            throw refused("the operator " + operator + " has more than " + MAX_ENDS + " inputs or outputs");
        }
        boolean varies = false;
        for (AttributeProto attribute : node.getAttributeList()) {
            varies |= varies(attribute, operator, scope, depth);
        }
        List<String> inputs = node.getInputList();
        for (int i = 0; i < inputs.size(); i++) {
            boolean byPixels = !inputs.get(i).isEmpty() && varies(inputs.get(i), scope);
            if (byPixels && Operators.decidesSize(operator, i)) {
                throw refused("what an image shows decides the size of what " + operator + " makes (\""
                        + String.join(", ", node.getOutputList()) + "\"), which is not served");
            }
            varies |= byPixels;
        }
        for (String output : node.getOutputList()) {
            if (!output.isEmpty()) {
                scope.add(output, varies && !Operators.tellsSize(operator));
            }
        }
    }

    private static boolean varies(String name, Scope scope) throws RefusedException {
        Boolean varies = scope.variesByPixels(name);
        if (varies == null) {
            throw refused("the graph uses \"" + name + "\", which nothing before it makes");
        }
        return varies;
    }

    private boolean varies(AttributeProto attribute, String operator, Scope scope, int depth) throws RefusedException {
        if (attribute.hasSparseTensor() || attribute.getSparseTensorsCount() > 0) {
            throw refused("the graph has sparse tensors, which are not served");
        }
        if (attribute.hasI()) {
            Operators.check(operator, attribute.getName(), attribute.getI());
        }
        for (long value : attribute.getIntsList()) {
            Operators.check(operator, attribute.getName(), value);
        }
        if (attribute.hasT()) {
            check(attribute.getT());
        }
        for (TensorProto tensor : attribute.getTensorsList()) {
            check(tensor);
        }
        if (attribute.getGraphsCount() > 0 || (attribute.hasG() && !operator.equals("If"))) {
            throw refused("the operator " + operator + " has a graph of its own, which is not served");
        }
        return attribute.hasG() && varies(attribute.getG(), scope, depth + 1);
    }

    private void check(TensorProto tensor) throws RefusedException {
        tensors++;
        if (tensors > MAX_TENSORS) {
            throw refused("the graph has more than " + MAX_TENSORS + " tensors");
        }
        Tensors.check(tensor);
    }

    private static RefusedException refused(String why) {
        return new RefusedException(Stage.PROTOBUF, why);
    }
}
