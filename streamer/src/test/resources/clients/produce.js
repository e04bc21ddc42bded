// Produces images with kafkajs: node produce.js BROKER TOPIC COUNT FIRST_TIMESTAMP VARIANT
// VARIANT: default or legacy (partitioners), or transactional (every third batch is aborted).
// Prints how many images a reader of committed records sees. produce.py writes the same images.
const { Kafka, Partitioners, logLevel } = require('kafkajs')

const [broker, topic, count, first, variant] = process.argv.slice(2)
const BATCH = 100

function message(i) {
  const value = Buffer.alloc(4)
  value[i % 3] = 200
  return {
    key: i % 5 === 4 ? null : `key-${i % 97}`,
    value,
    timestamp: String(Number(first) + i * 7),
    headers: {
      client: `kafkajs ${variant}`,
      'odradek-id': Buffer.from([0, 255, i & 255]),
      twice: [String(i), 'again'],
      empty: ''
    }
  }
}

async function main() {
  const transactional = variant === 'transactional'
  const kafka = new Kafka({ clientId: 'kafkajs', brokers: [broker], logLevel: logLevel.ERROR })
  const producer = kafka.producer({
    createPartitioner: variant === 'legacy' ? Partitioners.LegacyPartitioner : Partitioners.DefaultPartitioner,
    ...(transactional ? { transactionalId: `kafkajs-${first}`, maxInFlightRequests: 1, idempotent: true } : {})
  })
  await producer.connect()
  let visible = 0
  for (let from = 0; from < Number(count); from += BATCH) {
    const messages = Array.from({ length: BATCH }, (_, i) => message(from + i))
    const aborted = transactional && (from / BATCH) % 3 === 2
    const target = transactional ? await producer.transaction() : producer
    await target.send({ topic, messages })
    if (transactional) {
      await (aborted ? target.abort() : target.commit())
    }
    visible += aborted ? 0 : BATCH
  }
  await producer.disconnect()
  console.log(visible)
}

main().catch(error => {
  console.error(error)
  process.exit(1)
})
