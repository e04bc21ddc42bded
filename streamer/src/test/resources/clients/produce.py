"""Produces images with confluent-kafka (librdkafka): produce.py BROKER TOPIC COUNT FIRST_TIMESTAMP VARIANT

VARIANT: default (CRC32 of the key) or murmur2_random (partitioners), or transactional (every third batch is aborted).
Prints how many images a reader of committed records sees. produce.js writes the same images.
"""

import sys

from confluent_kafka import Producer

BATCH = 100

broker, topic, count, first, variant = sys.argv[1:6]
transactional = variant == "transactional"
settings = {"bootstrap.servers": broker, "linger.ms": 5}
if transactional:
    settings["transactional.id"] = "python-" + first
elif variant != "default":
    settings["partitioner"] = variant
producer = Producer(settings)
failures = []


def delivered(error, _message):
    if error is not None:
        failures.append(str(error))


def produce(i):
    value = bytearray(4)
    value[i % 3] = 200
    producer.produce(
        topic,
        key=None if i % 5 == 4 else "key-%d" % (i % 97),
        value=bytes(value),
        timestamp=int(first) + i * 7,
        headers=[
            ("client", "python " + variant),
            ("odradek-id", bytes([0, 255, i & 255])),
            ("twice", str(i)),
            ("twice", "again"),
            ("nothing", None),
        ],
        on_delivery=delivered,
    )


visible = 0
if transactional:
    producer.init_transactions(30)
for start in range(0, int(count), BATCH):
    aborted = transactional and start // BATCH % 3 == 2
    if transactional:
        producer.begin_transaction()
    for i in range(start, start + BATCH):
        produce(i)
    producer.flush(60)
    if aborted:
        producer.abort_transaction(30)
    elif transactional:
        producer.commit_transaction(30)
    visible += 0 if aborted else BATCH
if failures:
    sys.exit("not delivered: " + failures[0])
print(visible)
