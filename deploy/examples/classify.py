"""Classifies image files with Odradek. Needs confluent-kafka from pip, or Debian's python3-confluent-kafka.

    python3 deploy/examples/classify.py localhost:9092 sneaker.png

Prints for each file its name, a tab and its prediction. Exit code 1: a file was not sent, refused, or not answered."""
import functools, mimetypes, sys, time, uuid
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
brokers, *files = sys.argv[1:]
waiting, failures = {}, []  # the header odradek-id -> file
def sent(image, error, _message=None):
    if error:
        failures.append(f"{waiting.pop(image)}: not sent: {error}")
# Only what is committed, and from where the topics end now: the answers come behind.
consumer = Consumer({"bootstrap.servers": brokers, "isolation.level": "read_committed", "group.id": "unused"})
topics = consumer.list_topics(timeout=10).topics
ends = [TopicPartition(topic, p) for topic in ("predictions", "images-dlq") for p in topics[topic].partitions]
for end in ends:
    end.offset = consumer.get_watermark_offsets(end, 10)[1]
consumer.assign(ends)
producer = Producer({"bootstrap.servers": brokers, "enable.idempotence": True, "message.timeout.ms": 20_000})
for file in files:
    waiting[image := str(uuid.uuid4())] = file
    headers = {"content-type": mimetypes.guess_type(file)[0] or "application/octet-stream", "odradek-id": image}
    try:
        value = open(file, "rb").read()
        producer.produce("images", value, file, headers=headers, on_delivery=functools.partial(sent, image))
    except (OSError, BufferError, KafkaException) as error:
        sent(image, error)
producer.flush()  # waits until sent() was called for each
deadline = time.monotonic() + 30
while waiting and time.monotonic() < deadline:
    message = consumer.poll(1)
    headers = dict(message.headers() or []) if message is not None and not message.error() else {}
    if file := waiting.pop((headers.get("odradek-id") or b"").decode(errors="replace"), None):  # the first answer
        if message.topic() == "predictions":
            print(f"{file}\t{message.value().decode()}")
        else:
            failures.append(f"{file}: refused: {headers['odradek-reason'].decode()}")
sys.exit("\n".join(failures + [f"{file}: no answer" for file in waiting.values()]) or 0)
