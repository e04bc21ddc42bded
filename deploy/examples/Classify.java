// Classifies image files with Odradek. Needs Java 17, and kafka-clients and slf4j-api, which "mvn package" puts here:
//
//     java -cp "$(echo streamer/target/lib/kafka-clients-*.jar streamer/target/lib/slf4j-api-*.jar | tr ' ' :)" deploy/examples/Classify.java localhost:9092 sneaker.png
//
// Prints for each file its name, a tab and its prediction. Exit code 1: a file was not sent, refused, or not answered.
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.serialization.*;
class Classify {
    public static void main(String[] args) throws java.io.IOException {
        Map<String, Object> settings = Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed");
        Map<String, Object> waiting = Collections.synchronizedMap(new HashMap<>()); // the header odradek-id -> file
        List<String> failed = Collections.synchronizedList(new ArrayList<>());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
                var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            consumer.assign(List.of("predictions", "images-dlq").stream().flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList());
            consumer.endOffsets(consumer.assignment()).forEach(consumer::seek); // the answers come behind
            for (String file : List.of(args).subList(1, args.length)) {
                String id = UUID.randomUUID().toString(), type = java.net.URLConnection.guessContentTypeFromName(file);
                var image = new ProducerRecord<>("images", file, java.nio.file.Files.readAllBytes(java.nio.file.Path.of(file)));
                image.headers().add("odradek-id", id.getBytes()).add("content-type", (type == null ? "application/octet-stream" : type).getBytes());
                waiting.put(id, file);
                producer.send(image, (where, error) -> { if (error != null) failed.add(waiting.remove(id) + ": not sent: " + error); });
            }
            producer.flush(); // waits until each is sent, or is not
            for (long end = System.nanoTime() + 30_000_000_000L; !waiting.isEmpty() && System.nanoTime() < end; )
                for (var answer : consumer.poll(java.time.Duration.ofMillis(100))) for (var id : answer.headers().headers("odradek-id"))
                    if (id.value() != null && waiting.remove(new String(id.value())) instanceof String file)
                        if (answer.topic().equals("predictions")) System.out.println(file + "\t" + answer.value());
                        else failed.add(file + ": refused: " + new String(answer.headers().lastHeader("odradek-reason").value()));
        }
        waiting.values().forEach(file -> failed.add(file + ": no answer"));
        failed.forEach(System.err::println);
        System.exit(failed.isEmpty() ? 0 : 1);
    }
}
