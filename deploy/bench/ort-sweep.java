import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Processor time of an image in ONNX Runtime under its session options, one changed at a time. All options of a model and
 * batch take turns, in another order each round; what is printed are medians over the rounds and the 10th and 90th
 * percentile, and the median of the ratios to the default in the same round. See ort-sweep.sh, which starts it.
 */
class OrtSweep {
    static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    static final String DEFAULT = "default";
    static final int[] BATCHES = {1, 8, 16, 32, 64, 128, 256};
    static final int BATCH = 32;

    /** How a session is changed from what the streamer sets: one thread within and between operations. */
    interface Change {
        void apply(SessionOptions options) throws OrtException;
    }

    /** Arguments: rounds, images a measurement, threads, JSON file, {@code name=model.onnx}... */
    public static void main(String[] args) throws Exception {
        int[] numbers = Arrays.stream(args, 0, 3).mapToInt(Integer::parseInt).toArray();
        OrtSweep sweep = new OrtSweep(numbers[0], numbers[1], numbers[2]);
        Map<String, byte[]> models = new LinkedHashMap<>();
        for (String argument : Arrays.asList(args).subList(4, args.length)) {
            String[] pair = argument.split("=", 2);
            models.put(pair[0], Files.readAllBytes(Path.of(pair[1])));
        }
        models.put("dense", dense(36));
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, byte[]> model : models.entrySet()) {
            rows.addAll(sweep.options(model.getKey(), model.getValue()));
            rows.addAll(sweep.batches(model.getKey(), model.getValue()));
        }
        sweep.threads.shutdown();
        Path json = Path.of(args[3]);
        Files.createDirectories(json.toAbsolutePath().getParent());
        Files.writeString(json, sweep.json(rows));
    }

    /** What was measured of one option. Times in microseconds. */
    record Row(String model, String option, int batch, double median, double low, double high, double ratio) {
        static final String HEAD = String.format("%n%-8s %5s %8s %8s %8s %7s  %s", "model", "batch", "us/image", "p10", "p90", "ratio", "option");

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%-8s %5d %8.2f %8.2f %8.2f %7.3f  %s", model, batch, median, low, high, ratio, option);
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"model\":\"%s\",\"option\":\"%s\",\"batch\":%d,\"median\":%.3f,\"p10\":%.3f,\"p90\":%.3f,\"ratio\":%.4f}",
                    model, option, batch, median, low, high, ratio);
        }
    }

    /** One thing to measure: a session and the batch that it gets. */
    record Subject(String name, OrtSession session, int batch, List<Double> times) {}

    final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    final int rounds;
    final int images;
    final int workers;
    final ExecutorService threads;
    final byte[] noise = new byte[BATCHES[BATCHES.length - 1] * 784];

    OrtSweep(int rounds, int images, int workers) {
        this.rounds = rounds;
        this.images = images;
        this.workers = workers;
        threads = Executors.newFixedThreadPool(workers);
        // Grey values as pictures have them: half of them black.
        Random random = new Random(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) Math.max(0, random.nextInt(512) - 256);
        }
    }

    static Map<String, Change> changes() {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put(DEFAULT, o -> {});
        changes.put("optimization none", o -> o.setOptimizationLevel(OptLevel.NO_OPT));
        changes.put("optimization basic", o -> o.setOptimizationLevel(OptLevel.BASIC_OPT));
        changes.put("optimization extended", o -> o.setOptimizationLevel(OptLevel.EXTENDED_OPT));
        changes.put("optimization all", o -> o.setOptimizationLevel(OptLevel.ALL_OPT));
        changes.put("memory pattern off", o -> o.setMemoryPatternOptimization(false));
        changes.put("arena off", o -> o.setCPUArenaAllocator(false));
        changes.put("arena and pattern off", o -> {
            o.setCPUArenaAllocator(false);
            o.setMemoryPatternOptimization(false);
        });
        changes.put("execution parallel", o -> o.setExecutionMode(ExecutionMode.PARALLEL));
        entry(changes, "session.set_denormal_as_zero", "1");
        entry(changes, "session.disable_prepacking", "1");
        entry(changes, "session.intra_op.allow_spinning", "0");
        entry(changes, "session.enable_quant_qdq_cleanup", "1");
        entry(changes, "session.disable_quant_qdq", "1");
        entry(changes, "session.x64quantprecision", "1");
        entry(changes, "session.use_device_allocator_for_initializers", "1");
        return changes;
    }

    static void entry(Map<String, Change> changes, String key, String value) {
        changes.put(key + "=" + value, o -> o.addConfigEntry(key, value));
    }

    List<Row> options(String model, byte[] file) throws Exception {
        List<Subject> subjects = new ArrayList<>();
        for (Map.Entry<String, Change> change : changes().entrySet()) {
            subjects.add(new Subject(change.getKey(), open(file, change.getValue()), BATCH, new ArrayList<>()));
        }
        return measure(model, subjects);
    }

    List<Row> batches(String model, byte[] file) throws Exception {
        OrtSession session = open(file, o -> {});
        List<Subject> subjects = new ArrayList<>();
        // The one to compare with comes first.
        IntStream.concat(IntStream.of(BATCH), Arrays.stream(BATCHES).filter(batch -> batch != BATCH))
                .forEach(batch -> subjects.add(new Subject(DEFAULT, session, batch, new ArrayList<>())));
        return measure(model, subjects);
    }

    OrtSession open(byte[] file, Change change) throws OrtException {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            change.apply(options);
            return environment.createSession(file, options);
        }
    }

    /** Measures all in turns, prints them, and closes their sessions. The first is what the others compare with. */
    List<Row> measure(String model, List<Subject> subjects) throws Exception {
        for (int round = -1; round < rounds; round++) {
            List<Subject> turns = new ArrayList<>(subjects);
            Collections.rotate(turns, round);
            for (Subject subject : turns) {
                double time = micros(subject);
                if (round >= 0) {
                    subject.times().add(time);
                }
            }
        }
        System.out.println(Row.HEAD);
        List<Row> rows = subjects.stream().map(s -> row(model, s, subjects.get(0))).toList();
        rows.forEach(System.out::println);
        for (OrtSession session : subjects.stream().map(Subject::session).distinct().toList()) {
            session.close();
        }
        return rows;
    }

    Row row(String model, Subject subject, Subject base) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ratios.add(subject.times().get(round) / base.times().get(round));
        }
        List<Double> times = subject.times();
        return new Row(
                model, subject.name(), subject.batch(), at(times, 0.5), at(times, 0.1), at(times, 0.9), at(ratios, 0.5));
    }

    static double at(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.round(share * (sorted.size() - 1)));
    }

    /** Processor time of an image with all workers running at once, each its share on its own thread. */
    double micros(Subject subject) throws Exception {
        List<Future<Double>> shares = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            shares.add(threads.submit(() -> run(subject)));
        }
        double sum = 0;
        for (Future<Double> share : shares) {
            sum += share.get();
        }
        return sum / workers;
    }

    double run(Subject subject) throws OrtException {
        int batch = subject.batch();
        int calls = Math.max(1, images / batch);
        String input = subject.session().getInputNames().iterator().next();
        ByteBuffer buffer = ByteBuffer.allocateDirect(batch * 784);
        long start = CLOCK.getCurrentThreadCpuTime();
        for (int call = 0; call < calls; call++) {
            buffer.clear().put(noise, 0, batch * 784).flip();
            try (OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer, new long[] {batch, 1, 28, 28}, OnnxJavaType.UINT8);
                    OrtSession.Result result = subject.session().run(Map.of(input, tensor))) {
                ((OnnxTensor) result.get(0)).getFloatBuffer();
            }
        }
        return (CLOCK.getCurrentThreadCpuTime() - start) / 1e3 / calls / batch;
    }

    String json(List<Row> rows) throws IOException {
        String processor = Files.lines(Path.of("/proc/cpuinfo"))
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceFirst(".*: ", ""))
                .findFirst()
                .orElse("unknown");
        return String.format(
                Locale.ROOT,
                "{\"onnxruntime\":\"%s\",\"java\":\"%s\",\"processor\":\"%s\",\"load\":%.2f,\"rounds\":%d,\"images\":%d,\"workers\":%d,%n\"rows\":[%n%s]}%n",
                environment.getVersion(),
                System.getProperty("java.version"),
                processor,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                rounds,
                images,
                workers,
                String.join(",\n", rows.stream().map(Row::json).toList()));
    }

    /** A dense net of so many hidden outputs, with random weights. */
    static byte[] dense(int hidden) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("dense");
        graph.addInput(value("image", TensorProto.DataType.UINT8, 1, 28, 28));
        graph.addOutput(value("probabilities", TensorProto.DataType.FLOAT, 10));
        graph.addNode(node("Cast", "image", "floats").addAttribute(AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(TensorProto.DataType.FLOAT.getNumber())));
        graph.addNode(node("Flatten", "floats", "flat"));
        graph.addNode(node("Gemm", "flat", "sums").addInput("w1").addInput("b1"));
        graph.addNode(node("Relu", "sums", "hidden"));
        graph.addNode(node("Gemm", "hidden", "logits").addInput("w2").addInput("b2"));
        graph.addNode(node("Softmax", "logits", "probabilities"));
        graph.addInitializer(weights("w1", 784, hidden)).addInitializer(weights("b1", hidden));
        graph.addInitializer(weights("w2", hidden, 10)).addInitializer(weights("b2", 10));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    static NodeProto.Builder node(String operator, String input, String output) {
        return NodeProto.newBuilder().setOpType(operator).addInput(input).addOutput(output);
    }

    static TensorProto weights(String name, int... sizes) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
        Random random = new Random(sizes[0]);
        Arrays.stream(sizes).forEach(tensor::addDims);
        for (int i = 0; i < Arrays.stream(sizes).reduce(1, Math::multiplyExact); i++) {
            tensor.addFloatData((float) random.nextGaussian() / 1000);
        }
        return tensor.build();
    }

    static ValueInfoProto value(String name, TensorProto.DataType type, long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        Arrays.stream(sizes).forEach(size -> shape.addDimBuilder().setDimValue(size));
        TypeProto.Builder tensor = TypeProto.newBuilder();
        tensor.getTensorTypeBuilder().setElemType(type.getNumber()).setShape(shape);
        return ValueInfoProto.newBuilder().setName(name).setType(tensor).build();
    }
}
